package io.kaiye.bench;

import io.kaiye.base.CostRate;
import io.kaiye.base.Ids;
import io.kaiye.gateway.FreeBooks;
import io.kaiye.gateway.Gateway;
import io.kaiye.gateway.GatewaySetup;
import io.kaiye.gateway.Upstreams;
import io.kaiye.http.HttpServer;
import io.kaiye.http.HttpSettings;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.serve.Compute;
import io.kaiye.serve.LoadedModel;
import io.kaiye.serve.ModelSource;
import io.kaiye.serve.ServedName;
import io.kaiye.serve.Serving;
import io.kaiye.serve.ServingLimits;
import io.kaiye.serve.ServingMetrics;
import io.kaiye.serve.ServingSetup;
import io.kaiye.serve.UsageSink;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** The real server for one model, named {@value #MODEL}, that can be given another version. */
final class BenchServer implements AutoCloseable {
    static final String MODEL = "bench";

    private final AtomicInteger version = new AtomicInteger(1);
    private final ServingMetrics metrics = new ServingMetrics();
    private final Serving serving;
    private final HttpServer server;

    /**
     * @param open opens the version of a number, from 1
     */
    BenchServer(Engine engine, IntFunction<Model> open) {
        serving =
                Serving.start(
                        new ServingSetup(
                                new Versions(open),
                                Compute.of(engine),
                                ServingLimits.DEFAULT,
                                CostRate.DEFAULT,
                                UsageSink.none(),
                                feedback -> {},
                                metrics,
                                Clock.systemUTC(),
                                Ids.random("ans_")));
        Gateway gateway =
                new Gateway(
                        new GatewaySetup(
                                serving,
                                metrics,
                                Upstreams.none(),
                                new FreeBooks(),
                                Ids.random("ans_"),
                                new SecureRandom(),
                                Clock.systemUTC(),
                                "bench"));
        server =
                HttpServer.start(
                        HttpSettings.loopback(0),
                        gateway.routes(),
                        Ids.random("req_"),
                        gateway.observer());
    }

    int port() {
        return server.port();
    }

    /** The sum of a counted thing so far, such as {@code kaiye_batch_tokens_sum}. */
    double counted(String name) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** Puts the next version in service and returns when it is. */
    void swap() {
        version.incrementAndGet();
        serving.refresh();
    }

    int version() {
        return serving.model(MODEL).name().number();
    }

    @Override
    public void close() {
        server.close();
        serving.close();
    }

    private final class Versions implements ModelSource {
        private final IntFunction<Model> open;

        Versions(IntFunction<Model> open) {
            this.open = open;
        }

        @Override
        public long revision() {
            return version.get();
        }

        @Override
        public List<ServedName> served() {
            int number = version.get();
            return List.of(new ServedName(MODEL, "v" + number, number, Instant.EPOCH));
        }

        @Override
        public LoadedModel open(ServedName name) {
            return LoadedModel.of(open.apply(name.number()));
        }
    }
}

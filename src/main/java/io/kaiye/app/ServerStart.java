package io.kaiye.app;

import io.kaiye.base.Ids;
import io.kaiye.cli.RunningServer;
import io.kaiye.cli.ServeOptions;
import io.kaiye.gateway.Gateway;
import io.kaiye.http.BearerToken;
import io.kaiye.http.HttpLimits;
import io.kaiye.http.HttpServer;
import io.kaiye.http.HttpSettings;
import io.kaiye.model.Engine;
import io.kaiye.serve.Compute;
import io.kaiye.serve.RegistrySource;
import io.kaiye.serve.ServedModel;
import io.kaiye.serve.Serving;
import io.kaiye.serve.ServingLimits;
import io.kaiye.serve.ServingMetrics;
import io.kaiye.serve.ServingSetup;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A started server: serving in the middle, HTTP in front; closed in the reverse order. */
final class ServerStart implements RunningServer {
    private final Serving serving;
    private final HttpServer http;

    private ServerStart(Serving serving, HttpServer http) {
        this.serving = serving;
        this.http = http;
    }

    /** Opens every champion, then listens. */
    static RunningServer start(
            Platform platform, InstantSource clock, String version, ServeOptions options) {
        HttpSettings settings =
                new HttpSettings(
                        options.bind(),
                        options.port(),
                        options.token().map(BearerToken::of).orElseGet(BearerToken::none),
                        HttpLimits.DEFAULT);
        HttpServer.requireFree(settings);
        ServingMetrics metrics = new ServingMetrics();
        RecentAnswers answers = new RecentAnswers();
        Serving serving =
                Serving.start(
                        new ServingSetup(
                                new RegistrySource(platform.registry(), platform.engine()),
                                Compute.of(platform.engine()),
                                ServingLimits.DEFAULT,
                                platform.costRate(),
                                answers,
                                new FeedbackLog(platform.store(), answers),
                                metrics,
                                clock,
                                Ids.random("ans_")));
        try {
            Gateway gateway = new Gateway(serving, metrics, clock, version);
            HttpServer http =
                    HttpServer.start(
                            settings, gateway.routes(), Ids.random("req_"), gateway.observer());
            return new ServerStart(serving, http);
        } catch (RuntimeException e) {
            serving.close();
            throw e;
        }
    }

    @Override
    public URI address() {
        return http.address();
    }

    @Override
    public List<String> models() {
        return serving.models().stream().map(ServedModel::name).map(name -> name.name()).toList();
    }

    @Override
    public List<String> classifiers() {
        return serving.models().stream()
                .filter(model -> !model.labels().isEmpty())
                .map(model -> model.name().name())
                .toList();
    }

    /** Each room's grace, one after the other; serving waits twice, for calls and for batches. */
    @Override
    public Duration closeTimeMax() {
        return HttpLimits.DEFAULT
                .stopGrace()
                .plus(ServingLimits.DEFAULT.stopGrace().multipliedBy(2))
                .plus(Engine.CLOSE_TIME_MAX);
    }

    @Override
    public void close() {
        http.stopSoon();
        serving.stopSoon();
        try {
            http.close();
        } finally {
            serving.close();
        }
    }
}

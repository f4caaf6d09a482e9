package io.kaiye.app;

import io.kaiye.base.Ids;
import io.kaiye.cli.RunningServer;
import io.kaiye.cli.ServeOptions;
import io.kaiye.gateway.Gateway;
import io.kaiye.http.Authenticator;
import io.kaiye.http.BearerToken;
import io.kaiye.http.HttpLimits;
import io.kaiye.http.HttpServer;
import io.kaiye.http.HttpSettings;
import io.kaiye.ledger.Sales;
import io.kaiye.ledger.Subscriptions;
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

/** A started server: the books, serving, HTTP in front; closed in the reverse order. */
final class ServerStart implements RunningServer {
    /** Of what cores and upstreams cost. */
    private static final String COST_CURRENCY = "USD";

    private final Sales sales;
    private final Serving serving;
    private final HttpServer http;

    private ServerStart(Sales sales, Serving serving, HttpServer http) {
        this.sales = sales;
        this.serving = serving;
        this.http = http;
    }

    /** Opens the books and every champion, then listens. */
    static RunningServer start(
            Platform platform, InstantSource clock, String version, ServeOptions options) {
        BearerToken token = options.token().map(BearerToken::of).orElseGet(BearerToken::none);
        boolean asks = token.isSet() || options.keysOnly();
        HttpServer.requireFree(settings(options, token, asks));
        Sales sales =
                Sales.open(
                        new Sales.Makings(
                                platform.store(),
                                platform.ledger(),
                                platform.keys(),
                                new Subscriptions(platform.store(), clock),
                                clock,
                                COST_CURRENCY));
        try {
            HttpSettings settings =
                    settings(
                            options,
                            new KeyAuthenticator(sales.keyRing(), token, options.keysOnly()),
                            asks);
            return start(platform, clock, version, sales, settings);
        } catch (RuntimeException | Error e) {
            sales.close();
            throw e;
        }
    }

    private static HttpSettings settings(
            ServeOptions options, Authenticator authenticator, boolean asks) {
        return new HttpSettings(
                options.bind(), options.port(), authenticator, asks, HttpLimits.DEFAULT);
    }

    private static RunningServer start(
            Platform platform,
            InstantSource clock,
            String version,
            Sales sales,
            HttpSettings settings) {
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
                                Ids.ordered("ans_", clock)));
        try {
            Gateway gateway = new Gateway(serving, metrics, clock, version);
            HttpServer http =
                    HttpServer.start(
                            settings, gateway.routes(), Ids.random("req_"), gateway.observer());
            return new ServerStart(sales, serving, http);
        } catch (RuntimeException | Error e) {
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
        try (sales;
                serving) {
            http.close();
        }
    }
}

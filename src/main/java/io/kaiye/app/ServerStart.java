package io.kaiye.app;

import io.kaiye.api.Api;
import io.kaiye.base.Ids;
import io.kaiye.cli.RunningServer;
import io.kaiye.cli.ServeOptions;
import io.kaiye.gateway.CascadeSetup;
import io.kaiye.gateway.Gateway;
import io.kaiye.gateway.GatewayConfig;
import io.kaiye.gateway.GatewayFile;
import io.kaiye.gateway.GatewaySetup;
import io.kaiye.gateway.RouteConfig;
import io.kaiye.gateway.UpstreamKeys;
import io.kaiye.gateway.UpstreamModel;
import io.kaiye.gateway.Upstreams;
import io.kaiye.http.Authenticator;
import io.kaiye.http.BearerToken;
import io.kaiye.http.HttpLimits;
import io.kaiye.http.HttpServer;
import io.kaiye.http.HttpSettings;
import io.kaiye.ledger.Quotas;
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
import io.kaiye.serve.UsageSink;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** A started server: the books, serving, HTTP in front; closed in the reverse order. */
final class ServerStart implements RunningServer {
    private final Opened opened = new Opened();
    private final Serving serving;
    private final HttpServer http;
    private final List<String> chatModels;

    /** Opens the books, the upstreams and every champion, then listens. */
    private ServerStart(
            Platform platform, InstantSource clock, String version, ServeOptions options) {
        BearerToken token = options.token().map(BearerToken::of).orElseGet(BearerToken::none);
        boolean asks = token.isSet() || options.keysOnly();
        HttpServer.requireFree(settings(options, token, asks));
        boolean done = false;
        try {
            GatewayConfig config = GatewayFile.read(platform.store().home(), clock.instant());
            Upstreams upstreams = opened.keep(upstreams(platform, clock, config));
            Sales sales = opened.keep(Sales.open(sales(platform, clock, config.currency())));
            opened.keep(Sweeping.start(platform.persons()));
            ServingMetrics metrics = new ServingMetrics();
            CascadeSetup cascades = cascades(platform, upstreams);
            chatModels =
                    Stream.concat(
                                    config.models().stream().map(UpstreamModel::id),
                                    cascades.routes().all().stream().map(RouteConfig::id))
                            .toList();
            serving = opened.keep(serving(platform, clock, metrics));
            Gateway gateway =
                    new Gateway(
                            new GatewaySetup(
                                    serving,
                                    metrics,
                                    upstreams,
                                    new LedgerBooks(sales),
                                    Ids.ordered("ans_", clock),
                                    new SecureRandom(),
                                    clock,
                                    version,
                                    cascades));
            Authenticator callers =
                    new KeyAuthenticator(sales.keyRing(), token, options.keysOnly());
            http =
                    opened.keep(
                            HttpServer.start(
                                    settings(options, callers, asks),
                                    gateway.routesWith(api(platform, clock).operations()),
                                    Ids.random("req_"),
                                    gateway.observer()));
            done = true;
        } finally {
            if (!done) {
                opened.close();
            }
        }
    }

    static RunningServer start(
            Platform platform, InstantSource clock, String version, ServeOptions options) {
        return new ServerStart(platform, clock, version, options);
    }

    private static HttpSettings settings(
            ServeOptions options, Authenticator authenticator, boolean asks) {
        return new HttpSettings(
                options.bind(), options.port(), authenticator, asks, HttpLimits.DEFAULT);
    }

    private static Sales.Makings sales(
            Platform platform, InstantSource clock, String costCurrency) {
        return new Sales.Makings(
                platform.store(),
                platform.ledger(),
                platform.keys(),
                new Subscriptions(platform.store(), clock),
                clock,
                costCurrency);
    }

    private static CascadeSetup cascades(Platform platform, Upstreams upstreams) {
        return new CascadeSetup(upstreams.config().routes(), platform.cascades());
    }

    static Upstreams upstreams(Platform platform, InstantSource clock) {
        Path home = platform.store().home();
        return upstreams(platform, clock, GatewayFile.read(home, clock.instant()));
    }

    private static Api api(Platform platform, InstantSource clock) {
        return new Api(
                new Api.Makings(
                        platform.customers(),
                        platform.funds(),
                        platform.keys(),
                        platform.plans(),
                        platform.subscriptions(),
                        platform.invoices(),
                        new Quotas(platform.store(), clock),
                        platform.usage(),
                        platform.findings(),
                        clock,
                        Ids.random("api_")));
    }

    private static Upstreams upstreams(
            Platform platform, InstantSource clock, GatewayConfig config) {
        Path home = platform.store().home();
        UpstreamKeys keys = new UpstreamKeys(home, System::getenv, platform.secrets()::reveal);
        return Upstreams.open(config, keys, clock);
    }

    private static Serving serving(Platform platform, InstantSource clock, ServingMetrics metrics) {
        return Serving.start(
                new ServingSetup(
                        new RegistrySource(platform.registry(), platform.engine()),
                        Compute.of(platform.engine()),
                        ServingLimits.DEFAULT,
                        platform.costRate(),
                        UsageSink.none(),
                        new FeedbackLog(platform.store()),
                        metrics,
                        clock,
                        Ids.ordered("ans_", clock)));
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

    @Override
    public List<String> chatModels() {
        return chatModels;
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
        opened.close();
    }
}

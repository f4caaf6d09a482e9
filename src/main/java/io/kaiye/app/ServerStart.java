package io.kaiye.app;

import io.kaiye.base.Ids;
import io.kaiye.cli.RunningServer;
import io.kaiye.cli.ServeOptions;
import io.kaiye.gateway.CascadeRoutes;
import io.kaiye.gateway.CascadeSetup;
import io.kaiye.gateway.FreeBooks;
import io.kaiye.gateway.Gateway;
import io.kaiye.gateway.GatewayFile;
import io.kaiye.gateway.GatewaySetup;
import io.kaiye.gateway.UpstreamKeys;
import io.kaiye.gateway.UpstreamModel;
import io.kaiye.gateway.Upstreams;
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
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A started server: serving in the middle, HTTP in front; closed in the reverse order. */
final class ServerStart implements RunningServer {
    private final Serving serving;
    private final Upstreams upstreams;
    private final HttpServer http;

    private ServerStart(Serving serving, Upstreams upstreams, HttpServer http) {
        this.upstreams = upstreams;
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
        Upstreams upstreams = upstreams(platform, clock);
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
            Gateway gateway =
                    new Gateway(
                            new GatewaySetup(
                                    serving,
                                    metrics,
                                    upstreams,
                                    new FreeBooks(),
                                    Ids.random("ans_"),
                                    new SecureRandom(),
                                    clock,
                                    version,
                                    cascades(platform, upstreams)));
            HttpServer http =
                    HttpServer.start(
                            settings, gateway.routes(), Ids.random("req_"), gateway.observer());
            return new ServerStart(serving, upstreams, http);
        } catch (RuntimeException e) {
            serving.close();
            throw e;
        }
    }

    private static CascadeSetup cascades(Platform platform, Upstreams upstreams) {
        Set<String> models =
                upstreams.config().models().stream()
                        .map(UpstreamModel::id)
                        .collect(Collectors.toSet());
        return new CascadeSetup(
                CascadeRoutes.read(platform.store().home(), models::contains), platform.cascades());
    }

    static Upstreams upstreams(Platform platform, InstantSource clock) {
        Path home = platform.store().home();
        UpstreamKeys keys = new UpstreamKeys(home, System::getenv, platform.secrets()::reveal);
        return Upstreams.open(GatewayFile.read(home, clock.instant()), keys, clock);
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
            upstreams.close();
            serving.close();
        }
    }
}

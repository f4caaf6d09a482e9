package io.kaiye.cli;

import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.GatewayConfig;
import io.kaiye.gateway.GatewayFile;
import io.kaiye.gateway.UpstreamKeys;
import io.kaiye.gateway.Upstreams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** What {@code gateway.yaml} says, as the server would read it. */
final class GatewayCheck {
    private static final String WHAT = "Gateway";

    private GatewayCheck() {}

    /** Nothing where there is no such file. */
    static List<Check> of(Session session) {
        Path home = session.home();
        if (!Files.exists(home.resolve(GatewayFile.NAME))) {
            return List.of();
        }
        Clock clock = Clock.systemUTC();
        try {
            GatewayConfig config = GatewayFile.read(home, clock.instant());
            UpstreamKeys keys =
                    new UpstreamKeys(home, System::getenv, session.workbench().secrets()::reveal);
            Upstreams.open(config, keys, clock).close();
            return List.of(
                    Check.ok(
                            WHAT,
                            config.upstreams().size()
                                    + " upstreams, "
                                    + config.models().size()
                                    + " models, every price and key is there"));
        } catch (KaiyeException e) {
            return List.of(
                    Check.bad(
                            WHAT,
                            e.getMessage().lines().findFirst().orElse(""),
                            "Mend gateway.yaml; `kaiye up` names every problem, docs/gateway.md"
                                    + " every field."));
        }
    }
}

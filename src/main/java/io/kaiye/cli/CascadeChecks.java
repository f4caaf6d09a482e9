package io.kaiye.cli;

import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.CascadeRoutes;
import io.kaiye.gateway.CascadeSetting;
import io.kaiye.gateway.GatewayFile;
import io.kaiye.gateway.RouteConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the doctor says of every route. */
final class CascadeChecks {
    private CascadeChecks() {}

    static List<Check> of(Session session) {
        try {
            return routes(session.workbench()).all().stream()
                    .map(route -> check(session.workbench(), route))
                    .toList();
        } catch (KaiyeException e) {
            return List.of(
                    Check.bad("Routes", e.getMessage(), "Mend gateway.yaml; see docs/cascade.md."));
        }
    }

    /** Those of the home's gateway.yaml. */
    static CascadeRoutes routes(Workbench workbench) {
        return GatewayFile.read(workbench.store().home(), Instant.now()).routes();
    }

    /**
     * The newest setting of a route for the versions in service.
     *
     * @throws KaiyeException UNKNOWN_MODEL
     */
    private static Optional<CascadeSetting> newest(Workbench workbench, RouteConfig route) {
        List<String> rungs = new ArrayList<>();
        for (String model : route.local()) {
            rungs.add(model + "@" + workbench.registry().resolve(model).id());
        }
        rungs.add(route.upstream().getFirst());
        return workbench.cascades().inForce(route.id(), rungs);
    }

    /** What the server goes by; empty where everything goes upstream. */
    static Optional<CascadeSetting> inForce(Workbench workbench, RouteConfig route) {
        try {
            return newest(workbench, route).filter(found -> found.target() >= route.target());
        } catch (KaiyeException e) {
            return Optional.empty(); // a model is not there; the doctor says which
        }
    }

    private static Check check(Workbench workbench, RouteConfig route) {
        String what = "Route " + route.id();
        String mend = "kaiye cascade calibrate " + route.id() + " --data DATASET";
        try {
            Optional<CascadeSetting> setting = newest(workbench, route);
            if (setting.isEmpty()) {
                return Check.note(
                        what,
                        "no thresholds for the versions in service: everything goes upstream",
                        mend);
            }
            return check(what, mend, route, setting.get());
        } catch (KaiyeException e) {
            return Check.bad(what, e.getMessage(), "Mend gateway.yaml; see docs/cascade.md.");
        }
    }

    private static Check check(
            String what, String mend, RouteConfig route, CascadeSetting setting) {
        if (setting.target() < route.target()) {
            return Check.note(
                    what,
                    "calibrated for "
                            + Numbers.percent(setting.target())
                            + ", the route wants "
                            + Numbers.percent(route.target())
                            + ": everything goes upstream",
                    mend);
        }
        return setting.kind() == CascadeSetting.Kind.TIGHTENED
                ? Check.note(what, "tightened: " + setting.why(), mend)
                : Check.ok(what, CascadeLines.thresholds(setting) + ", " + setting.why());
    }
}

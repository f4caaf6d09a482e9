package io.kaiye.gateway;

import io.kaiye.base.KaiyeException;
import io.kaiye.serve.Serving;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The setting in force of a route for the versions in service, looked up now and then, since other
 * processes calibrate and tighten too. Safe for threads.
 */
final class RouteState {
    /** How old what is known may be. */
    private static final Duration AGE_MAX = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(RouteState.class.getName());

    private final RouteConfig route;
    private final Serving serving;
    private final CascadeRecord record;
    private volatile @Nullable Known known;
    private volatile String said = "";

    /** {@code setting} is empty where everything goes upstream. */
    private record Known(List<String> rungs, Optional<CascadeSetting> setting, long nanos) {}

    RouteState(RouteConfig route, Serving serving, CascadeRecord record) {
        this.route = route;
        this.serving = serving;
        this.record = record;
    }

    RouteConfig route() {
        return route;
    }

    /** Looks again at the next call. */
    void forget() {
        known = null;
    }

    /** Empty where no thresholds are calibrated for exactly what is in service. */
    Optional<CascadeSetting> inForce() {
        List<String> rungs = rungs();
        Known last = known;
        boolean fresh =
                last != null
                        && last.rungs().equals(rungs)
                        && System.nanoTime() - last.nanos() < AGE_MAX.toNanos();
        if (last != null && fresh) {
            return last.setting();
        }
        Optional<CascadeSetting> setting =
                rungs.isEmpty()
                        ? Optional.empty()
                        : record.inForce(route.id(), rungs)
                                .filter(found -> found.target() >= route.target());
        known = new Known(rungs, setting, System.nanoTime());
        warn(setting.isPresent(), rungs);
        return setting;
    }

    /** The versions in service and the upstream; empty if one is not there. */
    private List<String> rungs() {
        List<String> rungs = new ArrayList<>();
        try {
            for (String model : route.local()) {
                rungs.add(model + "@" + serving.model(model).name().version());
            }
        } catch (KaiyeException e) {
            return List.of();
        }
        rungs.add(route.upstream().getFirst());
        return rungs;
    }

    /** Once for each change. */
    private void warn(boolean calibrated, List<String> rungs) {
        String now = calibrated ? "" : "not calibrated for " + rungs;
        if (!now.equals(said) && !calibrated) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "route {0} has no thresholds for {1}: everything goes upstream; run: kaiye"
                            + " cascade calibrate {0} --data DATASET",
                    route.id(),
                    rungs.isEmpty() ? "its models, which are not served" : rungs);
        }
        said = now;
    }
}

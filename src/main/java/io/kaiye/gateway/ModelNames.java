package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.serve.Serving;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The names of all models, of our own and of upstreams, and of routes. Safe for threads. */
final class ModelNames {
    private static final int SHOWN = 20;

    private final Serving serving;
    private final Upstreams upstreams;
    private final List<RouteConfig> routes;

    ModelNames(Serving serving, Upstreams upstreams, CascadeRoutes routes) {
        this.serving = serving;
        this.upstreams = upstreams;
        this.routes = routes.all();
    }

    boolean isLocal(String name) {
        return serving.models().stream().anyMatch(model -> model.name().name().equals(name));
    }

    Optional<RouteConfig> route(String name) {
        return routes.stream().filter(route -> route.id().equals(name)).findFirst();
    }

    /** Every name, in order. */
    List<String> all() {
        TreeSet<String> names = new TreeSet<>();
        serving.models().forEach(model -> names.add(model.name().name()));
        upstreams.config().models().forEach(model -> names.add(model.id()));
        routes.forEach(route -> names.add(route.id()));
        return List.copyOf(names);
    }

    /** The name that was sent. */
    String required(String name) {
        if (name.isEmpty()) {
            List<String> names = all();
            throw Fields.missing(
                    "model",
                    names.isEmpty()
                            ? "and no model is served yet."
                            : "served are: " + Suggestions.list(names, SHOWN) + ".");
        }
        return name;
    }

    KaiyeException unknown(String name) {
        List<String> names = all();
        return KaiyeException.ofParameter(
                ErrorCode.UNKNOWN_MODEL,
                "model",
                "There is no model \""
                        + name
                        + "\". "
                        + (names.isEmpty()
                                ? "No model is served yet; train one: kaiye train NAME --data"
                                        + " DATASET"
                                : Suggestions.didYouMean(name, names)
                                        + "Served are: "
                                        + Suggestions.list(names, SHOWN)
                                        + "."));
    }
}

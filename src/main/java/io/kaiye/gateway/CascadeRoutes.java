package io.kaiye.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The routes of a home: the section {@code routes} of gateway.yaml. Immutable; safe for threads.
 *
 * @param all in the order of the file
 */
public record CascadeRoutes(List<RouteConfig> all) {
    /** Of a home without any. */
    public static final CascadeRoutes NONE = new CascadeRoutes(List.of());

    private static final int SHOWN_MAX = 10;

    public CascadeRoutes {
        all = List.copyOf(all);
    }

    /**
     * Reads the section.
     *
     * @param isUpstream whether a rung is an upstream model, by its id
     * @param problems one line each is added to it, with its place
     */
    static CascadeRoutes read(
            List<JsonNode> nodes, Predicate<String> isUpstream, List<String> problems) {
        List<RouteConfig> routes = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode one : nodes) {
            String place = "routes[" + routes.size() + "]";
            RouteConfig route = new RouteReading(one, place, isUpstream, problems).route();
            if (!route.id().isEmpty() && !ids.add(route.id())) {
                problems.add(place + ".id is '" + route.id() + "', as of a route before it.");
            }
            if (isUpstream.test(route.id())) {
                problems.add(
                        place
                                + ".id is '"
                                + route.id()
                                + "', as of an upstream model; callers could not tell them"
                                + " apart.");
            }
            routes.add(route);
        }
        return new CascadeRoutes(routes);
    }

    /** The route that callers write so. */
    public Optional<RouteConfig> route(String id) {
        return all.stream().filter(route -> route.id().equals(id)).findFirst();
    }

    /**
     * The route of that id.
     *
     * @throws KaiyeException UNKNOWN_CASCADE, naming those that are
     */
    public RouteConfig require(String id) {
        return route(id).orElseThrow(() -> unknown(id));
    }

    private KaiyeException unknown(String id) {
        List<String> ids = all.stream().map(RouteConfig::id).toList();
        return new KaiyeException(
                ErrorCode.UNKNOWN_CASCADE,
                "There is no route \""
                        + id
                        + "\". "
                        + Suggestions.didYouMean(id, ids)
                        + (ids.isEmpty()
                                ? "Write one into the section routes of gateway.yaml in the home;"
                                        + " docs/cascade.md has an example."
                                : "There are: " + Suggestions.list(ids, SHOWN_MAX) + "."));
    }
}

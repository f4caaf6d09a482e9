package io.kaiye.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.base.Yaml;
import java.nio.file.Files;
import java.nio.file.Path;
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
    /** Where they stand in the home. */
    public static final String FILE = "gateway.yaml";

    /** Of a home without any. */
    public static final CascadeRoutes NONE = new CascadeRoutes(List.of());

    private static final int SHOWN_MAX = 10;

    public CascadeRoutes {
        all = List.copyOf(all);
    }

    /**
     * Reads the routes of a home; without the file, or without that section of it, there are none.
     *
     * @param isUpstream whether a rung is an upstream model, by its id
     * @throws KaiyeException INVALID_FILE, with every problem
     */
    public static CascadeRoutes read(Path home, Predicate<String> isUpstream) {
        Path file = home.resolve(FILE);
        if (!Files.exists(file)) {
            return NONE;
        }
        List<String> problems = new ArrayList<>();
        CascadeRoutes routes = read(Yaml.read(file).path("routes"), isUpstream, problems);
        if (!problems.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    file + " cannot be used:\n" + String.join("\n", problems));
        }
        return routes;
    }

    /**
     * The ids under {@code models} of a home's gateway.yaml, unchecked: which rungs of a route are
     * upstream models.
     */
    public static Set<String> upstreamIds(Path home) {
        Path file = home.resolve(FILE);
        Set<String> ids = new HashSet<>();
        if (Files.exists(file)) {
            for (JsonNode model : Yaml.read(file).path("models")) {
                ids.add(model.path("id").asText(""));
            }
        }
        return ids;
    }

    /**
     * Reads the section.
     *
     * @param node a list; missing or null for no routes
     * @param problems one line each is added to it, with its place
     */
    static CascadeRoutes read(JsonNode node, Predicate<String> isUpstream, List<String> problems) {
        if (node.isMissingNode() || node.isNull()) {
            return NONE;
        }
        if (!node.isArray()) {
            problems.add("routes must be a list.");
            return NONE;
        }
        List<RouteConfig> routes = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode one : node) {
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

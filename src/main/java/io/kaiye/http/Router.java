package io.kaiye.http;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds the route of a method and a path. Never changed once made. */
final class Router {
    /** A route and what stands for its placeholders. */
    record Match(Route route, Map<String, String> values) {}

    private final List<Route> routes;
    private final Map<String, List<Match>> fixed = new HashMap<>();
    private final List<Route> templates = new ArrayList<>();

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route route : routes) {
            if (route.segments().stream().anyMatch(Route::isPlaceholder)) {
                templates.add(route);
            } else {
                fixed.computeIfAbsent(route.path(), any -> new ArrayList<>())
                        .add(new Match(route, Map.of()));
            }
        }
    }

    /**
     * Finds the route.
     *
     * @param method as sent; HEAD finds the routes of GET
     * @param rawPath as sent, without the query
     * @throws KaiyeException UNKNOWN_ROUTE or METHOD_NOT_ALLOWED
     */
    Match match(String method, String rawPath) {
        List<Match> candidates = candidates(rawPath);
        String wanted = method.equals("HEAD") ? "GET" : method;
        for (Match candidate : candidates) {
            if (candidate.route().method().name().equals(wanted)) {
                return candidate;
            }
        }
        if (candidates.isEmpty()) {
            throw unknown(method, rawPath);
        }
        throw new KaiyeException(
                ErrorCode.METHOD_NOT_ALLOWED,
                method + " " + rawPath + " is not possible; use " + allowed(rawPath) + ".");
    }

    /** The methods a path takes, for the Allow header, such as "GET, HEAD". */
    String allowed(String rawPath) {
        Collection<String> methods = new TreeSet<>();
        for (Match candidate : candidates(rawPath)) {
            methods.add(candidate.route().method().name());
            if (candidate.route().method() == Method.GET) {
                methods.add("HEAD");
            }
        }
        return String.join(", ", methods);
    }

    private List<Match> candidates(String rawPath) {
        List<Match> exact = fixed.get(rawPath);
        if (exact != null) {
            return exact;
        }
        List<String> segments = Arrays.asList(rawPath.substring(1).split("/", -1));
        List<Match> found = new ArrayList<>();
        for (Route route : templates) {
            matchTemplate(route, segments, found);
        }
        return found;
    }

    private static void matchTemplate(Route route, List<String> segments, List<Match> found) {
        List<String> template = route.segments();
        if (template.size() != segments.size()) {
            return;
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < template.size(); i++) {
            String part = template.get(i);
            String given = segments.get(i);
            if (Route.isPlaceholder(part) && !given.isEmpty()) {
                values.put(part.substring(1, part.length() - 1), decoded(given));
            } else if (!part.equals(given)) {
                return;
            }
        }
        found.add(new Match(route, values));
    }

    private static String decoded(String segment) {
        try {
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }

    private KaiyeException unknown(String method, String rawPath) {
        List<String> known =
                routes.stream().map(route -> route.method() + " " + route.path()).toList();
        return new KaiyeException(
                ErrorCode.UNKNOWN_ROUTE,
                "There is no "
                        + method
                        + " "
                        + rawPath
                        + ". There are: "
                        + String.join(", ", known)
                        + ".");
    }
}

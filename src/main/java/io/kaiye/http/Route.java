package io.kaiye.http;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Arrays;
import java.util.List;

/**
 * One method of one path.
 *
 * @param path begins with a slash; a segment in braces, such as {@code {id}}, takes any text
 */
public record Route(Method method, String path, Access access, Handler handler) {

    public Route {
        if (!path.startsWith("/") || path.contains("//") || path.contains("?")) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL,
                    "Not the path of a route: " + path + "; write /like/{this}.");
        }
    }

    public static Route get(String path, Access access, Handler handler) {
        return new Route(Method.GET, path, access, handler);
    }

    public static Route post(String path, Access access, Handler handler) {
        return new Route(Method.POST, path, access, handler);
    }

    /** The parts between the slashes. */
    List<String> segments() {
        return Arrays.asList(path.substring(1).split("/", -1));
    }

    static boolean isPlaceholder(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }
}

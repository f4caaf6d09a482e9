package io.kaiye.http;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Failures as responses, in OpenAI's shape: {@code {"error":{"message","type","param","code"}}}.
 * The only place where an error becomes a body. Safe for threads.
 */
public final class ErrorResponses {
    private ErrorResponses() {}

    /** The response that reports {@code failure}. */
    public static Response of(KaiyeException failure) {
        ErrorCode code = failure.code();
        Response response =
                Response.json(
                        code.httpStatus(),
                        body(code, failure.getMessage(), failure.parameter().orElse(null)));
        if (code == ErrorCode.UNAUTHORIZED) {
            return response.with("www-authenticate", "Bearer realm=\"kaiye\"");
        }
        return failure.retryAfter()
                .map(wait -> response.with("retry-after", Long.toString(wholeSeconds(wait))))
                .map(later -> code == ErrorCode.QUOTA_REACHED ? hopeless(later) : later)
                .orElse(response);
    }

    /** OpenAI's clients obey this, and would otherwise ask again within seconds. */
    private static Response hopeless(Response response) {
        return response.with("x-should-retry", "false");
    }

    /** What a program matches on: the name of the code in lower case. */
    public static String name(ErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT);
    }

    /** OpenAI's coarse kind of an error. */
    public static String type(ErrorCode code) {
        return switch (code) {
            case UNAUTHORIZED -> "authentication_error";
            case OVERLOADED, RATE_LIMITED -> "rate_limit_error";
            case QUOTA_REACHED, NO_CREDIT -> "insufficient_quota";
            default ->
                    code.fault() == ErrorCode.Fault.CALLER
                            ? "invalid_request_error"
                            : "server_error";
        };
    }

    private static byte[] body(ErrorCode code, String message, @Nullable String parameter) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("type", type(code));
        error.put("param", parameter);
        error.put("code", name(code));
        return Json.bytes(Map.of("error", error));
    }

    private static long wholeSeconds(Duration wait) {
        return Math.max(1, Math.ceilDiv(wait.toMillis(), 1000L));
    }
}

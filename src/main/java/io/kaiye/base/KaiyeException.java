package io.kaiye.base;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of Kaiye. Its message is for the person who has to act: the bad value, what is
 * accepted, the next step.
 */
public final class KaiyeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String parameter;
    private final @Nullable Duration retryAfter;

    public KaiyeException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public KaiyeException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, cause, null, null);
    }

    private KaiyeException(
            ErrorCode code,
            String message,
            @Nullable Throwable cause,
            @Nullable String parameter,
            @Nullable Duration retryAfter) {
        super(message, cause);
        this.code = code;
        this.parameter = parameter;
        this.retryAfter = retryAfter;
    }

    /** A failure caused by one named field of a request. */
    public static KaiyeException ofParameter(ErrorCode code, String parameter, String message) {
        return new KaiyeException(code, message, null, parameter, null);
    }

    /** A failure that is worth another try after a while. */
    public static KaiyeException retryLater(ErrorCode code, Duration after, String message) {
        return new KaiyeException(code, message, null, null, after);
    }

    public ErrorCode code() {
        return code;
    }

    /** The field of the request that caused it, where there is one. */
    public Optional<String> parameter() {
        return Optional.ofNullable(parameter);
    }

    /** How long to wait before the next try, where that is known. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The message; never null here. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}

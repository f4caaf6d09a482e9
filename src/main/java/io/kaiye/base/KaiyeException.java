package io.kaiye.base;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of Kaiye. Its message is for the person who has to act: the bad value, what is
 * accepted, the next step.
 */
public final class KaiyeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public KaiyeException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public KaiyeException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /** The message; never null here. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}

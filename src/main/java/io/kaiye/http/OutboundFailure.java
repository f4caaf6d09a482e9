package io.kaiye.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a call to another server brought no reply, or no whole one. */
public final class OutboundFailure extends IOException {
    private static final long serialVersionUID = 1L;

    /** What went wrong. */
    public enum Kind {
        /** The host has an address that may not be reached. */
        ADDRESS,
        /** Nothing was sent: no such host, refused, no answer in time, TLS. */
        CONNECT,
        /** The connection broke after the request was sent. */
        BROKEN,
        /** No byte came in time. */
        TIMED_OUT,
        /** Whom the reply was for has gone away. */
        ABANDONED,
        /** More bytes than are accepted. */
        TOO_LARGE,
        /** What came is not HTTP/1.1. */
        MALFORMED
    }

    private final Kind kind;

    OutboundFailure(Kind kind, String message) {
        this(kind, message, null);
    }

    OutboundFailure(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** The message; never null here. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}

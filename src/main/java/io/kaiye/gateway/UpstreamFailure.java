package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/**
 * Why one try at an upstream brought no answer. Neither its message nor its details hold the
 * upstream's key; where the upstream is stands in the details only, which are the operator's.
 */
final class UpstreamFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** What follows from it. */
    enum Kind {
        /** The request itself is refused; it would be everywhere. */
        REFUSED,
        /** Another upstream may do it, this one will not. */
        FAILED,
        /** The same upstream may do it soon. */
        PASSING,
        /** Whom the answer was for has gone away. */
        ABANDONED
    }

    private final Kind kind;
    private final ErrorCode code;
    private final boolean unhealthy;
    private final boolean mayHaveCost;
    private final transient Optional<Duration> retryAfter;
    private final transient Optional<String> parameter;
    private final String details;

    private UpstreamFailure(
            Kind kind,
            ErrorCode code,
            boolean unhealthy,
            boolean mayHaveCost,
            Optional<Duration> retryAfter,
            Optional<String> parameter,
            String message) {
        super(message, null, false, false);
        this.kind = kind;
        this.code = code;
        this.unhealthy = unhealthy;
        this.mayHaveCost = mayHaveCost;
        this.retryAfter = retryAfter;
        this.parameter = parameter;
        this.details = message;
    }

    private UpstreamFailure(UpstreamFailure of, String message) {
        super(message, null, false, false);
        this.kind = of.kind;
        this.code = of.code;
        this.unhealthy = of.unhealthy;
        this.mayHaveCost = of.mayHaveCost;
        this.retryAfter = of.retryAfter;
        this.parameter = of.parameter;
        this.details = of.details;
    }

    /** The same with other words for callers; its message until now is for the operator. */
    UpstreamFailure saying(String message) {
        return new UpstreamFailure(this, message);
    }

    /** The upstream refused the request. */
    static UpstreamFailure refused(Optional<String> parameter, String message) {
        return new UpstreamFailure(
                Kind.REFUSED,
                ErrorCode.INVALID_ARGUMENT,
                false,
                false,
                Optional.empty(),
                parameter,
                message);
    }

    /** The upstream is full. */
    static UpstreamFailure busy(Optional<Duration> retryAfter, String message) {
        return new UpstreamFailure(
                Kind.PASSING,
                ErrorCode.OVERLOADED,
                false,
                false,
                retryAfter,
                Optional.empty(),
                message);
    }

    /**
     * Trouble that may be over soon.
     *
     * @param mayHaveCost whether the upstream may have done the work and charge for it
     */
    static UpstreamFailure passing(
            ErrorCode code, boolean mayHaveCost, Optional<Duration> retryAfter, String message) {
        return new UpstreamFailure(
                Kind.PASSING, code, true, mayHaveCost, retryAfter, Optional.empty(), message);
    }

    /** Trouble that another try would meet again. */
    static UpstreamFailure lasting(
            ErrorCode code, boolean unhealthy, boolean mayHaveCost, String message) {
        return new UpstreamFailure(
                Kind.FAILED,
                code,
                unhealthy,
                mayHaveCost,
                Optional.empty(),
                Optional.empty(),
                message);
    }

    /** Not asked at all: the breaker is open. */
    static UpstreamFailure open(Duration until, String message) {
        return new UpstreamFailure(
                Kind.FAILED,
                ErrorCode.UPSTREAM_FAILED,
                false,
                false,
                Optional.of(until),
                Optional.empty(),
                message);
    }

    static UpstreamFailure abandoned() {
        return new UpstreamFailure(
                Kind.ABANDONED,
                ErrorCode.CANCELLED,
                false,
                true,
                Optional.empty(),
                Optional.empty(),
                "The caller went away.");
    }

    Kind kind() {
        return kind;
    }

    ErrorCode code() {
        return code;
    }

    /** True if it speaks against the upstream's health. */
    boolean unhealthy() {
        return unhealthy;
    }

    boolean mayHaveCost() {
        return mayHaveCost;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    Optional<String> parameter() {
        return parameter;
    }

    /** What the operator is told: the message, and where the upstream is. */
    String details() {
        return details;
    }

    /** What a caller is told; never null here. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}

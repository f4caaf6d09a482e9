package io.kaiye.base;

/**
 * Why something failed: a stable name for programs, whose fault it is, the HTTP status it becomes
 * and whether the same request may be tried again.
 */
public enum ErrorCode {
    INVALID_ARGUMENT(Fault.CALLER, 400, false),
    INVALID_FILE(Fault.CALLER, 400, false),
    INVALID_JSON(Fault.CALLER, 400, false),
    INVALID_DATA(Fault.CALLER, 422, false),
    UNAUTHORIZED(Fault.CALLER, 401, false),
    FORBIDDEN(Fault.CALLER, 403, false),
    UNKNOWN_ROUTE(Fault.CALLER, 404, false),
    METHOD_NOT_ALLOWED(Fault.CALLER, 405, false),
    SLOW_REQUEST(Fault.CALLER, 408, true),
    UNKNOWN_DATASET(Fault.CALLER, 404, false),
    UNKNOWN_MODEL(Fault.CALLER, 404, false),
    UNKNOWN_ANSWER(Fault.CALLER, 404, false),
    UNKNOWN_CUSTOMER(Fault.CALLER, 404, false),
    UNKNOWN_KEY(Fault.CALLER, 404, false),
    UNKNOWN_PLAN(Fault.CALLER, 404, false),
    UNKNOWN_INVOICE(Fault.CALLER, 404, false),
    UNKNOWN_UPSTREAM(Fault.CALLER, 404, false),
    UNKNOWN_CASCADE(Fault.CALLER, 404, false),
    NO_SENDER(Fault.CALLER, 409, false),
    UNKNOWN_QUEUE(Fault.CALLER, 404, false),
    UNKNOWN_TASK(Fault.CALLER, 404, false),
    NO_CREDIT(Fault.CALLER, 402, false),
    ALREADY_EXISTS(Fault.CALLER, 409, false),
    TOO_LARGE(Fault.CALLER, 413, false),
    UNSUPPORTED_MEDIA_TYPE(Fault.CALLER, 415, false),
    UNSUPPORTED_MODEL(Fault.CALLER, 422, false),
    CANCELLED(Fault.CALLER, 499, true),
    QUOTA_REACHED(Fault.CALLER, 429, true),
    RATE_LIMITED(Fault.CALLER, 429, true),
    OVERLOADED(Fault.SERVER, 429, true),
    UPSTREAM_FAILED(Fault.SERVER, 502, true),
    UPSTREAM_TIMED_OUT(Fault.SERVER, 504, true),
    TIMED_OUT(Fault.SERVER, 504, true),
    NOT_READY(Fault.SERVER, 503, true),
    SHUTTING_DOWN(Fault.SERVER, 503, true),
    HOME_BUSY(Fault.CALLER, 409, true),
    VAULT_BUSY(Fault.CALLER, 409, true),
    NEWER_HOME(Fault.CALLER, 409, false),
    CANNOT_LISTEN(Fault.CALLER, 409, true),
    CORRUPT_FILE(Fault.SERVER, 500, false),
    NOT_WRITABLE(Fault.SERVER, 500, false),
    DISK_FULL(Fault.SERVER, 507, true),
    DATABASE_UNREACHABLE(Fault.SERVER, 503, true),
    OUTCOME_UNKNOWN(Fault.SERVER, 503, true),
    INTERNAL(Fault.SERVER, 500, false);

    /** Who has to change something before it works. */
    public enum Fault {
        CALLER,
        SERVER
    }

    private final Fault fault;
    private final int httpStatus;
    private final boolean retryable;

    ErrorCode(Fault fault, int httpStatus, boolean retryable) {
        this.fault = fault;
        this.httpStatus = httpStatus;
        this.retryable = retryable;
    }

    /** Who has to change something before it works. */
    public Fault fault() {
        return fault;
    }

    /** The status of the HTTP response that reports it. */
    public int httpStatus() {
        return httpStatus;
    }

    /** True if the same request may succeed later without a change. */
    public boolean retryable() {
        return retryable;
    }

    /** Exit code of a command that ends with it: 2 for wrong usage, else 1. */
    public int exitCode() {
        return this == INVALID_ARGUMENT ? 2 : 1;
    }
}

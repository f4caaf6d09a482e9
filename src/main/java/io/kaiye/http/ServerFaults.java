package io.kaiye.http;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What customers and strangers are told where the server itself has failed: no folders and
 * addresses, which are the operator's. The log has the whole of it. Safe for threads.
 */
final class ServerFaults {
    /** A full disk fails every call; one line of the log says it for all that soon follow. */
    private static final Duration LOG_PAUSE = Duration.ofSeconds(1);

    private static final String LATER =
            " Send the same request again later; the operator's log says why.";
    private static final Map<ErrorCode, String> WORDS =
            Map.of(
                    ErrorCode.DISK_FULL,
                    "The server's disk is full; nothing was changed." + LATER,
                    ErrorCode.HOME_BUSY,
                    "The server's books are busy with other work; nothing was changed." + LATER,
                    ErrorCode.DATABASE_UNREACHABLE,
                    "The server cannot reach its database; nothing was changed." + LATER,
                    ErrorCode.OUTCOME_UNKNOWN,
                    "The server lost its database just when this was to become final, and it cannot"
                            + " be said whether it did. Send the same request with the same"
                            + " Idempotency-Key again.",
                    ErrorCode.NOT_WRITABLE,
                    "The server may not write where it keeps its books. Tell whoever runs it.",
                    ErrorCode.CORRUPT_FILE,
                    "What the server has stored is damaged. Tell whoever runs it.");
    private static final System.Logger LOG = System.getLogger(ServerFaults.class.getName());

    private final AtomicLong loggedNanos = new AtomicLong(System.nanoTime() - LOG_PAUSE.toNanos());

    /** The failure as the operator hears of it, or everybody else. */
    KaiyeException told(boolean toOperator, String request, KaiyeException failure) {
        String words = WORDS.get(failure.code());
        if (words == null) {
            return failure;
        }
        log(request, failure);
        if (toOperator) {
            return failure;
        }
        Optional<Duration> wait = failure.retryAfter();
        return wait.isPresent()
                ? KaiyeException.retryLater(failure.code(), wait.get(), words)
                : new KaiyeException(failure.code(), words, failure);
    }

    private void log(String request, KaiyeException failure) {
        long now = System.nanoTime();
        long last = loggedNanos.get();
        if (now - last >= LOG_PAUSE.toNanos() && loggedNanos.compareAndSet(last, now)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "request {0} failed: {1}",
                    request,
                    failure.getMessage());
        }
    }
}

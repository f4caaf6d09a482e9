package io.kaiye.http;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the server takes at most.
 *
 * @param bodyBytesMax bytes in the body of a request
 * @param bodiesBytesMax bytes of all bodies that are being read or answered at one time
 * @param bodyTime from the first to the last byte of a body
 * @param readTime between two bytes that a caller sends; ends silent connections too
 * @param connectionsMax open connections; further ones wait in the system's queue
 * @param headerBytesMax bytes of all headers of a request
 * @param targetBytesMax bytes of the request line
 * @param stopGrace how long running requests have to end when the server stops
 */
public record HttpLimits(
        int bodyBytesMax,
        int bodiesBytesMax,
        Duration bodyTime,
        Duration readTime,
        int connectionsMax,
        int headerBytesMax,
        int targetBytesMax,
        Duration stopGrace) {

    private static final int BODY_BYTES = 8 << 20;

    /**
     * What all bodies may take of the heap: a body becomes characters, texts and tokens, about six
     * times its bytes in all.
     */
    private static final int HEAP_SHARE = 16;

    public static final HttpLimits DEFAULT =
            new HttpLimits(
                    BODY_BYTES,
                    bodiesBytes(Runtime.getRuntime().maxMemory()),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(75),
                    1024,
                    16 << 10,
                    8 << 10,
                    Duration.ofSeconds(30));

    /**
     * Bytes of a body that is too large which are still read and thrown away, so that the caller
     * sees the answer instead of a broken connection.
     */
    static final int DISCARD_BYTES_MAX = 64 << 20;

    /** A longer chunk is not read to be thrown away, since it would be held in memory whole. */
    static final int DISCARD_CHUNK_BYTES_MAX = 1 << 20;

    /** How long bytes are thrown away. */
    static final Duration DISCARD_TIME = Duration.ofSeconds(5);

    public HttpLimits {
        List<String> problems = new ArrayList<>();
        check(problems, "bodyBytesMax", bodyBytesMax, 1024, DISCARD_BYTES_MAX);
        check(problems, "bodiesBytesMax", bodiesBytesMax, bodyBytesMax, Integer.MAX_VALUE);
        check(problems, "bodyTime in milliseconds", bodyTime.toMillis(), 1, 3_600_000);
        check(problems, "readTime in milliseconds", readTime.toMillis(), 1, 3_600_000);
        check(problems, "connectionsMax", connectionsMax, 1, 1_000_000);
        check(problems, "headerBytesMax", headerBytesMax, 1024, 1 << 20);
        check(problems, "targetBytesMax", targetBytesMax, 256, 1 << 20);
        check(problems, "stopGrace in milliseconds", stopGrace.toMillis(), 0, 3_600_000);
        if (!problems.isEmpty()) {
            throw new KaiyeException(ErrorCode.INVALID_ARGUMENT, String.join("\n", problems));
        }
    }

    /** The bytes of all bodies for a heap of so many bytes: a sixteenth, 8 to 256 MiB. */
    static int bodiesBytes(long heapBytes) {
        return Math.clamp(heapBytes / HEAP_SHARE, BODY_BYTES, 256 << 20);
    }

    private static void check(List<String> problems, String name, long value, long low, long high) {
        if (value < low || value > high) {
            problems.add(name + " is " + value + "; accepted are " + low + " to " + high + ".");
        }
    }
}

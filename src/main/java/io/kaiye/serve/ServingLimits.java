package io.kaiye.serve;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What serving takes at most.
 *
 * @param callTextsMax texts in one call
 * @param callTokensMax tokens of all texts of one call, after each was cut to the model's maximum
 * @param callNumbersMax numbers in all rows of one call: texts times labels, or times dimension
 * @param queueTextsMax texts waiting for one model
 * @param queueTokensMax tokens waiting for one model
 * @param callTime how long a call may take, waiting included
 * @param pollTime how often the source is asked whether versions changed
 * @param stopGrace how long calls that still run have to end when serving stops; over HTTP they
 *     have had the server's grace before that
 */
public record ServingLimits(
        int callTextsMax,
        int callTokensMax,
        int callNumbersMax,
        int queueTextsMax,
        int queueTokensMax,
        Duration callTime,
        Duration pollTime,
        Duration stopGrace) {

    public static final ServingLimits DEFAULT =
            new ServingLimits(
                    2048,
                    131_072,
                    4_194_304,
                    16_384,
                    262_144,
                    Duration.ofSeconds(30),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(5));

    public ServingLimits {
        List<String> problems = new ArrayList<>();
        check(problems, "callTextsMax", callTextsMax, 1, queueTextsMax);
        check(problems, "callTokensMax", callTokensMax, 1, queueTokensMax);
        check(problems, "callNumbersMax", callNumbersMax, 1, 1 << 28);
        check(problems, "queueTextsMax", queueTextsMax, 1, 1 << 24);
        check(problems, "queueTokensMax", queueTokensMax, 1, 1 << 28);
        check(problems, "callTime in milliseconds", callTime.toMillis(), 1, 3_600_000);
        check(problems, "pollTime in milliseconds", pollTime.toMillis(), 1, 3_600_000);
        check(problems, "stopGrace in milliseconds", stopGrace.toMillis(), 0, 3_600_000);
        if (!problems.isEmpty()) {
            throw new KaiyeException(ErrorCode.INVALID_ARGUMENT, String.join("\n", problems));
        }
    }

    private static void check(List<String> problems, String name, long value, long low, long high) {
        if (value < low || value > high) {
            problems.add(name + " is " + value + "; accepted are " + low + " to " + high + ".");
        }
    }
}

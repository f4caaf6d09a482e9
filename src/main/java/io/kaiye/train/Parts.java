package io.kaiye.train;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.FreeMemory;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How rows are shared out among the workers: each computes one part at a time, of so many tokens
 * that the work is done fast, and of fewer where memory is short.
 *
 * @param workers that compute at the same time
 * @param need of a part
 * @param bytesMax that a part may take
 */
record Parts(int workers, PartMemory need, long bytesMax) {
    /**
     * Tokens of a part, padding counted: enough for full speed. A batch of more is computed in more
     * parts, so that memory does not grow with the batch.
     */
    static final int TOKENS_TOGETHER = 1024;

    /** Rows of a part that is only read. */
    private static final int READ_TOGETHER = 64;

    /** Of the memory that is free, what the parts may take: others run on this machine too. */
    private static final double SHARE = 0.8;

    /** A gradient of each weight for every worker, their sum, and the optimizer's two moments. */
    private static final int OTHER_COPIES = 3;

    private static final long MEGABYTE = 1 << 20;

    /** Parts of full size. */
    static Parts unbounded(int workers, PartMemory need) {
        return new Parts(workers, need, Long.MAX_VALUE);
    }

    /**
     * Parts that fit the memory that is free now; where they have to be smaller than wanted, that
     * is said.
     *
     * @param longest tokens of the longest row
     * @param rowsTogether of the longest that should be in one part; 0 for as many as usual
     * @param weights how many numbers learn
     * @param memoryMb what all parts together may take at most; 0 for what is free
     * @throws KaiyeException TOO_LARGE if not even the longest row fits
     */
    static Parts fitting(
            int workers,
            PartMemory need,
            int longest,
            int rowsTogether,
            long weights,
            int memoryMb,
            Progress progress) {
        long reserved = weights * Float.BYTES * (OTHER_COPIES + workers);
        long free = (long) (SHARE * FreeMemory.bytes()) - reserved;
        long given = memoryMb > 0 ? Math.min(free, memoryMb * MEGABYTE) : free;
        Parts wanted = unbounded(workers, need);
        long width = TokenRows.rounded(longest);
        long rows = rowsTogether > 0 ? rowsTogether : Math.max(1, TOKENS_TOGETHER / width);
        if (workers * need.bytes(rows, width) <= given) {
            return wanted;
        }
        Parts fitting = new Parts(workers, need, steady(given / workers));
        if (need.bytes(1, width) > fitting.bytesMax) {
            throw tooLong(longest, fitting, given, reserved, memoryMb);
        }
        progress.note(
                String.format(
                        Locale.ROOT,
                        "Memory is short: %s for %d threads. Batches are computed in smaller parts,"
                                + " at most %s each, which takes longer.",
                        words(given),
                        workers,
                        words(fitting.bytesMax)));
        return fitting;
    }

    /**
     * Parts as large as in the run that is gone on with, so that it comes to the same bits, if they
     * still fit.
     */
    Parts asBefore(long bytesMaxThen, Progress progress) {
        if (bytesMaxThen > bytesMax) {
            progress.note(
                    "Memory is shorter than when this run began: batches are computed in smaller"
                            + " parts, and the result may differ in the last digits.");
            return this;
        }
        return new Parts(workers, need, bytesMaxThen);
    }

    /** The same on every run with about as much memory, as parts decide about the last bits. */
    private static long steady(long bytes) {
        return Long.highestOneBit(Math.max(1, bytes));
    }

    private static KaiyeException tooLong(
            int longest, Parts parts, long given, long reserved, int memoryMb) {
        int shorter = longest;
        while (shorter > 0 && parts.need.bytes(1, TokenRows.rounded(shorter)) > parts.bytesMax) {
            shorter--;
        }
        String have =
                memoryMb > 0 && given == memoryMb * MEGABYTE
                        ? "memoryMb allows " + words(given)
                        : words(given + reserved)
                                + " are free, "
                                + words(reserved)
                                + " of it for gradients and the optimizer";
        return new KaiyeException(
                ErrorCode.TOO_LARGE,
                "The longest text has "
                        + longest
                        + " tokens. To learn from it takes "
                        + words(parts.need.bytes(1, TokenRows.rounded(longest)))
                        + " on each of "
                        + parts.workers
                        + " threads, and "
                        + have
                        + ". "
                        + (shorter >= TuneSettings.TOKENS_MIN
                                ? "Cut texts with --set tokens=" + shorter + ", "
                                : "Take a smaller --base, ")
                        + "or end other programs.");
    }

    private static String words(long bytes) {
        long shown = Math.max(0, bytes);
        return shown >= 1000 * MEGABYTE
                ? String.format(Locale.ROOT, "%.1f GB", shown / 1024.0 / MEGABYTE)
                : shown / MEGABYTE + " MB";
    }

    /** The parts of a batch to learn from: as many as there are workers, or a multiple. */
    List<int[]> learning(int[] batch, int[] lengths) {
        List<int[]> parts = Buckets.parts(batch, lengths, workers, TOKENS_TOGETHER);
        int tokens = TOKENS_TOGETHER;
        while (!fit(parts, lengths) && parts.size() < batch.length) {
            tokens = Math.max(1, tokens / 2);
            parts = Buckets.parts(batch, lengths, workers, tokens);
        }
        return parts;
    }

    /** How many rows fit one part, whatever their lengths; at least 1. */
    int together(int rowsMax, int[] lengths) {
        int widest = Arrays.stream(lengths).max().orElse(1);
        int rows = rowsMax;
        while (rows > 1 && !fits(rows, widest)) {
            rows--;
        }
        return Math.max(1, rows);
    }

    private boolean fit(List<int[]> parts, int[] lengths) {
        return bytesMax == Long.MAX_VALUE
                || parts.stream().allMatch(part -> fits(part.length, widest(part, lengths)));
    }

    private boolean fits(int rows, int width) {
        return need.bytes(rows, TokenRows.rounded(width)) <= bytesMax;
    }

    private static int widest(int[] rows, int[] lengths) {
        return Arrays.stream(rows).map(row -> lengths[row]).max().orElse(0);
    }

    /**
     * The parts of rows that are only read, short rows first.
     *
     * @param rows in any order
     */
    List<int[]> reading(int[] rows, int[] lengths) {
        int[] sorted =
                Arrays.stream(rows)
                        .boxed()
                        .sorted((a, b) -> Integer.compare(lengths[a], lengths[b]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        List<int[]> parts = new ArrayList<>();
        int from = 0;
        for (int to = 1; to <= sorted.length; to++) {
            if (to == sorted.length || !readTogether(to + 1 - from, lengths[sorted[to]])) {
                parts.add(Arrays.copyOfRange(sorted, from, to));
                from = to;
            }
        }
        return parts;
    }

    private boolean readTogether(int rows, int width) {
        return rows <= READ_TOGETHER
                && rows * TokenRows.rounded(width) <= TOKENS_TOGETHER
                && fits(rows, width);
    }
}

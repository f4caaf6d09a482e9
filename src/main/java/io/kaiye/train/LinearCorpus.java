package io.kaiye.train;

import io.kaiye.base.Progress;
import io.kaiye.model.FeatureSettings;
import io.kaiye.model.GramReader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The grams of every training text, counted once, however many settings are tried afterwards. A
 * gram's id is the order of its first appearance. Texts are read in a scattered order, so that data
 * sorted by label does not crowd out the grams of the labels at its end when the dictionary is
 * full. Never changed once made.
 */
final class LinearCorpus {
    /** Different grams that are kept; later ones are not features. */
    static final int GRAMS_MAX = 1 << 23;

    private static final int CHUNK_ROWS = 128;
    private static final int CHUNKS_AHEAD = 8;
    private static final long SCATTER = 1_000_003;

    private final int[][] ids;
    private final byte[][] counts;
    private long[] grams = new long[1 << 12];
    private long[] table = new long[1 << 14];
    private int[] tableIds = new int[1 << 14];
    private int size;

    @SuppressWarnings("ArrayRecordComponent")
    private record Chunk(long[][] grams, byte[][] counts) {}

    private LinearCorpus(int rows) {
        this.ids = new int[rows][];
        this.counts = new byte[rows][];
    }

    /** Reads all texts; {@code executor} counts, the calling thread merges. */
    static LinearCorpus read(
            List<String> texts,
            FeatureSettings settings,
            Executor executor,
            Progress.Task reading) {
        LinearCorpus corpus = new LinearCorpus(texts.size());
        Deque<CompletableFuture<Chunk>> ahead = new ArrayDeque<>();
        int chunks = (texts.size() + CHUNK_ROWS - 1) / CHUNK_ROWS;
        int merged = 0;
        try {
            for (int next = 0; merged < chunks; ) {
                while (next < chunks && ahead.size() < CHUNKS_AHEAD) {
                    int chunk = next++;
                    ahead.add(
                            CompletableFuture.supplyAsync(
                                    () -> count(texts, settings, chunk), executor));
                }
                Chunk chunk = joined(ahead.remove());
                corpus.merge(merged++, chunk);
                reading.advance(chunk.grams.length);
                CancelledTraining.check();
            }
        } finally {
            // Left only after a failure, which is the one to be thrown.
            ahead.forEach(chunk -> chunk.handle((counted, failure) -> true).join());
        }
        corpus.table = new long[0];
        corpus.tableIds = new int[0];
        return corpus;
    }

    int rows() {
        return ids.length;
    }

    /** Number of different grams. */
    int size() {
        return size;
    }

    long gram(int id) {
        return grams[id];
    }

    /** The ids of the grams of a row, each once. */
    int[] ids(int row) {
        return ids[row];
    }

    /** How often each of them occurs, as unsigned bytes that stop at 255. */
    byte[] counts(int row) {
        return counts[row];
    }

    private static int scattered(int place, int rows) {
        return (int) ((place * SCATTER) % rows);
    }

    private static Chunk joined(CompletableFuture<Chunk> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static Chunk count(List<String> texts, FeatureSettings settings, int chunk) {
        GramReader reader = new GramReader(settings);
        int from = chunk * CHUNK_ROWS;
        int rows = Math.min(CHUNK_ROWS, texts.size() - from);
        Chunk result = new Chunk(new long[rows][], new byte[rows][]);
        for (int i = 0; i < rows; i++) {
            int found = reader.read(texts.get(scattered(from + i, texts.size())));
            long[] grams = new long[found];
            byte[] counts = new byte[found];
            for (int j = 0; j < found; j++) {
                grams[j] = reader.gram(j);
                counts[j] = (byte) Math.min(255, reader.count(j));
            }
            result.grams[i] = grams;
            result.counts[i] = counts;
        }
        return result;
    }

    private void merge(int chunkIndex, Chunk chunk) {
        for (int i = 0; i < chunk.grams.length; i++) {
            int row = scattered(chunkIndex * CHUNK_ROWS + i, ids.length);
            long[] found = chunk.grams[i];
            int[] rowIds = new int[found.length];
            for (int j = 0; j < found.length; j++) {
                rowIds[j] = id(found[j]);
            }
            ids[row] = rowIds;
            counts[row] = chunk.counts[i];
        }
    }

    /** The id of a gram, a new one if there is room, else -1. */
    private int id(long gram) {
        int mask = table.length - 1;
        int slot = GramReader.spread(gram) & mask;
        while (table[slot] != 0) {
            if (table[slot] == gram) {
                return tableIds[slot];
            }
            slot = (slot + 1) & mask;
        }
        if (size == GRAMS_MAX) {
            return -1;
        }
        table[slot] = gram;
        tableIds[slot] = size;
        if (size == grams.length) {
            grams = Arrays.copyOf(grams, size * 2);
        }
        grams[size++] = gram;
        if (size * 2 > table.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        table = new long[table.length * 2];
        tableIds = new int[table.length];
        int mask = table.length - 1;
        for (int id = 0; id < size; id++) {
            int slot = GramReader.spread(grams[id]) & mask;
            while (table[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            table[slot] = grams[id];
            tableIds[slot] = id;
        }
    }
}

package io.kaiye.label;

import io.kaiye.model.Engine;
import io.kaiye.train.Probe;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Rows of which some have a label. For one thread. */
final class Pool {
    /**
     * The penalty of the head's fits, which is not searched for: a search by log loss takes a
     * weaker one where rows are few. Banking77, rows of train that were held out, after 4,000
     * random labels: 92.1% at .02 to .1, 90.4% at what the search takes (.003), 91.4% at .5.
     */
    static final double STRENGTH_TIMES_ROWS = 0.05;

    private static final int UNKNOWN = -1;

    private final Engine engine;
    private final float[][] vectors;
    private final int[] labels;
    private final int classes;

    Pool(Engine engine, float[][] vectors, int classes) {
        this.engine = engine;
        this.vectors = vectors;
        this.classes = classes;
        this.labels = new int[vectors.length];
        Arrays.fill(labels, UNKNOWN);
    }

    void give(int row, int label) {
        labels[row] = label;
    }

    int[] open() {
        return IntStream.range(0, labels.length).filter(i -> labels[i] == UNKNOWN).toArray();
    }

    int[] known() {
        return IntStream.range(0, labels.length).filter(i -> labels[i] != UNKNOWN).toArray();
    }

    float[][] vectors(int[] rows) {
        return Positions.pick(vectors, rows);
    }

    /** Whether a head can be fitted: two labels are known. */
    boolean teaches() {
        return Arrays.stream(labels).filter(label -> label != UNKNOWN).distinct().count() > 1;
    }

    /** A head on these labelled rows; a row may be named more than once. */
    Probe fitted(int[] rows) {
        return Probe.fit(
                engine,
                vectors(rows),
                Positions.pick(labels, rows),
                classes,
                OptionalDouble.of(STRENGTH_TIMES_ROWS),
                0);
    }

    float[][] probabilities(Probe probe, int[] rows) {
        return probe.probabilities(engine, vectors(rows));
    }

    /** What a head says of the open rows that sees about half of the numbers of each vector. */
    float[][] halfSighted(int[] known, int[] open, SplittableRandom random) {
        boolean[] seen = new boolean[vectors[0].length];
        for (int j = 0; j < seen.length; j++) {
            seen[j] = random.nextBoolean();
        }
        Probe probe =
                Probe.fit(
                        engine,
                        masked(known, seen),
                        Positions.pick(labels, known),
                        classes,
                        OptionalDouble.of(STRENGTH_TIMES_ROWS),
                        0);
        return probe.probabilities(engine, masked(open, seen));
    }

    private float[][] masked(int[] rows, boolean[] seen) {
        float[][] masked = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            masked[i] = vectors[rows[i]].clone();
            for (int j = 0; j < seen.length; j++) {
                masked[i][j] = seen[j] ? masked[i][j] : 0;
            }
        }
        return masked;
    }

    Engine engine() {
        return engine;
    }
}

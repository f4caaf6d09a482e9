package io.kaiye.train;

import io.kaiye.base.Progress;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The timing run of the probe: encodes texts of every length for about a second and computes a few
 * gradients. Its vectors are thrown away: how many texts it gets to depends on the machine, and the
 * batches they came in must not reach the model.
 */
final class ProbeTiming {
    private static final double SECONDS_WANTED = 0.8;
    private static final int ROUNDS_MAX = 12;

    /** A round is about so long, so that its batches are full without taking seconds. */
    private static final double ROUND_CHARACTERS = 6_000;

    /** Longer texts are cut by the encoder. */
    private static final int CHARACTERS_MAX = 2_000;

    private static final int ROUND_TEXTS_MIN = 8;
    private static final int ROUND_TEXTS_MAX = 128;
    private static final double GRADIENT_SECONDS_WANTED = 0.25;
    private static final int GRADIENT_ROWS_MAX = 1_024;
    private static final long GRADIENT_NUMBERS_MAX = 200_000_000L;

    /** Gradients of all rows that the search, the fit and the refit take; about 35 seen. */
    private static final int GRADIENTS = 50;

    /** Opening and checking the graph, writing it with its head: seconds for 130 MB. */
    private static final double WRITING_SECONDS = 1.5;

    /** The share of the heap that vectors and feature rows may take. */
    private static final double HEAP_SHARE = 0.7;

    private final TrainingContext context;
    private final Model encoder;

    ProbeTiming(TrainingContext context, Model encoder) {
        this.context = context;
        this.encoder = encoder;
    }

    /** Why so many vectors do not fit into memory; empty if they do. */
    static String memoryObstacle(int texts, int dimension) {
        double needed = 2.0 * texts * (dimension + 8.0) * Float.BYTES;
        double available = Runtime.getRuntime().maxMemory() * HEAP_SHARE;
        return needed <= available
                ? ""
                : String.format(
                        Locale.ROOT,
                        "the vectors of %,d texts need %.1f GB of memory and there are %.1f; give"
                                + " Java more with JAVA_TOOL_OPTIONS=-Xmx%.0fg",
                        texts,
                        needed / 1e9,
                        available / 1e9,
                        Math.ceil(needed / HEAP_SHARE / 1e9));
    }

    /**
     * @param texts the distinct texts of the training
     */
    Estimate estimate(List<String> texts) {
        List<String> byLength = new ArrayList<>(texts);
        byLength.sort(Comparator.comparingInt(String::length));
        int size = roundSize(byLength);
        encode(round(byLength, size, 0));
        List<float[]> vectors = new ArrayList<>();
        long start = System.nanoTime();
        double seconds = 0;
        for (int i = 0; i < ROUNDS_MAX && seconds < SECONDS_WANTED; i++) {
            vectors.addAll(Arrays.asList(encode(round(byLength, size, i))));
            seconds = (System.nanoTime() - start) / 1e9;
        }
        double encoding = seconds / vectors.size() * texts.size();
        double gradient = gradientSeconds(vectors);
        return context.estimate(
                encoding + GRADIENTS * gradient + WRITING_SECONDS,
                String.format(
                        Locale.ROOT,
                        "%d texts of every length encoded in %.1f s, a gradient of all rows in"
                                + " %.0f ms",
                        vectors.size(),
                        seconds,
                        gradient * 1000));
    }

    private static int roundSize(List<String> texts) {
        double characters =
                texts.stream()
                        .mapToInt(text -> Math.clamp(text.length(), 1, CHARACTERS_MAX))
                        .average()
                        .orElse(1);
        int size =
                (int) Math.clamp(ROUND_CHARACTERS / characters, ROUND_TEXTS_MIN, ROUND_TEXTS_MAX);
        return Math.min(size, texts.size());
    }

    /** Texts at equal steps of length, others in every round. */
    private static List<String> round(List<String> byLength, int size, int number) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double place = (i + (number * 0.618 + 0.5) % 1) / size;
            texts.add(byLength.get((int) (place * byLength.size())));
        }
        return texts;
    }

    private float[][] encode(List<String> texts) {
        CancelledTraining.check();
        return context.engine().runAll(encoder, texts, Want.EMBEDDING, Progress.silent());
    }

    /** Seconds for one gradient over all rows, from a smaller one; the fastest run counts. */
    private double gradientSeconds(List<float[]> vectors) {
        int classes = context.labels().size();
        int dimension = encoder.info().dimension();
        long affordable = GRADIENT_NUMBERS_MAX / ((long) classes * dimension);
        int rows = Math.clamp(affordable, 16, GRADIENT_ROWS_MAX);
        float[][] sample = new float[rows][];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            sample[i] = vectors.get(i % vectors.size());
            labels[i] = i % classes;
        }
        Engine engine = context.engine();
        FeatureRows features = FeatureRows.of(sample, FeatureScale.of(sample, dimension));
        SoftmaxLoss loss = new SoftmaxLoss(features, labels, classes, 1, new Workers(engine));
        double[] point = new double[classes * features.stride()];
        double[] gradient = new double[point.length];
        double fastest = Double.MAX_VALUE;
        long begin = System.nanoTime();
        while ((System.nanoTime() - begin) / 1e9 < GRADIENT_SECONDS_WANTED) {
            long start = System.nanoTime();
            loss.evaluate(point, gradient);
            fastest = Math.min(fastest, (System.nanoTime() - start) / 1e9);
        }
        return fastest / rows * (context.fitting().size() + context.heldOut().size());
    }
}

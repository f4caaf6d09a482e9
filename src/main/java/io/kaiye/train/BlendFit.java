package io.kaiye.train;

import io.kaiye.evaluate.Temperature;
import io.kaiye.model.LinearModel;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The scores of two fits, added. Each is first divided by the temperature that calibrates it, so
 * that both count alike: what is stored is the linear scores as they are and the encoder's times
 * the ratio of the two temperatures. The ratio is fitted on the held-out rows; the scores that the
 * blend is judged by take it from the other half of those rows, so that no row is judged by a
 * number it had a part in.
 */
final class BlendFit implements Fitted {
    private final LinearFit linear;
    private final Fitted encoder;
    private final double ratio;
    private final float[][] heldOutScores;

    private BlendFit(LinearFit linear, Fitted encoder, double ratio, float[][] heldOutScores) {
        this.linear = linear;
        this.encoder = encoder;
        this.ratio = ratio;
        this.heldOutScores = heldOutScores;
    }

    static BlendFit of(TrainingContext context, LinearFit linear, Fitted encoder) {
        float[][] words = linear.heldOutScores();
        float[][] read = encoder.heldOutScores();
        int[] truth = context.labelsOf(context.heldOut());
        int[] all = IntStream.range(0, truth.length).toArray();
        double ratio = ratio(words, read, truth, all);
        return new BlendFit(linear, encoder, ratio, judged(words, read, truth, ratio));
    }

    /** Rows at even places take the ratio from those at odd places, and the other way round. */
    private static float[][] judged(float[][] words, float[][] read, int[] truth, double whole) {
        double[] ratios = new double[2];
        for (int half = 0; half < ratios.length; half++) {
            int other = 1 - half;
            int[] rows = IntStream.range(0, truth.length).filter(i -> i % 2 == other).toArray();
            boolean isTelling = isTelling(words, truth, rows) && isTelling(read, truth, rows);
            ratios[half] = isTelling ? ratio(words, read, truth, rows) : whole;
        }
        float[][] scores = new float[truth.length][];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = added(words[row], read[row], ratios[row % 2]);
        }
        return scores;
    }

    /**
     * What the encoder's scores are multiplied by before they are added to the linear ones. Where
     * one of them makes no mistake, say, no temperature can be fitted: then the best score leads
     * the second by as much on average in both.
     */
    static double ratio(float[][] words, float[][] read, int[] truth, int[] rows) {
        if (!isTelling(words, truth, rows) || !isTelling(read, truth, rows)) {
            double lead = lead(read, rows);
            return lead > 0 ? lead(words, rows) / lead : 1;
        }
        int[] known = chosen(truth, rows);
        return Temperature.fit(chosen(words, rows), known)
                / Temperature.fit(chosen(read, rows), known);
    }

    private static boolean isTelling(float[][] scores, int[] truth, int[] rows) {
        return Temperature.isTelling(chosen(scores, rows), chosen(truth, rows));
    }

    /** Mean distance of the best score to the second. */
    private static double lead(float[][] scores, int[] rows) {
        return IntStream.of(rows)
                .mapToDouble(
                        row -> {
                            int best = best(scores[row], -1);
                            return scores[row][best] - scores[row][best(scores[row], best)];
                        })
                .average()
                .orElse(0);
    }

    /** The place of the highest score but for one place. */
    private static int best(float[] scores, int without) {
        int best = without == 0 ? 1 : 0;
        for (int i = best + 1; i < scores.length; i++) {
            best = i != without && scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    private static int[] chosen(int[] truth, int[] rows) {
        return IntStream.of(rows).map(row -> truth[row]).toArray();
    }

    private static float[][] chosen(float[][] scores, int[] rows) {
        return IntStream.of(rows).mapToObj(row -> scores[row]).toArray(float[][]::new);
    }

    static float[] added(float[] words, float[] read, double ratio) {
        float[] sum = words.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += (float) (ratio * read[i]);
        }
        return sum;
    }

    @Override
    public float[][] heldOutScores() {
        return heldOutScores;
    }

    /** Those of the encoder, and beside them those of the linear model. */
    @Override
    public Map<String, Object> settings() {
        Map<String, Object> all = new LinkedHashMap<>(encoder.settings());
        all.put("linear", linear.settings());
        all.put("encoderFactor", ratio);
        return all;
    }

    @Override
    public ModelInfo write(Path folder, double temperature, boolean refit) {
        LinearModel words = linear.model(temperature, refit); // first: the encoder takes the rest
        encoder.write(folder, temperature / ratio, refit);
        return ModelFolder.writeBlend(folder, words, temperature);
    }
}

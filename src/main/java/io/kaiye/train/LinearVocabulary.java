package io.kaiye.train;

import io.kaiye.model.FeatureSettings;
import io.kaiye.model.GramReader;
import io.kaiye.model.TextFeatures;
import java.util.Arrays;

/**
 * The features chosen from a corpus under some settings, with their inverse document frequencies
 * ln((1 + rows) / (1 + rows that hold it)) + 1. Frequent features come first, so that their weights
 * share the fast end of the cache; ties go by the gram itself. Never changed once made.
 */
final class LinearVocabulary {
    /** What a feature that says nothing of the labels keeps, squared, where they weigh. */
    private static final double LABEL_FLOOR = 0.3;

    private final LinearCorpus corpus;
    private final FeatureSettings settings;
    private final int[] indexes;
    private final long[] grams;
    private final float[] weights;

    /**
     * @param rows the rows that may be looked at
     * @param truth the label of every row of the corpus
     */
    LinearVocabulary(
            LinearCorpus corpus, LinearSettings settings, int[] rows, int[] truth, int labels) {
        this.corpus = corpus;
        this.settings = settings.features();
        int[] frequencies = frequencies(rows);
        int[] chosen = chosen(frequencies, settings.minRows(), settings.featuresMax());
        this.indexes = new int[corpus.size()];
        Arrays.fill(indexes, -1);
        this.grams = new long[chosen.length];
        this.weights = new float[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            int id = chosen[i];
            indexes[id] = i;
            grams[i] = corpus.gram(id);
            double rarity = StrictMath.log((1.0 + rows.length) / (1.0 + frequencies[id])) + 1;
            boolean piece = GramReader.isPiece(grams[i]);
            weights[i] = (float) (piece ? rarity * this.settings.charWeight() : rarity);
        }
        if (settings.labelWeights()) {
            weighByLabels(rows, truth, labels);
        }
    }

    int size() {
        return grams.length;
    }

    /** The part of the model that turns texts into these features. */
    TextFeatures features() {
        return new TextFeatures(settings, grams, weights);
    }

    /** The vectors of some rows, as {@link TextFeatures#vector} gives them. */
    LinearMatrix matrix(int[] rows) {
        int[] starts = new int[rows.length + 1];
        for (int i = 0; i < rows.length; i++) {
            int known = 0;
            for (int id : corpus.ids(rows[i])) {
                if (id >= 0 && indexes[id] >= 0) {
                    known++;
                }
            }
            starts[i + 1] = Math.addExact(starts[i], known);
        }
        int[] columns = new int[starts[rows.length]];
        float[] values = new float[columns.length];
        for (int i = 0; i < rows.length; i++) {
            fill(rows[i], starts[i], columns, values);
            TextFeatures.normalise(values, starts[i], starts[i + 1]);
        }
        return new LinearMatrix(grams.length, starts, columns, values);
    }

    private void fill(int row, int start, int[] columns, float[] values) {
        int[] ids = corpus.ids(row);
        byte[] counts = corpus.counts(row);
        int at = start;
        for (int j = 0; j < ids.length; j++) {
            int index = ids[j] < 0 ? -1 : indexes[ids[j]];
            if (index >= 0) {
                columns[at] = index;
                values[at++] = TextFeatures.countWeight(counts[j] & 0xFF) * weights[index];
            }
        }
    }

    private int[] frequencies(int[] rows) {
        int[] frequencies = new int[corpus.size()];
        for (int row : rows) {
            for (int id : corpus.ids(row)) {
                if (id >= 0) {
                    frequencies[id]++;
                }
            }
        }
        return frequencies;
    }

    private int[] chosen(int[] frequencies, int minRows, int featuresMax) {
        long[] keys = new long[frequencies.length];
        int found = 0;
        for (int id = 0; id < frequencies.length; id++) {
            if (frequencies[id] >= minRows && settings.counts(GramReader.kind(corpus.gram(id)))) {
                keys[found++] = ((long) (Integer.MAX_VALUE - frequencies[id]) << 32) | id;
            }
        }
        Arrays.sort(keys, 0, found);
        int[] chosen = new int[Math.min(found, featuresMax)];
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = (int) keys[i];
        }
        return chosen;
    }

    /**
     * Multiplies a feature's weight by the square root of {@link #LABEL_FLOOR} + d / mean d, where
     * d² is the Kullback-Leibler divergence of the labels of the rows that hold it from those of
     * all rows, one row of each label added to both.
     */
    private void weighByLabels(int[] rows, int[] truth, int labels) {
        double[] shares = new double[labels];
        float[] counts = new float[Math.multiplyExact(grams.length, labels)];
        for (int row : rows) {
            shares[truth[row]] += 1.0 / rows.length;
            for (int id : corpus.ids(row)) {
                if (id >= 0 && indexes[id] >= 0) {
                    counts[indexes[id] * labels + truth[row]]++;
                }
            }
        }
        double[] distances = new double[grams.length];
        double sum = 0;
        double seen = 0;
        for (int i = 0; i < distances.length; i++) {
            double total = 0;
            for (int label = 0; label < labels; label++) {
                total += counts[i * labels + label];
            }
            distances[i] = distance(counts, i * labels, total, shares);
            sum += distances[i] * total;
            seen += total;
        }
        double mean = Math.max(sum / Math.max(1, seen), Float.MIN_NORMAL);
        for (int i = 0; i < distances.length; i++) {
            weights[i] *= (float) Math.sqrt(LABEL_FLOOR + distances[i] / mean);
        }
    }

    private static double distance(float[] counts, int from, double total, double[] shares) {
        double divergence = 0;
        for (int label = 0; label < shares.length; label++) {
            if (shares[label] > 0) {
                double added = counts[from + label] + shares[label] * shares.length;
                double share = added / (total + shares.length);
                divergence += share * StrictMath.log(share / shares[label]);
            }
        }
        return Math.sqrt(Math.max(0, divergence));
    }
}

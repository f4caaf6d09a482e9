package io.kaiye.train;

import io.kaiye.autograd.TrainableGraph;
import io.kaiye.graph.Tensor;
import io.kaiye.model.EncoderGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The head that fine-tuning starts from: each label's weights point from the mean of all rows to
 * the mean of its own, as far as the frozen encoder tells them apart. A head that begins at random
 * sends the encoder astray first.
 */
final class HeadStart {
    /** Length of the weights for means that are 1 apart; the scores are then soft. */
    static final double SCALE = 30;

    private static final int ROWS_MAX = 32;

    private HeadStart() {}

    /** Sets the head of a graph that gives {@code sentence_embedding}. */
    static void set(
            TrainableGraph graph,
            TuneData data,
            int[] labels,
            int fitting,
            int count,
            Parts parts) {
        int[] chosen = chosen(labels, fitting, count);
        float[][] vectors = Passes.vectors(graph, data, chosen, EncoderGraph.EMBEDDING, parts);
        int dimension = vectors[0].length;
        double[] centre = new double[dimension];
        double[][] means = new double[count][dimension];
        int[] rows = new int[count];
        for (int i = 0; i < chosen.length; i++) {
            rows[labels[chosen[i]]]++;
        }
        for (int i = 0; i < chosen.length; i++) {
            int label = labels[chosen[i]];
            for (int j = 0; j < dimension; j++) {
                means[label][j] += vectors[i][j] / rows[label];
            }
        }
        for (double[] mean : means) {
            for (int j = 0; j < dimension; j++) {
                centre[j] += mean[j] / count;
            }
        }
        float[] weights = new float[count * dimension];
        float[] bias = new float[count];
        for (int label = 0; label < count; label++) {
            double against = 0;
            for (int j = 0; j < dimension; j++) {
                double off = SCALE * (means[label][j] - centre[j]);
                weights[label * dimension + j] = (float) off;
                against += off * (means[label][j] + centre[j]) / 2;
            }
            bias[label] = (float) -against;
        }
        Map<String, Tensor> head = new HashMap<>();
        head.put(EncoderGraph.HEAD_WEIGHT, Tensor.ofFloats(weights, count, dimension));
        head.put(EncoderGraph.HEAD_BIAS, Tensor.ofFloats(bias, count));
        graph.restore(head);
    }

    /** The first rows of every label, in the order of the rows. */
    private static int[] chosen(int[] labels, int fitting, int count) {
        int[] taken = new int[count];
        List<Integer> chosen = new ArrayList<>();
        for (int row = 0; row < fitting; row++) {
            if (taken[labels[row]]++ < ROWS_MAX) {
                chosen.add(row);
            }
        }
        return chosen.stream().mapToInt(Integer::intValue).toArray();
    }
}

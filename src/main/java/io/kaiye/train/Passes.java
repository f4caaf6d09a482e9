package io.kaiye.train;

import io.kaiye.autograd.Batch;
import io.kaiye.autograd.Target;
import io.kaiye.autograd.TrainableGraph;
import io.kaiye.graph.Tensor;
import io.kaiye.model.EncoderGraph;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a graph makes of many rows, without learning: in parts of like length, on all workers. */
final class Passes {
    private Passes() {}

    /** Takes what was made of a part. */
    @FunctionalInterface
    interface Taker {
        /**
         * @param rows numbers of the rows
         * @param made their values of the output, in that order
         */
        void take(int[] rows, Tensor made);
    }

    /**
     * Hands over the values of an output, part by part, on the calling thread.
     *
     * @throws CancelledTraining soon after the thread is interrupted
     */
    static void over(
            TrainableGraph graph,
            TuneData data,
            int[] rows,
            String output,
            Parts parts,
            Taker taker) {
        List<int[]> all = parts.reading(rows, data.lengths());
        for (int from = 0; from < all.size(); from += parts.workers()) {
            List<int[]> now = all.subList(from, Math.min(all.size(), from + parts.workers()));
            List<Batch> batches =
                    now.stream()
                            .map(part -> data.batch(part, new Target.None(part.length)))
                            .toList();
            List<Tensor> made = graph.run(batches, output);
            for (int i = 0; i < now.size(); i++) {
                taker.take(now.get(i), made.get(i));
            }
            CancelledTraining.check();
        }
    }

    /** A vector for each row, in the order of the rows: [rows][size]. */
    static float[][] vectors(
            TrainableGraph graph, TuneData data, int[] rows, String output, Parts parts) {
        Map<Integer, float[]> byRow = HashMap.newHashMap(rows.length);
        over(graph, data, rows, output, parts, (part, made) -> spread(part, made, byRow));
        float[][] vectors = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            float[] found = byRow.get(rows[i]);
            vectors[i] = found == null ? new float[0] : found;
        }
        return vectors;
    }

    private static void spread(int[] part, Tensor made, Map<Integer, float[]> byRow) {
        float[] all = made.floats();
        int size = made.dim(1);
        for (int i = 0; i < part.length; i++) {
            byRow.put(part[i], Arrays.copyOfRange(all, i * size, (i + 1) * size));
        }
    }

    /** Scores of each row, in the order of the rows: [rows][labels]. */
    static float[][] scores(TrainableGraph graph, TuneData data, int[] rows, Parts parts) {
        return vectors(graph, data, rows, EncoderGraph.LOGITS, parts);
    }
}

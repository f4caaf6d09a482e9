package io.kaiye.train;

import io.kaiye.data.Example;
import io.kaiye.graph.Graph;
import io.kaiye.model.Base;
import io.kaiye.model.EncoderGraph;
import io.kaiye.model.Head;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be learnt from what.
 *
 * @param base tokenises
 * @param whole encoder and head
 * @param freshHead the head was begun at random and should be set from the rows first
 * @param rows to learn from, to be judged by, then those without a label
 * @param labels of the rows; -1 where there is none
 * @param fitting how many of the first rows are learnt from
 * @param heldOut how many of the next are held out
 * @param taught a teacher's scores for every row; null without a teacher
 */
@SuppressWarnings("ArrayRecordComponent") // never changed
record TuneJob(
        TuneKind kind,
        Base base,
        Graph whole,
        boolean freshHead,
        List<Example> rows,
        int[] labels,
        int fitting,
        int heldOut,
        float @Nullable [][] taught) {
    /** Spread of the head's first weights. */
    private static final double HEAD_SPREAD = 0.02;

    /** A base with a fresh head, on the rows of a training. */
    static TuneJob of(TrainingContext context, TuneKind kind, Base base) {
        Graph whole = EncoderGraph.withHead(EncoderGraph.of(base), freshHead(context, base));
        return new TuneJob(
                kind,
                base,
                whole,
                true,
                context.all(),
                context.labelsOf(context.all()),
                context.fitting().size(),
                context.heldOut().size(),
                null);
    }

    /** The same with other weights, to go on with. */
    TuneJob from(Graph learnt) {
        return new TuneJob(kind, base, learnt, false, rows, labels, fitting, heldOut, taught);
    }

    /** The same with a teacher's scores, and with more rows after those of the training. */
    TuneJob taughtBy(List<Example> all, int[] known, float[][] scores) {
        return new TuneJob(kind, base, whole, freshHead, all, known, fitting, heldOut, scores);
    }

    /** The numbers of the rows that are held out. */
    int[] heldOutRows() {
        return IntStream.range(fitting, fitting + heldOut).toArray();
    }

    /** The numbers of the rows to learn from, those without a label included. */
    int[] learntRows() {
        return IntStream.range(0, rows.size())
                .filter(row -> row < fitting || row >= fitting + heldOut)
                .toArray();
    }

    private static Head freshHead(TrainingContext context, Base base) {
        Random random = new Random(context.seed());
        int count = context.labels().size();
        float[][] weights = new float[count][base.dimension()];
        for (float[] row : weights) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (HEAD_SPREAD * random.nextGaussian());
            }
        }
        return new Head(context.labels(), weights, new float[count], 1);
    }
}

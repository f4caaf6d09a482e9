package io.kaiye.autograd;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** How far answers are from their targets; what training makes small. */
@SuppressWarnings("ArrayRecordComponent") // read only
public sealed interface Loss {
    /** Which output of the graph it reads. */
    String output();

    /**
     * Cross-entropy of scores and labels.
     *
     * @param smoothing share of the probability spread over all labels, 0 to below 1
     * @param focus exponent γ of the focal loss (Lin et al. 2017, arXiv:1708.02002); 0 is plain
     * @param labelWeights factor of each label's rows; empty for 1
     */
    record CrossEntropy(String output, double smoothing, double focus, float[] labelWeights)
            implements Loss {}

    /**
     * Distillation (Hinton et al. 2015, arXiv:1503.02531): cross-entropy with a teacher's softened
     * probabilities, mixed with that of the labels where a row has one.
     *
     * @param temperature by which both sides' scores are divided
     * @param share of the teacher's part, 0 to 1
     */
    record Distillation(String output, double temperature, double share) implements Loss {}

    /**
     * Supervised contrast (Khosla et al. 2020, arXiv:2004.11362): each row should be nearer to
     * those of its own label than to the others in its batch. A row without a fellow adds nothing.
     * Vectors have length 1.
     *
     * @param temperature by which the cosines are divided
     */
    record Contrast(String output, double temperature) implements Loss {}

    /**
     * The sum of the loss over the rows of a batch.
     *
     * @throws KaiyeException INVALID_ARGUMENT for a target of another kind or size than the loss
     *     and the output have, or a label that has no score
     */
    static Tensor sum(Loss loss, Map<String, Tensor> outputs, Target target) {
        Tensor scores = outputs.get(loss.output());
        if (scores == null) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "The graph has no output " + loss.output() + "; it has " + outputs.keySet());
        }
        check(scores, target.rows());
        Tensor whole = scores.to(ScalarType.Float);
        return switch (loss) {
            case CrossEntropy cross when target instanceof Target.Labels labels ->
                    crossEntropy(cross, whole, labels.labels()).sum();
            case Distillation distil when target instanceof Target.Taught taught ->
                    distillation(distil, whole, taught).sum();
            case Contrast contrast when target instanceof Target.Labels labels ->
                    contrast(contrast, whole, labels.labels());
            default ->
                    throw new KaiyeException(
                            ErrorCode.INVALID_ARGUMENT,
                            loss.getClass().getSimpleName()
                                    + " cannot be computed from "
                                    + target.getClass().getSimpleName());
        };
    }

    /** [rows] */
    private static Tensor crossEntropy(CrossEntropy loss, Tensor scores, int[] labels) {
        int weights = loss.labelWeights().length;
        if (weights > 0 && weights != scores.size(1)) {
            throw invalid(
                    weights + " label weights are given; the output has " + scores.size(1) + ".");
        }
        check(labels, 0, scores);
        Tensor logs = torch.log_softmax(scores, -1);
        Tensor places = places(labels);
        Tensor right = logs.gather(1, places.unsqueeze(1)).squeeze(1);
        Tensor each = right.neg();
        if (loss.focus() > 0) {
            Tensor missing = right.exp().neg().add(Torch.scalar(1));
            each = each.mul(missing.pow(Torch.scalar(loss.focus())));
        }
        if (loss.smoothing() > 0) {
            Tensor spread = torch.mean(logs, new long[] {1}, false, Torch.noType()).neg();
            each =
                    each.mul(Torch.scalar(1 - loss.smoothing()))
                            .add(spread.mul(Torch.scalar(loss.smoothing())));
        }
        if (loss.labelWeights().length > 0) {
            Tensor factors = Torch.floats(loss.labelWeights(), loss.labelWeights().length);
            each = each.mul(factors.index_select(0, places));
        }
        return each;
    }

    private static Tensor distillation(Distillation loss, Tensor scores, Target.Taught taught) {
        double heat = loss.temperature();
        int rows = taught.labels().length;
        int labels = Math.toIntExact(scores.size(1));
        check(taught.labels(), -1, scores);
        float[] flat = new float[rows * labels];
        for (int i = 0; i < rows; i++) {
            if (taught.scores()[i].length != labels) {
                throw invalid(
                        "The teacher has "
                                + taught.scores()[i].length
                                + " scores for row "
                                + i
                                + "; the output has "
                                + labels
                                + ".");
            }
            System.arraycopy(taught.scores()[i], 0, flat, i * labels, labels);
        }
        Tensor teacher =
                torch.softmax(Torch.floats(flat, rows, labels).div(Torch.scalar(heat)), -1);
        Tensor student = torch.log_softmax(scores.div(Torch.scalar(heat)), -1);
        Tensor soft =
                teacher.mul(student)
                        .sum(new long[] {1}, false, Torch.noType())
                        .mul(Torch.scalar(-heat * heat * loss.share()));
        float[] known = new float[rows];
        int[] safe = new int[rows];
        for (int i = 0; i < rows; i++) {
            known[i] = taught.labels()[i] < 0 ? 0 : (float) (1 - loss.share());
            safe[i] = Math.max(0, taught.labels()[i]);
        }
        Tensor hard = torch.log_softmax(scores, -1).gather(1, places(safe).unsqueeze(1)).squeeze(1);
        return soft.sub(hard.mul(Torch.floats(known, rows)));
    }

    private static Tensor contrast(Contrast loss, Tensor vectors, int[] labels) {
        int rows = labels.length;
        float never = -1e9f; // finite, so that 0 times it is a number
        float[] itself = new float[rows * rows];
        float[] wanted = new float[rows * rows];
        for (int i = 0; i < rows; i++) {
            itself[i * rows + i] = never;
            int fellows = -1;
            for (int label : labels) {
                fellows += label == labels[i] ? 1 : 0;
            }
            for (int j = 0; j < rows; j++) {
                wanted[i * rows + j] = i != j && labels[i] == labels[j] ? -1f / fellows : 0;
            }
        }
        Tensor cosines = vectors.matmul(vectors.t());
        Tensor others =
                cosines.div(Torch.scalar(loss.temperature())).add(Torch.floats(itself, rows, rows));
        return torch.log_softmax(others, -1).mul(Torch.floats(wanted, rows, rows)).sum();
    }

    /** Scores are [rows, labels]. */
    private static void check(Tensor scores, int rows) {
        if (scores.dim() != 2 || scores.size(0) != rows) {
            throw invalid(
                    "The target has "
                            + rows
                            + " rows; the output has the shape "
                            + Arrays.toString(scores.shape())
                            + ", and must have [rows, scores of a row].");
        }
    }

    private static void check(int[] labels, int least, Tensor scores) {
        long end = scores.size(1);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < least || labels[i] >= end) {
                throw invalid(
                        "Row "
                                + i
                                + " has the label "
                                + labels[i]
                                + "; accepted are "
                                + least
                                + " to "
                                + (end - 1)
                                + ", the scores that the output has.");
            }
        }
    }

    private static KaiyeException invalid(String message) {
        return new KaiyeException(ErrorCode.INVALID_ARGUMENT, message);
    }

    private static Tensor places(int[] labels) {
        long[] longs = new long[labels.length];
        for (int i = 0; i < longs.length; i++) {
            longs[i] = labels[i];
        }
        return Torch.longs(longs, longs.length);
    }
}

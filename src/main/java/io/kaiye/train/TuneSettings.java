package io.kaiye.train;

import io.kaiye.autograd.Optimizer;
import io.kaiye.base.KaiyeException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of fine-tuning. {@code docs/recipes.md} says how the defaults were chosen.
 *
 * @param epochs passes over the rows; may be a fraction; fewer where the budget is too small; 0 for
 *     what suits the recipe and the rows
 * @param batch rows of a step
 * @param rate highest learning rate of the encoder's last layer; 0 for what suits the recipe
 * @param headRate highest learning rate of the head
 * @param schedule of both rates
 * @param warmup share of the steps over which the rates rise
 * @param optimizer adamw, adam or sgd
 * @param momentum of sgd
 * @param weightDecay of matrices
 * @param clip longest gradient; 0 for any
 * @param accumulate batches whose gradients are added up to a step
 * @param dropout share of values set to 0 while learning
 * @param smoothing share of the probability spread over all labels
 * @param focus exponent of the focal loss; 0 for none
 * @param labelWeights rows of rare labels count more
 * @param layerDecay factor of the rate from one layer to the one below
 * @param layers how many layers from the top are learnt; 0 for all and the embeddings
 * @param average share of the steps, at the end, over which the weights are averaged; 0 for none
 * @param interpolate how far from the first weights to the last ones those lie that are kept; 1 for
 *     the last ones; 0 for what suits the recipe
 * @param patience epochs without a better held-out quality before it stops; 0 for no such stop
 * @param tokens longest text, in tokens; the rest is cut off
 * @param rank of the low-rank updates of the recipe lora
 * @param alpha factor of the low-rank updates, times the rank
 * @param studentLayers how many layers of its teacher a student keeps in the recipe distil; 0 for
 *     half, at most six
 * @param precision auto, float32 or bfloat16
 * @param seeds how many models are learnt, each with another seed, and joined
 * @param join how: ensemble (one graph that gives the mean of their scores) or average (of their
 *     weights)
 * @param memoryMb what the parts of a batch, and the activations kept, may take at most; 0 for what
 *     is free
 */
public record TuneSettings(
        double epochs,
        int batch,
        double rate,
        double headRate,
        Schedule schedule,
        double warmup,
        String optimizer,
        double momentum,
        double weightDecay,
        double clip,
        int accumulate,
        double dropout,
        double smoothing,
        double focus,
        boolean labelWeights,
        double layerDecay,
        int layers,
        double average,
        double interpolate,
        int patience,
        int tokens,
        int rank,
        double alpha,
        int studentLayers,
        String precision,
        int seeds,
        String join,
        int memoryMb) {

    /** Joins models by the mean of their scores; they share what they have in common. */
    static final String ENSEMBLE = "ensemble";

    /** Joins models by the mean of their weights. */
    static final String AVERAGE = "average";

    /** The one setting that may change what a run takes, but not what it learns. */
    static final String MEMORY = "memoryMb";

    /** The least that {@code tokens} may be. */
    static final int TOKENS_MIN = 8;

    /** The defaults. */
    public static TuneSettings usual() {
        return new TuneSettings(
                0,
                64,
                0,
                0.02,
                Schedule.LINEAR,
                0.1,
                "adamw",
                0.9,
                0.01,
                1,
                1,
                0.1,
                0.1,
                0,
                false,
                1,
                0,
                0,
                0,
                0,
                256,
                8,
                16,
                0,
                "auto",
                1,
                ENSEMBLE,
                0);
    }

    /**
     * The defaults with some settings changed.
     *
     * @throws KaiyeException INVALID_ARGUMENT naming every name and value that is not accepted
     */
    public static TuneSettings of(Map<String, String> changes) {
        return SettingsReader.read(usual(), changes);
    }

    /** The same with another number of epochs and another rate. */
    TuneSettings with(double otherEpochs, double otherRate) {
        return with(otherEpochs, otherRate, interpolate);
    }

    /** The same with what suits a recipe and its rows. */
    TuneSettings with(double otherEpochs, double otherRate, double otherInterpolate) {
        return new TuneSettings(
                otherEpochs,
                batch,
                otherRate,
                headRate,
                schedule,
                warmup,
                optimizer,
                momentum,
                weightDecay,
                clip,
                accumulate,
                dropout,
                smoothing,
                focus,
                labelWeights,
                layerDecay,
                layers,
                average,
                otherInterpolate,
                patience,
                tokens,
                rank,
                alpha,
                studentLayers,
                precision,
                seeds,
                join,
                memoryMb);
    }

    /** Every setting by name, for the provenance. */
    public Map<String, Object> asMap() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (RecordComponent component : TuneSettings.class.getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(this);
                all.put(
                        component.getName(),
                        value instanceof Schedule known ? known.word() : value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return all;
    }

    Optimizer rule() {
        return switch (optimizer) {
            case "sgd" -> new Optimizer.Sgd(momentum, weightDecay);
            case "adam" -> new Optimizer.Adam(0.9, 0.999, 1e-8, weightDecay);
            default -> Optimizer.AdamW.usual(weightDecay);
        };
    }
}

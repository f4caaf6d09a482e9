package io.kaiye.model;

import java.util.List;
import java.util.function.Consumer;

/**
 * A neural and a linear classifier of the same labels that answer together: their scores are added
 * before the softmax, which is the normalised product of their probabilities (a logarithmic opinion
 * pool, Genest and Zidek 1986). How much the neural part counts for is a factor in its graph. Safe
 * for threads.
 */
public final class BlendModel implements Model {
    private final ModelInfo info;
    private final NeuralModel neural;
    private final LinearModel linear;
    private final Consumer<Model> whenClosed;

    /**
     * @param neural owned from now on
     * @param linear of the same labels and temperature
     */
    BlendModel(ModelInfo info, NeuralModel neural, LinearModel linear, Consumer<Model> whenClosed) {
        this.info = info;
        this.neural = neural;
        this.linear = linear;
        this.whenClosed = whenClosed;
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    /** The tokens of the one part with the features of the other; it counts as the tokens do. */
    @Override
    public Input prepare(String text) {
        return neural.prepare(text).with(linear.prepare(text));
    }

    @Override
    public float[][] run(List<Input> batch, Want want) {
        if (want == Want.EMBEDDING) {
            return neural.run(batch, want);
        }
        float[][] scores = neural.run(batch, Want.LOGITS);
        List<Input> counted = batch.stream().map(Input::second).toList();
        float[][] added = linear.run(counted, Want.LOGITS);
        for (int row = 0; row < scores.length; row++) {
            for (int label = 0; label < scores[row].length; label++) {
                scores[row][label] += added[row][label];
            }
            if (want == Want.PROBABILITIES) {
                Softmax.of(scores[row], info.temperature());
            }
        }
        return scores;
    }

    @Override
    public void close() {
        neural.close();
        whenClosed.accept(this);
    }
}

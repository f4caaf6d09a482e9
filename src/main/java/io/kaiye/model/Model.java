package io.kaiye.model;

import java.util.List;

/**
 * A model that answers. Safe for threads: any number may prepare and run at once. Closing waits for
 * the calls that are running; later calls fail.
 */
public sealed interface Model extends AutoCloseable permits LinearModel, NeuralModel, BlendModel {

    ModelInfo info();

    /** Makes a text ready: tokenised and cut to the longest the model takes. Never fails. */
    Input prepare(String text);

    /**
     * Computes one batch on the calling thread.
     *
     * @param batch at least one input prepared by this model
     * @return a row per input: [batch, labels] or [batch, dimension]
     * @throws io.kaiye.base.KaiyeException UNSUPPORTED_MODEL if the model cannot give what is
     *     wanted
     */
    float[][] run(List<Input> batch, Want want);

    @Override
    void close();
}

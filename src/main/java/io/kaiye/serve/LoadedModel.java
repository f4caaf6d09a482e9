package io.kaiye.serve;

import io.kaiye.model.Input;
import io.kaiye.model.Model;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.Want;
import java.util.List;

/** An open model as serving sees it. Safe for threads. */
public interface LoadedModel extends AutoCloseable {
    ModelInfo info();

    /** Makes a text ready; never fails. */
    Input prepare(String text);

    /** Computes one batch on the calling thread: a row for each input. */
    float[][] run(List<Input> batch, Want want);

    @Override
    void close();

    /** A model of the engine. */
    static LoadedModel of(Model model) {
        return new LoadedModel() {
            @Override
            public ModelInfo info() {
                return model.info();
            }

            @Override
            public Input prepare(String text) {
                return model.prepare(text);
            }

            @Override
            public float[][] run(List<Input> batch, Want want) {
                return model.run(batch, want);
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }
}

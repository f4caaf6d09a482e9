package io.kaiye.serve;

import io.kaiye.model.Engine;

/** The compute threads of the machine, lent by the engine. */
public interface Compute {
    int threads();

    /** Runs {@code task} on a compute thread as soon as one is free. */
    void execute(Runnable task);

    static Compute of(Engine engine) {
        return new Compute() {
            @Override
            public int threads() {
                return engine.threads();
            }

            @Override
            public void execute(Runnable task) {
                engine.execute(task);
            }
        };
    }
}

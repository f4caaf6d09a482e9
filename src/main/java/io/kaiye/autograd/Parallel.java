package io.kaiye.autograd;

import java.util.function.IntConsumer;

/**
 * The threads that a {@link TrainableGraph} computes on; they belong to whoever gives them. Safe
 * for threads.
 */
public interface Parallel {
    /** How many there are; a step is best cut into as many batches. */
    int threads();

    /**
     * Calls {@code work} with 0 … count-1, each once, and returns when all are done; throws the
     * first failure.
     */
    void forEach(int count, IntConsumer work);

    /** The caller's own thread and no other. */
    static Parallel alone() {
        return new Parallel() {
            @Override
            public int threads() {
                return 1;
            }

            @Override
            public void forEach(int count, IntConsumer work) {
                for (int i = 0; i < count; i++) {
                    work.accept(i);
                }
            }
        };
    }
}

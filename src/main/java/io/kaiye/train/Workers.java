package io.kaiye.train;

import io.kaiye.base.KaiyeException;
import io.kaiye.model.Engine;
import java.util.function.IntConsumer;

/**
 * Number crunching on the compute threads of the process. What a task computes may depend on its
 * index, never on the thread or on how many there are: results are then the same bits on every
 * machine. For one caller at a time.
 */
record Workers(Engine engine) {
    /**
     * Runs {@code task} for 0 … count-1 and waits; a failure of a task is thrown when all have
     * ended.
     *
     * @throws CancelledTraining if the caller is interrupted; the tasks have then ended
     */
    void forEach(int count, IntConsumer task) {
        try {
            engine.forEach(count, task);
        } catch (KaiyeException e) {
            CancelledTraining.check();
            throw e;
        }
        CancelledTraining.check();
    }
}

package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
    @Test
    void everyIndexIsDoneOnce() {
        AtomicIntegerArray done = new AtomicIntegerArray(1000);
        Matrices.workers(4).forEach(1000, done::incrementAndGet);
        for (int i = 0; i < 1000; i++) {
            assertEquals(1, done.get(i));
        }
    }

    @Test
    void aFailureReachesTheCaller() {
        assertThrows(
                ArithmeticException.class,
                () ->
                        Matrices.workers(3)
                                .forEach(
                                        10,
                                        i -> {
                                            if (i == 7) {
                                                throw new ArithmeticException("seven");
                                            }
                                        }));
    }

    @Test
    void anInterruptCancelsAfterTheTasksEnded() {
        Thread.currentThread().interrupt();
        assertThrows(CancelledTraining.class, () -> Matrices.workers(2).forEach(4, i -> {}));
    }
}

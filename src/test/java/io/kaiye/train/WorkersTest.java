package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
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
    void afterAFailureTheOthersHaveEndedToo() {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        IntConsumer task =
                i -> {
                    try {
                        if (i == 0) {
                            begun.await();
                            throw new ArithmeticException("zero");
                        }
                        begun.countDown();
                        Thread.sleep(50);
                        ended.set(true);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                };
        assertThrows(ArithmeticException.class, () -> Matrices.workers(2).forEach(2, task));
        assertTrue(ended.get());
    }

    @Test
    void anInterruptCancelsAfterTheTasksEnded() {
        Thread.currentThread().interrupt();
        assertThrows(CancelledTraining.class, () -> Matrices.workers(2).forEach(4, i -> {}));
    }
}

package io.kaiye.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.model.Input;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.Want;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PreparationTest {
    private final Counting model = new Counting();
    private final Preparation preparation = new Preparation(2);
    private final Lane lane = new Lane("support");

    /** Counts how many texts are being prepared at one time. */
    private static final class Counting implements LoadedModel {
        final AtomicInteger now = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();
        volatile CountDownLatch gate = new CountDownLatch(0);

        @Override
        public ModelInfo info() {
            return new FakeModel(1, 0).info();
        }

        @Override
        public Input prepare(String text) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                gate.await();
                Thread.sleep(1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            } finally {
                now.decrementAndGet();
            }
            return new Input(new int[0], new float[0], text.length(), false);
        }

        @Override
        public float[][] run(List<Input> batch, Want want) {
            throw new IllegalStateException("not run");
        }

        @Override
        public void close() {}
    }

    private static Patience patience(long millis, boolean leaves) {
        return new Patience(
                new Deadline(Duration.ofMillis(millis), () -> leaves),
                Duration.ofSeconds(20),
                System.nanoTime());
    }

    private List<Input> prepare(List<String> texts, Patience patience) {
        return preparation.prepare(lane, model, texts, patience);
    }

    @Test
    void noMoreCallsThanCoresPrepareAtOneTime() throws Exception {
        List<String> texts = List.of("a", "bb".repeat(20_000), "ccc");
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Input>>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(callers.submit(() -> prepare(texts, patience(20_000, false))));
            }
            for (Future<List<Input>> call : calls) {
                assertEquals(
                        List.of(1, 40_000, 3), call.get().stream().map(Input::length).toList());
            }
        }
        assertEquals(2, model.most.get());
    }

    @Test
    void whoWaitsForATurnStillTimesOutOrLeaves() throws Exception {
        model.gate = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Input>>> busy = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                busy.add(callers.submit(() -> prepare(List.of("a"), patience(20_000, false))));
            }
            while (model.now.get() < 2) {
                Thread.sleep(1);
            }
            assertEquals(ErrorCode.TIMED_OUT, refused(List.of("a"), patience(20, false)));
            assertEquals(ErrorCode.CANCELLED, refused(List.of("a"), patience(20_000, true)));
            model.gate.countDown();
            for (Future<List<Input>> call : busy) {
                assertEquals(1, call.get().size());
            }
        }
    }

    @Test
    void aLongCallLooksAtTheClockAgainAndAgain() {
        List<String> texts = Collections.nCopies(2000, "a".repeat(16_384));
        assertEquals(ErrorCode.TIMED_OUT, refused(texts, patience(30, false)));
        assertTrue(prepare(List.of("a"), patience(20_000, false)).size() == 1);
    }

    private ErrorCode refused(List<String> texts, Patience patience) {
        return assertThrows(KaiyeException.class, () -> prepare(texts, patience)).code();
    }
}

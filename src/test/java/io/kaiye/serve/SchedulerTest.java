package io.kaiye.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.model.Want;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SchedulerTest {
    private final TestThreads threads = new TestThreads(1);
    private final Scheduler scheduler =
            new Scheduler(threads, ServingLimits.DEFAULT, new ServingMetrics());
    private final Lane lane = new Lane("support");

    @AfterEach
    void close() {
        threads.close();
    }

    private static Generation generation(FakeModel model) {
        ServedName name = new ServedName("support", "v", 1, Instant.EPOCH);
        return new Generation(name, model, Instant.EPOCH, () -> {});
    }

    private Call submit(FakeModel model, Generation generation) {
        Call call = new Call(generation, Want.EMBEDDING, 1);
        scheduler.submit(lane, call, List.of(model.prepare("a")));
        return call;
    }

    @Test
    void aBatchThatCannotBeTakenFailsItsCallAndCostsNoThread() throws Exception {
        scheduler.addLane(lane);
        for (int i = 0; i < 3; i++) {
            FakeModel closed = new FakeModel(1, 0);
            Generation gone = generation(new FakeModel(1, 0));
            gone.release();
            Call lost = submit(closed, gone);
            assertTrue(lost.await(5_000_000_000L));
            assertEquals(ErrorCode.INTERNAL, assertThrows(KaiyeException.class, lost::rows).code());
        }
        FakeModel model = new FakeModel(1, 0);
        Call good = submit(model, generation(model));
        assertTrue(good.await(5_000_000_000L));
        assertArrayEquals(FakeModel.vector("a", 1), good.rows()[0]);
    }
}

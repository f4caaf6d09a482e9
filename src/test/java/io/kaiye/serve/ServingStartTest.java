package io.kaiye.serve;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.CostRate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServingStartTest {
    @Test
    void whatWasOpenedIsClosedIfTheStartFails() {
        FakeModel good = new FakeModel(1, 0);
        try (TestThreads threads = new TestThreads(1)) {
            ServingSetup setup =
                    new ServingSetup(
                            brokenAfter(good),
                            threads,
                            ServingLimits.DEFAULT,
                            CostRate.DEFAULT,
                            UsageSink.none(),
                            feedback -> {},
                            new ServingMetrics(),
                            InstantSource.system(),
                            () -> "ans");
            assertThrows(AssertionError.class, () -> Serving.start(setup));
        }
        assertTrue(good.closed.get());
    }

    private static ModelSource brokenAfter(FakeModel good) {
        return new ModelSource() {
            @Override
            public long revision() {
                return 1;
            }

            @Override
            public List<ServedName> served() {
                return List.of(
                        new ServedName("good", "1", 1, Instant.EPOCH),
                        new ServedName("worse", "1", 1, Instant.EPOCH));
            }

            @Override
            public LoadedModel open(ServedName name) {
                if (name.name().equals("worse")) {
                    throw new AssertionError("not even a damaged file");
                }
                return good;
            }
        };
    }
}

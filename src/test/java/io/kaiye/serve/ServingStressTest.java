package io.kaiye.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.CostRate;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random arrivals, cancellations, time-outs, overload, bad texts and swaps, all at once. */
class ServingStressTest {
    private static final int CALLERS = 24;
    private static final int CALLS_EACH = 25;
    private static final int SWAPS = 12;
    private static final ServingLimits TIGHT =
            new ServingLimits(
                    16,
                    256,
                    1 << 20,
                    96,
                    700,
                    Duration.ofSeconds(20),
                    Duration.ofMillis(5),
                    Duration.ofSeconds(20));
    private static final Set<ErrorCode> EXPECTED =
            Set.of(
                    ErrorCode.OVERLOADED,
                    ErrorCode.TIMED_OUT,
                    ErrorCode.CANCELLED,
                    ErrorCode.INTERNAL);

    private final Queue<Usage> used = new ConcurrentLinkedQueue<>();
    private final List<FakeModel> versions = new ArrayList<>();

    /** What callers of one run saw. */
    private static final class Tally {
        final AtomicInteger answered = new AtomicInteger();
        final Map<ErrorCode, AtomicInteger> failed = new EnumMap<>(ErrorCode.class);

        Tally() {
            EXPECTED.forEach(code -> failed.put(code, new AtomicInteger()));
        }
    }

    @Property(tries = 6)
    void everyCallIsAnsweredOnceWithItsOwnAnswer(@ForAll long seed) throws Exception {
        FakeSource source = new FakeSource();
        source.put("a", 1, version(1));
        source.put("b", 1, version(1));
        TestThreads threads = new TestThreads(2);
        AtomicInteger id = new AtomicInteger();
        ServingSetup setup =
                new ServingSetup(
                        source,
                        threads,
                        TIGHT,
                        CostRate.DEFAULT,
                        used::add,
                        feedback -> {},
                        new ServingMetrics(),
                        InstantSource.system(),
                        () -> "ans-" + id.incrementAndGet());
        Tally tally = new Tally();
        try (Serving serving = Serving.start(setup)) {
            run(serving, source, seed, tally);
        }
        threads.close();
        int failures = tally.failed.values().stream().mapToInt(AtomicInteger::get).sum();
        assertEquals(CALLERS * CALLS_EACH, tally.answered.get() + failures, "seed " + seed);
        Set<String> ids = new HashSet<>();
        used.forEach(usage -> assertTrue(ids.add(usage.answerId()), "given twice"));
        assertTrue(used.size() >= tally.answered.get(), "an answer left without its usage");
        for (FakeModel version : versions) {
            assertTrue(version.closed.get(), "a version stays open, seed " + seed);
        }
        used.clear();
        versions.clear();
    }

    private FakeModel version(int number) {
        FakeModel model = new FakeModel(number, 20_000);
        versions.add(model);
        return model;
    }

    private void run(Serving serving, FakeSource source, long seed, Tally tally) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                Random random = new Random(seed * 1000 + i);
                running.add(callers.submit(() -> caller(serving, random, tally)));
            }
            Random random = new Random(seed);
            for (int i = 2; i < SWAPS + 2; i++) {
                Thread.sleep(random.nextInt(15));
                boolean damaged = random.nextInt(4) == 0;
                source.put(random.nextBoolean() ? "a" : "b", i, damaged ? null : version(i));
                if (!damaged) {
                    serving.refresh();
                }
            }
            for (Future<?> caller : running) {
                caller.get();
            }
        }
    }

    private static void caller(Serving serving, Random random, Tally tally) {
        for (int i = 0; i < CALLS_EACH; i++) {
            List<String> texts = new ArrayList<>();
            for (int t = random.nextInt(8); t >= 0; t--) {
                boolean poison = random.nextInt(200) == 0;
                texts.add(
                        (poison ? "poison " : "t ")
                                + "w ".repeat(random.nextInt(20))
                                + random.nextInt());
            }
            int patience = random.nextInt(5) == 0 ? random.nextInt(30) + 1 : 20_000;
            boolean leaves = random.nextInt(10) == 0;
            Deadline deadline = new Deadline(Duration.ofMillis(patience), () -> leaves);
            try {
                check(serving.embed(random.nextBoolean() ? "a" : "b", texts, deadline), texts);
                tally.answered.incrementAndGet();
            } catch (KaiyeException e) {
                AtomicInteger count = tally.failed.get(e.code());
                if (count == null) {
                    throw e;
                }
                count.incrementAndGet();
            }
        }
    }

    /** Its own texts, in order, all from the version that signs the answer. */
    private static void check(Answer answer, List<String> texts) {
        String version = answer.usage().version();
        int number = Integer.parseInt(version.substring(version.indexOf('-') + 1));
        assertEquals(texts.size(), answer.rows().size());
        for (int i = 0; i < texts.size(); i++) {
            assertArrayEquals(FakeModel.vector(texts.get(i), number), answer.rows().get(i));
        }
    }
}

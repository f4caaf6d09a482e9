package io.kaiye.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.CostRate;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ServingTest {
    private static final Deadline SOON = Deadline.of(Duration.ofSeconds(20));

    private final FakeSource source = new FakeSource();
    private final FakeModel first = new FakeModel(1, 0);
    private final Queue<Usage> used = new ConcurrentLinkedQueue<>();
    private final ServingMetrics metrics = new ServingMetrics();
    private final TestThreads threads = new TestThreads(2);
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private Serving serving = startWith(limits(64, 1024, 64, 2048));

    private static ServingLimits limits(int texts, int tokens, int queueTexts, int queueTokens) {
        return new ServingLimits(
                texts,
                tokens,
                1 << 20,
                queueTexts,
                queueTokens,
                Duration.ofSeconds(20),
                Duration.ofMillis(20),
                Duration.ofSeconds(5));
    }

    private Serving startWith(ServingLimits limits) {
        source.put("support", 1, first);
        return Serving.start(setup(source, limits, used::add, metrics));
    }

    private ServingSetup setup(
            ModelSource from, ServingLimits limits, UsageSink usage, ServingMetrics counted) {
        AtomicInteger id = new AtomicInteger();
        return new ServingSetup(
                from,
                threads,
                limits,
                CostRate.DEFAULT,
                usage,
                feedback -> {},
                counted,
                InstantSource.system(),
                () -> "ans-" + id.incrementAndGet());
    }

    private Serving startOther(FakeSource from, UsageSink usage) {
        return Serving.start(setup(from, ServingLimits.DEFAULT, usage, new ServingMetrics()));
    }

    @BeforeEach
    void forgetTheTrial() {
        first.batches.clear();
    }

    @AfterEach
    void close() {
        first.gate.countDown();
        callers.close();
        serving.close();
        threads.close();
    }

    private static KaiyeException refused(ErrorCode code, Callable<?> call) {
        KaiyeException failure = assertThrows(KaiyeException.class, call::call);
        assertEquals(code, failure.code(), failure.getMessage());
        return failure;
    }

    private static ErrorCode failure(Future<?> call) {
        ExecutionException failed = assertThrows(ExecutionException.class, call::get);
        return assertInstanceOf(KaiyeException.class, failed.getCause()).code();
    }

    /** Both compute threads busy, so that whatever comes next has to wait. */
    private List<Future<Answer>> occupy() throws InterruptedException {
        first.gate = new CountDownLatch(1);
        List<Future<Answer>> busy = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String text = "busy" + i;
            busy.add(callers.submit(() -> serving.embed("support", List.of(text), SOON)));
            while (first.running.get() <= i) {
                Thread.sleep(1);
            }
        }
        return busy;
    }

    private void awaitWaiting(int texts) throws InterruptedException {
        while (!metrics.scrape().contains("kaiye_queue_texts{model=\"support\"} " + texts + ".0")) {
            Thread.sleep(1);
        }
    }

    @Test
    void answersEveryTextInOrderAndSaysWhatItTook() {
        Answer answer = serving.embed("support", List.of("one", "two words", "three"), SOON);
        assertArrayEquals(FakeModel.vector("two words", 1), answer.rows().get(1));
        Usage usage = answer.usage();
        assertEquals("support-1", usage.version());
        assertEquals(4, usage.tokens());
        assertEquals(3, usage.texts());
        assertEquals("embeddings", usage.operation());
        assertTrue(usage.compute().toNanos() > 0 && usage.costMicros() >= 1);
        assertEquals(List.of(usage), List.copyOf(used));
    }

    @Test
    void classifiesWithTheLabelsOfTheModel() {
        Answer answer = serving.classify("support", List.of("hello"), SOON);
        assertEquals(List.of("no", "yes"), answer.labels());
        assertEquals(1, answer.rows().getFirst()[0] + answer.rows().getFirst()[1], 1e-5);
    }

    @Test
    void saysHowManyTextsWereCut() {
        String longText = String.join(" ", Collections.nCopies(100, "w"));
        Answer answer = serving.embed("support", List.of("short", longText), SOON);
        assertEquals(1, answer.usage().truncatedTexts());
        assertEquals(1 + FakeModel.TOKENS_MAX, answer.usage().tokens());
    }

    @Test
    void refusesBadTextsByTheirPlace() {
        refused(ErrorCode.INVALID_ARGUMENT, () -> serving.embed("support", List.of(), SOON));
        String message =
                refused(
                                ErrorCode.INVALID_ARGUMENT,
                                () -> serving.embed("support", List.of("a", " "), SOON))
                        .getMessage();
        assertTrue(message.contains("Text 1"), message);
        message =
                refused(
                                ErrorCode.INVALID_ARGUMENT,
                                () -> serving.embed("support", List.of("a\0b"), SOON))
                        .getMessage();
        assertTrue(message.contains("NUL"), message);
        refused(
                ErrorCode.INVALID_ARGUMENT,
                () -> serving.embed("support", List.of("a\uD800b"), SOON));
        serving.embed("support", List.of("fine \uD83D\uDE00"), SOON);
        refused(
                ErrorCode.TOO_LARGE,
                () -> serving.embed("support", Collections.nCopies(65, "a"), SOON));
        String twenty = String.join(" ", Collections.nCopies(20, "w"));
        refused(
                ErrorCode.TOO_LARGE,
                () -> serving.embed("support", Collections.nCopies(60, twenty), SOON));
    }

    @Test
    void unknownModelsNameTheKnownOnes() {
        String message =
                refused(ErrorCode.UNKNOWN_MODEL, () -> serving.embed("suport", List.of("a"), SOON))
                        .getMessage();
        assertTrue(message.contains("Did you mean \"support\"?"), message);
        assertTrue(message.contains("Served are: support."), message);
    }

    @Test
    void waitingTextsShareABatchSortedByLength() throws Exception {
        List<Future<Answer>> busy = occupy();
        Future<Answer> mixed =
                callers.submit(() -> serving.embed("support", List.of("a b c", "a", "b c"), SOON));
        awaitWaiting(3);
        first.gate.countDown();
        assertEquals(3, mixed.get().rows().size());
        busy.forEach(call -> assertEquals(Future.State.SUCCESS, settled(call)));
        assertTrue(first.batches.contains(List.of(1, 2, 3)), first.batches.toString());
        assertEquals(2, first.runningMost.get());
    }

    private static Future.State settled(Future<?> call) {
        try {
            call.get();
        } catch (InterruptedException | ExecutionException e) {
            return call.state();
        }
        return call.state();
    }

    @Test
    void longTextsDoNotTravelWithShortOnes() throws Exception {
        occupy();
        String longText = String.join(" ", Collections.nCopies(32, "w"));
        List<String> texts = new ArrayList<>(Collections.nCopies(8, "a b c"));
        texts.addAll(Collections.nCopies(2, longText));
        Future<Answer> mixed = callers.submit(() -> serving.embed("support", texts, SOON));
        awaitWaiting(10);
        first.gate.countDown();
        mixed.get();
        for (List<Integer> batch : first.batches) {
            assertTrue(Collections.max(batch) - Collections.min(batch) < 10, batch.toString());
        }
    }

    @Test
    void aFullQueueIsRefusedWithATimeToComeBack() throws Exception {
        occupy();
        Future<Answer> full =
                callers.submit(() -> serving.embed("support", Collections.nCopies(64, "a"), SOON));
        awaitWaiting(64);
        KaiyeException failure =
                refused(
                        ErrorCode.OVERLOADED,
                        () -> serving.embed("support", List.of("one more"), SOON));
        assertTrue(failure.retryAfter().isPresent());
        first.gate.countDown();
        assertEquals(64, full.get().rows().size());
        serving.embed("support", List.of("one more"), SOON);
    }

    @Test
    void aCallThatTakesTooLongEndsAndItsTextsAreNotComputed() throws Exception {
        occupy();
        Deadline short20 = Deadline.of(Duration.ofMillis(20));
        refused(ErrorCode.TIMED_OUT, () -> serving.embed("support", List.of("a b c d"), short20));
        awaitWaiting(0);
        first.gate.countDown();
        serving.embed("support", List.of("a"), SOON);
        assertFalse(first.batches.stream().anyMatch(batch -> batch.contains(4)));
        assertTrue(used.stream().noneMatch(usage -> usage.tokens() == 4));
    }

    @Test
    void aCallerThatLeavesIsNotComputedFor() throws Exception {
        occupy();
        AtomicBoolean gone = new AtomicBoolean();
        Future<Answer> abandoned =
                callers.submit(
                        () ->
                                serving.embed(
                                        "support",
                                        List.of("a b c d"),
                                        new Deadline(Duration.ofSeconds(20), gone::get)));
        awaitWaiting(1);
        gone.set(true);
        assertEquals(ErrorCode.CANCELLED, failure(abandoned));
        awaitWaiting(0);
        first.gate.countDown();
    }

    @Test
    void aBadTextFailsAloneInItsBatch() throws Exception {
        occupy();
        Future<Answer> good = callers.submit(() -> serving.embed("support", List.of("a"), SOON));
        Future<Answer> bad =
                callers.submit(() -> serving.embed("support", List.of("poison"), SOON));
        awaitWaiting(2);
        first.gate.countDown();
        assertArrayEquals(FakeModel.vector("a", 1), good.get().rows().getFirst());
        assertEquals(ErrorCode.INTERNAL, failure(bad));
    }

    @Test
    void oneTextOvertakesTheRestOfALongCall() throws Exception {
        occupy();
        String twenty = String.join(" ", Collections.nCopies(20, "w"));
        List<String> many = Collections.nCopies(50, twenty);
        Future<Answer> bulk = callers.submit(() -> serving.embed("support", many, SOON));
        awaitWaiting(50);
        Future<Answer> single =
                callers.submit(() -> serving.embed("support", List.of("a b c d e f g"), SOON));
        awaitWaiting(51);
        first.gate.countDown();
        single.get();
        bulk.get();
        List<List<Integer>> batches = List.copyOf(first.batches);
        int place = 0;
        while (!batches.get(place).contains(7)) {
            place++;
        }
        assertTrue(place < batches.size() - 1, "computed last: " + batches);
    }

    @Test
    void aNewVersionTakesOverAndTheOldOneClosesAfterItsLastAnswer() throws Exception {
        List<Future<Answer>> busy = occupy();
        FakeModel second = new FakeModel(2, 0);
        source.put("support", 2, second);
        CountDownLatch gate = first.gate;
        Thread swap = Thread.ofVirtual().start(serving::refresh);
        Thread.sleep(50);
        assertFalse(first.closed.get());
        gate.countDown();
        swap.join();
        for (Future<Answer> call : busy) {
            assertEquals("support-1", call.get().usage().version());
        }
        Answer answer = serving.embed("support", List.of("hello"), SOON);
        assertArrayEquals(FakeModel.vector("hello", 2), answer.rows().getFirst());
        assertTrue(first.closed.get());
        assertEquals(2, serving.model("support").name().number());
    }

    @Test
    void aDamagedVersionNeverReplacesAGoodOne() {
        source.put("support", 2, null);
        serving.refresh();
        assertEquals("support-1", serving.model("support").name().version());
        ServingHealth health = serving.health();
        assertTrue(health.ready());
        assertEquals("support-2", health.problems().getFirst().version());
        assertEquals("support-1", health.problems().getFirst().serving());
        FakeModel nonsense = new FakeModel(3, 0);
        nonsense.corrupt = true;
        source.put("support", 3, nonsense);
        serving.refresh();
        assertTrue(serving.health().problems().getFirst().message().contains("NaN"));
        assertTrue(nonsense.closed.get());
        source.put("support", 4, new FakeModel(4, 0));
        serving.refresh();
        assertEquals(List.of(), serving.health().problems());
    }

    @Test
    void modelsComeAndGoWithoutBeingAskedTo() throws Exception {
        source.put("other", 1, new FakeModel(1, 0));
        while (serving.models().size() < 2) {
            Thread.sleep(5);
        }
        source.remove("other");
        while (serving.models().size() > 1) {
            Thread.sleep(5);
        }
        refused(ErrorCode.UNKNOWN_MODEL, () -> serving.embed("other", List.of("a"), SOON));
    }

    @Test
    void withoutAnyGoodVersionItIsNotReady() {
        FakeSource damaged = new FakeSource();
        damaged.put("support", 1, null);
        try (Serving other = startOther(damaged, UsageSink.none())) {
            assertFalse(other.health().ready());
        }
    }

    @Test
    void stoppingLetsRunningCallsEndAndRefusesNewOnes() throws Exception {
        List<Future<Answer>> busy = occupy();
        serving.stopSoon();
        assertFalse(serving.health().ready());
        refused(ErrorCode.SHUTTING_DOWN, () -> serving.embed("support", List.of("a"), SOON));
        Thread stop = Thread.ofVirtual().start(serving::close);
        first.gate.countDown();
        for (Future<Answer> call : busy) {
            assertEquals(1, call.get().rows().size());
        }
        stop.join();
        assertTrue(first.closed.get());
    }

    @Test
    void noAnswerLeavesBeforeItsUsageIsKept() {
        FakeSource other = new FakeSource();
        other.put("support", 1, new FakeModel(1, 0));
        UsageSink full =
                usage -> {
                    throw new KaiyeException(ErrorCode.DISK_FULL, "no room for the usage");
                };
        try (Serving strict = startOther(other, full)) {
            refused(ErrorCode.DISK_FULL, () -> strict.embed("support", List.of("a"), SOON));
        }
    }
}

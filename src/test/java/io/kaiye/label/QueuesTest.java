package io.kaiye.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Example;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class QueuesTest {
    private static final long PRICE = 50_000;

    private final TestDatabase database;
    @TempDir Path home;
    private Store store;
    private Queues queues;
    private Instant now = Instant.parse("2026-01-01T09:00:00Z");

    QueuesTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        store = database.open(home);
        queues = new Queues(store, () -> now);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void tasksComeInTheOrderOfTheirRankWithTheirSuggestion() {
        make(0, "one", "two", "three");
        rank(3, 1);

        Task first = next("ann").orElseThrow();
        assertEquals("three", first.text());
        assertEquals(Optional.of("a"), first.suggested());
        assertEquals(0.75, first.confidence().orElseThrow(), 1e-9);
        give(first, "a", "ann");
        assertEquals("one", next("ann").orElseThrow().text());
        give(next("ann").orElseThrow(), "b", "ann");
        assertEquals(Optional.empty(), next("ann"));
        assertEquals(List.of(row("one", "b"), row("three", "a")), queues.decided("q"));
    }

    @Test
    void aTaskThatWasShownIsShownAgainAndToNobodyElseForHalfAnHour() {
        make(0, "one", "two");
        rank(1, 2);

        Task shown = next("ann").orElseThrow();
        assertEquals(shown, next("ann").orElseThrow());
        assertEquals("two", next("bob").orElseThrow().text());
        assertEquals(Optional.empty(), next("cam"));
        now = now.plus(Duration.ofMinutes(31));
        assertEquals(shown.id(), next("cam").orElseThrow().id());
    }

    @Test
    void everySecondTaskIsForTwoPeopleWhereHalfAreToBe() {
        make(0.5, "one", "two", "three", "four");
        rank(1, 2, 3, 4);

        List<String> ofAnn = all("ann");
        assertEquals(List.of("one", "two", "three", "four"), ofAnn);
        assertEquals(List.of("two", "four"), all("bob"));
        assertEquals(List.of(), all("cam"));
    }

    @Test
    void theSameLabelAgainAddsNothingAndAnotherOneIsRefused() {
        make(0, "one");
        rank(1);
        Task task = next("ann").orElseThrow();
        now = now.plusSeconds(12);
        Given given = give(task, "a", "ann");
        assertEquals(Duration.ofSeconds(12), given.took());
        now = now.plusSeconds(99);

        Given again = give(task, "a", "ann");

        assertTrue(again.already() && !given.already());
        assertEquals(PRICE, again.priceMicros());
        assertCode(ErrorCode.ALREADY_EXISTS, () -> give(task, "b", "ann"));
        QueueStatus status = queues.status("q");
        assertEquals(PRICE, status.spentMicros());
        assertEquals(0.2, status.minutes(), 1e-9);
        assertEquals(1, status.annotators().getFirst().labels());
    }

    @Test
    void aCorrectionTakesThePlaceOfALabelAndCostsNothing() {
        make(0, "one");
        rank(1);
        Task task = next("ann").orElseThrow();
        give(task, "a", "ann");

        queues.give(order(task, "b", "ann", false, true, false));

        assertEquals(List.of(row("one", "b")), queues.decided("q"));
        assertEquals(PRICE, queues.status("q").spentMicros());
        assertEquals(1, queues.status("q").annotators().getFirst().labels());
    }

    @Test
    void disagreementsWaitUntilSomebodySettlesThem() {
        make(1, "one", "two");
        rank(1, 2);
        for (String text : new String[] {"one", "two"}) {
            give(taskOf(text), "a", "ann");
            give(taskOf(text), text.equals("one") ? "a" : "b", "bob");
        }

        QueueStatus status = queues.status("q");
        assertEquals(1, status.disagreements().size());
        assertEquals("two", status.disagreements().getFirst().text());
        assertEquals(List.of(row("one", "a")), queues.decided("q"));
        QueueStatus.Agreement agreement = status.agreements().getFirst();
        assertEquals(2, agreement.both());
        assertEquals(1, agreement.agreed());
        assertEquals(0, agreement.kappa().orElseThrow(), 1e-9);

        queues.give(order(taskOf("two"), "b", "cam", true, false, false));

        assertEquals(0, queues.status("q").disagreements().size());
        assertEquals(List.of(row("one", "a"), row("two", "b")), queues.decided("q"));
        assertEquals(4 * PRICE, queues.status("q").spentMicros());
    }

    @Test
    void timeIsNotCountedBeyondTenMinutes() {
        make(0, "one");
        rank(1);
        Task task = next("ann").orElseThrow();
        now = now.plus(Duration.ofHours(9));

        assertEquals(Giving.TIME_MAX, give(task, "a", "ann").took());
    }

    @Test
    void labelsThatTheQueueDoesNotHaveAreRefusedUnlessTheyAreNew() {
        make(0, "one", "two");
        rank(1, 2);
        Task task = next("ann").orElseThrow();

        assertCode(ErrorCode.INVALID_ARGUMENT, () -> give(task, "c", "ann"));
        queues.give(order(task, "c", "ann", false, false, true));
        assertEquals(List.of("a", "b", "c"), queues.labels("q"));
        give(next("ann").orElseThrow(), "c", "ann");
    }

    @Test
    void whatIsGivenIsThereAfterTheStoreIsOpenedAgain() {
        make(0, "one", "two");
        rank(1, 2);
        give(next("ann").orElseThrow(), "a", "ann");
        Task shown = next("ann").orElseThrow();
        store.close();

        open();

        assertEquals(shown, next("ann").orElseThrow());
        assertEquals(List.of(row("one", "a")), queues.decided("q"));
    }

    @Test
    void moreTextsAreRankedBehindThoseThatHaveTheirTurn() {
        make(0, "one", "two", "three");
        rank(2);
        rank(2, 3);

        assertEquals(List.of("two", "three"), all("ann"));
        assertEquals(
                List.of(false, true, true),
                queues.texts("q").stream().map(QueuedText::ranked).toList());
    }

    @Test
    void manyPeopleAtOnceNeverDoTheSameTask() throws Exception {
        String[] texts = IntStream.range(0, 40).mapToObj(i -> "text " + i).toArray(String[]::new);
        make(0, texts);
        rank(IntStream.rangeClosed(1, 40).toArray());
        List<Future<List<String>>> done = new ArrayList<>();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String who : new String[] {"ann", "bob", "cam", "dee"}) {
                done.add(people.submit(() -> all(who)));
            }
        }
        List<String> all = new ArrayList<>();
        for (Future<List<String>> one : done) {
            all.addAll(one.get());
        }
        assertEquals(40, all.size());
        assertEquals(Set.of(texts), new TreeSet<>(all));
    }

    @Test
    void aQueueThatWasMadeBeforeThereWereTermsIsRead() throws IOException {
        String old =
                "{\"dataset\":null,\"labels\":[\"a\"],\"twice\":0.2,\"priceMicros\":5,"
                        + "\"currency\":\"USD\",\"language\":\"en\",\"base\":null}";
        QueueSettings settings = Json.mapper().readValue(old, QueueSettings.class);
        assertEquals(Optional.empty(), settings.terms());
    }

    @Test
    void whatIsNotThereIsSaid() {
        make(0, "one");
        assertTrue(assertCode(ErrorCode.UNKNOWN_QUEUE, () -> queues.status("x")).contains("q"));
        assertCode(ErrorCode.UNKNOWN_TASK, () -> queues.task(99));
        assertCode(ErrorCode.ALREADY_EXISTS, () -> make(0, "two"));
        assertCode(ErrorCode.INVALID_ARGUMENT, () -> next("two words"));
        assertFalse(queues.exists("x"));
        assertEquals(Optional.empty(), next("ann"));
    }

    private void make(double twice, String... texts) {
        queues.create(
                "q",
                new QueueSettings(
                        Optional.empty(),
                        List.of("a", "b"),
                        twice,
                        PRICE,
                        "USD",
                        "en",
                        Optional.empty(),
                        Optional.empty()),
                List.of(texts));
    }

    /** The texts in this order, from 1 as they were made. */
    private void rank(int... order) {
        List<QueuedText> texts = queues.texts("q");
        queues.rank(
                "q",
                IntStream.of(order)
                        .mapToObj(
                                i ->
                                        new Ranked(
                                                texts.get(i - 1).id(),
                                                Optional.of(new Suggestion("a", 0.75))))
                        .toList());
    }

    private Optional<Task> next(String by) {
        return queues.next("q", by);
    }

    private Task taskOf(String text) {
        return queues.texts("q").stream()
                .filter(one -> one.text().equals(text))
                .map(one -> queues.task(one.id()))
                .findFirst()
                .orElseThrow();
    }

    /** The texts that somebody is shown until nothing is left, each labelled. */
    private List<String> all(String by) {
        List<String> texts = new ArrayList<>();
        for (Optional<Task> task = next(by); task.isPresent(); task = next(by)) {
            texts.add(task.get().text());
            give(task.get(), "a", by);
        }
        return texts;
    }

    private Given give(Task task, String label, String by) {
        return queues.give(order(task, label, by, false, false, false));
    }

    private static LabelOrder order(
            Task task, String label, String by, boolean settle, boolean change, boolean unheard) {
        return new LabelOrder(task.id(), label, by, settle, change, unheard, Optional.empty());
    }

    private static Example row(String text, String label) {
        return new Example(text, label);
    }

    private static String assertCode(
            ErrorCode code, org.junit.jupiter.api.function.Executable action) {
        KaiyeException refused = assertThrows(KaiyeException.class, action);
        assertEquals(code, refused.code(), refused.getMessage());
        return String.valueOf(refused.getMessage());
    }
}

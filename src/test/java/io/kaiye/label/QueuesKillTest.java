package io.kaiye.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.store.ChildJvm;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A labeller that is killed loses no label that was kept, and gives none twice. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class QueuesKillTest {
    private static final int TEXTS = 300;
    private static final int ROUNDS = 3;
    private static final long PRICE = 50_000;

    private final TestDatabase database;
    @TempDir Path folder;

    QueuesKillTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void whatWasSaidToBeKeptIsThereAfterAKill() throws IOException {
        Path home = GivesLabels.home(folder);
        try (Store store = database.open(home)) {
            make(new Queues(store, InstantSource.system()));
        }
        Set<Long> said = new TreeSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (ChildJvm child =
                    ChildJvm.start(GivesLabels.class, home.toString(), database.argument(home))) {
                child.await("begins");
                said.add(Long.parseLong(child.await("kept ").substring(5)));
                child.killed("kept ").forEach(one -> said.add(Long.parseLong(one.strip())));
            }
        }

        try (Store store = database.open(home)) {
            Queues queues = new Queues(store, InstantSource.system());
            Set<Long> there =
                    queues.texts("q").stream()
                            .filter(text -> text.label().isPresent())
                            .map(QueuedText::id)
                            .collect(Collectors.toCollection(TreeSet::new));
            assertTrue(there.containsAll(said), "lost: " + said + " of " + there);
            assertTrue(there.size() <= said.size() + ROUNDS, there.size() + " of " + said.size());
            finish(queues);
            QueueStatus status = queues.status("q");
            assertEquals(TEXTS, status.decided());
            assertEquals(TEXTS, status.annotators().getFirst().labels());
            assertEquals(TEXTS * PRICE, status.spentMicros());
        }
    }

    private static void finish(Queues queues) {
        Optional<Task> task = queues.next("q", "ann");
        while (task.isPresent()) {
            queues.give(GivesLabels.order(task.get()));
            task = queues.next("q", "ann");
        }
    }

    private static void make(Queues queues) {
        List<String> texts = IntStream.range(0, TEXTS).mapToObj(i -> "text " + i).toList();
        queues.create(
                "q",
                new QueueSettings(
                        Optional.empty(),
                        List.of("a"),
                        0,
                        PRICE,
                        "USD",
                        "en",
                        Optional.empty(),
                        Optional.empty()),
                texts);
        List<Ranked> ranked = new ArrayList<>();
        queues.texts("q").forEach(text -> ranked.add(new Ranked(text.id(), Optional.empty())));
        queues.rank("q", ranked);
    }
}

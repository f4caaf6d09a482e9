package io.kaiye.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Derivation;
import io.kaiye.data.SplitName;
import io.kaiye.data.Terms;
import io.kaiye.store.ChildJvm;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed at any moment, an erasure has taken a person out of all versions or out of none. */
class ErasingKillTest {
    private static final int ROUNDS = 5;
    private static final int PERSONS = 400;
    private static final int VERSIONS = 3;
    private static final int DELAY_MILLIS_MAX = 400;

    @TempDir Path folder;

    @Test
    void whatWasBegunIsFoundAndEnded() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path place = folder.resolve("home");
        prepare(place);
        int next = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> begun;
            try (ChildJvm child =
                    ChildJvm.start(ErasesUntilKilled.class, place.toString(), "" + next)) {
                child.await("erasing " + next);
                Thread.sleep(random.nextInt(DELAY_MILLIS_MAX));
                begun = child.killed("erasing ");
            }
            int last = begun.isEmpty() ? next : Integer.parseInt(begun.getLast());
            checkAfterKill(place, next, last, "seed " + seed + " round " + round);
            next = last + 1;
        }
    }

    private static void checkAfterKill(Path place, int first, int last, String what)
            throws IOException {
        try (Home home = new Home(Store.open(place))) {
            for (int person = first; person < last; person++) {
                assertEquals(0, home.rows("person" + person), what);
            }
            int rows = home.rows("person" + last);
            assertTrue(rows == 0 || rows == VERSIONS, what + ": " + rows);
            boolean asked = !home.store.read(Erasure::open).isEmpty();
            home.persons.catchUp();
            assertEquals(asked || rows == 0 ? 0 : VERSIONS, home.rows("person" + last), what);
            for (DatasetVersion version : home.datasets.list()) {
                int loaded = home.datasets.load(version.fullReference()).train().size();
                assertEquals(version.rows(SplitName.TRAIN), loaded, what);
            }
            assertEquals(Optional.empty(), home.audit.verify().problem(), what);
            if (asked || rows == 0) {
                assertEquals(List.of(), home.holding(" person" + last + " "), what);
            }
        }
    }

    private void prepare(Path place) throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < PERSONS; i++) {
            rows.append("here is person").append(i).append(" again,").append(i % 2).append('\n');
        }
        Path file = Files.writeString(folder.resolve("rows.csv"), rows);
        try (Home home = new Home(Store.open(place))) {
            DatasetVersion first = home.importText("desk", file, Terms.UNSAID);
            for (int i = 1; i < VERSIONS; i++) {
                home.datasets.keep(
                        Derivation.of(first, "clean", Map.of("round", i)),
                        Map.of(SplitName.TRAIN, home.datasets.load("desk").train()));
            }
        }
    }
}

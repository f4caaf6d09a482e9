package io.kaiye.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.CostRate;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Heard;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Example;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.ModelFolder;
import io.kaiye.store.SmallDisk;
import io.kaiye.train.RecoveryState;
import io.kaiye.train.Trainer;
import io.kaiye.train.TuneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prunings that are cut, resumed, refused, or short of disk. */
class PruningRunsTest {
    private static final Engine ENGINE = new Engine(2);
    private static final String MEASURING = "Leaving parts out";
    private static final String LEARNING = "Learning again";

    @TempDir static Path shared;
    private static Path source;

    @TempDir Path work;

    /** What one pruning is to do. */
    private record Order(
            double share, Map<String, String> settings, long seed, int rows, String version) {
        static final Order USUAL =
                new Order(0.5, Map.of("epochs", "3", "batch", "16"), 7, 64, "parcels@1");

        PruneSettings pruning() {
            Map<String, String> all = new HashMap<>(settings);
            all.put("precision", "float32");
            return new PruneSettings(share, TuneSettings.of(all), seed);
        }
    }

    @BeforeAll
    static void makeAClassifier() {
        source = Parcels.classifier(ENGINE, new Bases(CacheFolder.find()), shared);
    }

    @AfterAll
    static void end() {
        ENGINE.close();
    }

    /**
     * Before the end of the first epoch, where nothing but the cut is kept, in the second, and
     * after the last, as where too much was lost.
     */
    @Test
    void aCutPruningGoesOnToTheSameBitsAndMeasuresNothingAnew() throws IOException {
        Path done = work.resolve("done.pruning");
        PrunedModel whole = prune(Order.USUAL, done, "whole", false, new Heard());
        Path first = work.resolve("first.pruning");
        cutAfter(16, first);
        Path second = work.resolve("second.pruning");
        cutAfter(100, second);
        assertEquals(192, rowsLearntUntilTheSame(whole, first));
        assertEquals(128, rowsLearntUntilTheSame(whole, second));
        assertEquals(0, rowsLearntUntilTheSame(whole, done));
    }

    private long rowsLearntUntilTheSame(PrunedModel whole, Path state) throws IOException {
        AtomicLong rows = new AtomicLong();
        Heard seen = new Heard(LEARNING, rows::addAndGet);
        PrunedModel resumed =
                prune(Order.USUAL, state, state.getFileName() + "-resumed", true, seen);
        assertEquals(-1, Files.mismatch(graph(whole.folder()), graph(resumed.folder())));
        assertEquals(whole.curve(), resumed.curve());
        assertEquals(whole.heads(), resumed.heads());
        assertEquals(whole.neurons(), resumed.neurons());
        assertEquals(whole.settings(), resumed.settings());
        assertFalse(seen.begun.contains(MEASURING), seen.begun.toString());
        return rows.get();
    }

    @Test
    void anotherRunIsRefusedByNameBeforeAnyWork() {
        Path state = work.resolve("other.pruning");
        cutAfter(16, state);
        Order usual = Order.USUAL;
        refused("share was 0.5 and is now 0.25", state, 0.25, usual.settings(), 7, 64, "parcels@1");
        refused("seed was 7 and is now 8", state, 0.5, usual.settings(), 8, 64, "parcels@1");
        refused("data was ", state, 0.5, usual.settings(), 7, 60, "parcels@1");
        refused(
                "version was parcels@1 and is now parcels@2",
                state,
                0.5,
                usual.settings(),
                7,
                64,
                "parcels@2");
        refused(
                "setting epochs was 3.0 and is now 4.0",
                state,
                0.5,
                Map.of("epochs", "4", "batch", "16"),
                7,
                64,
                "parcels@1");
    }

    private void refused(
            String words,
            Path state,
            double share,
            Map<String, String> settings,
            long seed,
            int rows,
            String version) {
        Order order = new Order(share, settings, seed, rows, version);
        Heard seen = new Heard();
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class, () -> prune(order, state, "refused", true, seen));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code(), refused.getMessage());
        String said = refused.getMessage();
        assertTrue(
                said.startsWith("This run cannot be resumed with other data or settings: "), said);
        assertTrue(said.contains(words), said);
        assertEquals(List.of(), seen.begun);
    }

    @Test
    void aDamagedStateIsRefused() throws IOException {
        Path state = Files.write(work.resolve("damaged.pruning"), new byte[5000]);
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () -> prune(Order.USUAL, state, "damaged", true, new Heard()));
        assertEquals(ErrorCode.CORRUPT_FILE, refused.code(), refused.getMessage());
    }

    @Test
    void aDiskThatIsFullIsSaidOnceAndThePruningGoesOn() throws IOException {
        Path mount = Files.createDirectory(work.resolve("small"));
        try (SmallDisk disk = new SmallDisk(mount, "size=4m")) {
            Heard seen = new Heard();
            prune(Order.USUAL, disk.file("m.pruning"), "full", false, seen);
            List<String> said =
                    seen.notes.stream()
                            .filter(note -> note.contains("The training goes on"))
                            .toList();
            assertEquals(1, said.size(), seen.notes.toString());
        }
    }

    /** The cut that is kept is the cut that was made. */
    @Test
    void aChoiceIsReadAsItWasWritten() {
        CutChoice choice =
                new CutChoice(
                        Set.of(3, 0, 5),
                        List.of(List.of(1, 4), List.of()),
                        List.of(List.of(7), List.of(0, 2047), List.of(9)));
        assertEquals(choice, CutChoice.of(choice.bytes()));
    }

    /** Interrupts it, as Ctrl-C does, when so many rows are learnt. */
    private void cutAfter(int rows, Path state) {
        Heard cutting = Heard.interruptingAfter(rows, LEARNING);
        KaiyeException cut =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                prune(
                                        Order.USUAL,
                                        state,
                                        "cut-" + state.getFileName(),
                                        false,
                                        cutting));
        assertEquals(ErrorCode.SHUTTING_DOWN, cut.code(), cut.getMessage());
        assertTrue(Files.isRegularFile(state));
    }

    private PrunedModel prune(Order order, Path state, String folder, boolean resume, Heard seen) {
        List<Example> all = Parcels.ROWS;
        return new Pruner(ENGINE, trainer())
                .prune(
                        source,
                        new PruneRows(
                                all.subList(0, order.rows()),
                                all.subList(64, 96),
                                false,
                                OptionalDouble.empty()),
                        order.pruning(),
                        50,
                        Optional.of(
                                new RecoveryState(
                                        state, resume, Map.of("version", order.version()))),
                        work.resolve(folder),
                        seen);
    }

    private static Trainer trainer() {
        return new Trainer(
                ENGINE, new Bases(CacheFolder.find()), InstantSource.system(), CostRate.DEFAULT);
    }

    private static Path graph(Path folder) {
        return folder.resolve(ModelFolder.GRAPH);
    }
}

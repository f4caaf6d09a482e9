package io.kaiye.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.CostRate;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.graph.EncoderWidths;
import io.kaiye.graph.EncoderWidths.Block;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.train.Trainer;
import io.kaiye.train.TuneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small Chinese encoder that tells parcels from refunds, pruned. */
class PrunerTest {
    private static final Engine ENGINE = new Engine(2);
    private static final Bases BASES = new Bases(CacheFolder.find());
    private static final Trainer TRAINER =
            new Trainer(ENGINE, BASES, InstantSource.system(), CostRate.DEFAULT);
    private static final List<Example> ROWS = Parcels.ROWS;

    @TempDir static Path shared;
    private static Path source;

    @TempDir Path work;

    @BeforeAll
    static void makeAClassifier() {
        source = Parcels.classifier(ENGINE, BASES, shared);
    }

    @AfterAll
    static void end() {
        ENGINE.close();
    }

    @Test
    void halfOfTheHeadsAndNeuronsGoAndTheAnswersStay() throws IOException {
        PrunedModel pruned = prune(0.5, 10, false);
        assertEquals(32, pruned.heads().of());
        assertEquals(16, pruned.heads().sum());
        assertEquals(8192, pruned.neurons().of());
        assertEquals(4096, pruned.neurons().sum());
        assertEquals(64, pruned.rowsLearnt());
        assertEquals(1, pruned.before());
        assertTrue(pruned.after() >= 0.9, () -> "after " + pruned.after());
        EncoderWidths left = EncoderWidths.of(ModelFolder.readGraph(pruned.folder()));
        assertEquals(staying(pruned.heads()), units(left.heads()));
        assertEquals(staying(pruned.neurons()), units(left.neurons()));
        assertTrue(units(left.neurons()).stream().allMatch(count -> count % 32 == 0));
        assertTrue(Files.size(pruned.folder().resolve(ModelFolder.GRAPH)) < 0.85 * size(source));
        try (var folders = Files.list(work)) {
            assertEquals(List.of(pruned.folder()), folders.toList());
        }
        CompressedModel small =
                new Int8Compressor(ENGINE)
                        .compress(
                                pruned.folder(), ROWS.subList(64, 96), 10, work, Progress.silent());
        assertEquals(ModelInfo.INT8, small.info().precision());
        assertTrue(small.after().quality() >= 0.9);
    }

    @Test
    void whereTheModelHasSeenTheHeldOutRowsSoDoesThePrunedOne() throws IOException {
        PrunedModel pruned = prune(0.25, 10, true);
        assertEquals(0.95, pruned.before());
        assertEquals(96, pruned.rowsLearnt());
        try (var folders = Files.list(work)) {
            assertEquals(List.of(pruned.folder()), folders.toList());
        }
    }

    @Test
    void tooMuchLostIsRefused() {
        List<Example> odd =
                ROWS.subList(64, 96).stream()
                        .map(row -> new Example(row.text(), Parcels.LABELS.getFirst()))
                        .toList();
        PruneRows rows = new PruneRows(ROWS.subList(0, 64), odd, true, OptionalDouble.of(0.8));
        refused(ErrorCode.INVALID_DATA, source, rows, 1, "and at most 1.00 may be lost");
    }

    @Test
    void whatCannotBePrunedIsRefused() {
        Path encoder = shared.resolve("encoder");
        refused(ErrorCode.UNSUPPORTED_MODEL, encoder, usual(), 1, "A bare encoder has no labels");
        Path int8 = work.resolve("int8");
        ModelFolder.writeVariant(
                source,
                int8,
                Quantizer.int8(ModelFolder.readGraph(source), Set.of()),
                ModelInfo.INT8);
        refused(ErrorCode.UNSUPPORTED_MODEL, int8, usual(), 1, "int8 already");
        refused(ErrorCode.INVALID_ARGUMENT, source, usual(), 101, "--max-loss is 101");
        PruneRows none = new PruneRows(ROWS, List.of(), false, OptionalDouble.empty());
        refused(ErrorCode.INVALID_DATA, source, none, 1, "no rows to learn from or to judge by");
        PruneRows foreign =
                new PruneRows(
                        List.of(new Example("text", "foreign")),
                        ROWS,
                        false,
                        OptionalDouble.empty());
        refused(ErrorCode.INVALID_DATA, source, foreign, 1, "foreign");
        for (double ratio : new double[] {0, -0.1, 0.91, Double.NaN}) {
            KaiyeException refused = assertThrows(KaiyeException.class, () -> settings(ratio));
            assertTrue(refused.getMessage().contains("--prune is " + ratio));
        }
    }

    @Test
    void anInterruptEndsItSoon() {
        Thread.currentThread().interrupt();
        try {
            refused(ErrorCode.SHUTTING_DOWN, source, usual(), 1, "");
        } finally {
            Thread.interrupted(); // for the tests that follow
        }
    }

    private static List<Integer> staying(PrunedModel.Kept kept) {
        return kept.layers().stream().filter(count -> count > 0).toList();
    }

    private static List<Integer> units(List<Block> blocks) {
        return blocks.stream().map(Block::units).toList();
    }

    private static long size(Path folder) throws IOException {
        return Files.size(folder.resolve(ModelFolder.GRAPH));
    }

    private void refused(ErrorCode code, Path model, PruneRows rows, double most, String words) {
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                new Pruner(ENGINE, TRAINER)
                                        .prune(
                                                model,
                                                rows,
                                                settings(0.5),
                                                most,
                                                Optional.empty(),
                                                work,
                                                Progress.silent()));
        assertEquals(code, refused.code(), refused::getMessage);
        assertTrue(refused.getMessage().contains(words), refused::getMessage);
    }

    private PrunedModel prune(double ratio, double most, boolean seen) {
        PruneRows rows =
                new PruneRows(
                        ROWS.subList(0, 64),
                        ROWS.subList(64, 96),
                        seen,
                        seen ? OptionalDouble.of(0.95) : OptionalDouble.empty());
        return new Pruner(ENGINE, TRAINER)
                .prune(
                        source,
                        rows,
                        settings(ratio),
                        most,
                        Optional.empty(),
                        work,
                        Progress.silent());
    }

    private static PruneRows usual() {
        return new PruneRows(
                ROWS.subList(0, 64), ROWS.subList(64, 96), false, OptionalDouble.empty());
    }

    private static PruneSettings settings(double ratio) {
        return new PruneSettings(
                ratio,
                TuneSettings.of(Map.of("epochs", "3", "batch", "16", "precision", "float32")),
                7);
    }
}

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
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.Head;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.Want;
import io.kaiye.train.Trainer;
import io.kaiye.train.TuneSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private static final List<String> LABELS = List.of("parcel", "refund");
    private static final List<Example> ROWS = rows(96);

    @TempDir static Path shared;
    private static Path source;

    @TempDir Path work;

    @BeforeAll
    static void makeAClassifier() {
        Base base = BASES.open("bge-small-zh");
        Path encoder = shared.resolve("encoder");
        ModelFolder.writeEncoder(encoder, base);
        source = shared.resolve("model");
        ModelFolder.writeClassifier(source, base, head(encoder));
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
                        .map(row -> new Example(row.text(), LABELS.getFirst()))
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
                .prune(source, rows, settings(ratio), most, work, Progress.silent());
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

    /** The difference of the mean vectors, which tells these rows apart. */
    private static Head head(Path encoder) {
        try (Model model = ENGINE.open(encoder)) {
            float[][] vectors =
                    ENGINE.runAll(
                            model,
                            ROWS.stream().map(Example::text).toList(),
                            Want.EMBEDDING,
                            Progress.silent());
            float[][] weights = new float[2][vectors[0].length];
            float[] bias = new float[2];
            float[] middle = new float[vectors[0].length];
            for (int row = 0; row < vectors.length; row++) {
                int label = LABELS.indexOf(ROWS.get(row).label());
                for (int i = 0; i < middle.length; i++) {
                    weights[label][i] += 40 * vectors[row][i] / vectors.length;
                    middle[i] += vectors[row][i] / vectors.length;
                }
            }
            for (int label = 0; label < 2; label++) {
                for (int i = 0; i < middle.length; i++) {
                    bias[label] -= weights[label][i] * middle[i];
                }
            }
            return new Head(LABELS, weights, bias, 1);
        }
    }

    private static List<Example> rows(int count) {
        String[][] sayings = {
            {"快递怎么还没到", "包裹在哪里", "物流几天没有更新了", "什么时候发货"},
            {"我要退款", "钱什么时候退回来", "把钱还给我", "退款还没有到账"}
        };
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String saying = sayings[i % 2][i / 2 % 4];
            rows.add(new Example(saying + "第" + i + "次", LABELS.get(i % 2)));
        }
        return rows;
    }
}

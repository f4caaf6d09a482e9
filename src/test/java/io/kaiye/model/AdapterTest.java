package io.kaiye.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.Machine;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters over one base: their answers, and who owns the base. */
class AdapterTest {
    private static final float CLOSE = 1e-4f;
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "my card has not arrived",
                    "the transfer was declined and I was charged a fee for it, why is that",
                    "汇率是多少",
                    "refund " + "please ".repeat(60));

    @TempDir private Path temporary;

    @Test
    void anAdapterAnswersAsTheMergedModel() {
        AdapterFile.Learnt learnt =
                Adapters.learnt(Encoders.base(Adapters.BASE), 5, 8, 1, any -> true);
        Path merged = Adapters.merged(temporary.resolve("merged"), learnt, 5);
        Path apart = Adapters.write(temporary.resolve("apart"), learnt, 5);
        try (Engine engine = new Engine(2)) {
            assertSame(engine, merged, apart);
            float[][] moved = run(engine, apart, Want.EMBEDDING);
            float[][] before =
                    engine.runAll(
                            Encoders.model(Adapters.BASE),
                            TEXTS,
                            Want.EMBEDDING,
                            Progress.silent());
            assertTrue(cosine(moved[1], before[1]) < 0.95, "the updates must move the vectors");
        }
    }

    @Test
    void matricesWithoutAnUpdateStayThoseOfTheBase() {
        AdapterFile.Learnt learnt =
                Adapters.learnt(
                        Encoders.base(Adapters.BASE), 3, 4, 2, name -> name.hashCode() % 2 == 0);
        try (Engine engine = new Engine(2)) {
            assertSame(
                    engine,
                    Adapters.merged(temporary.resolve("merged"), learnt, 3),
                    Adapters.write(temporary.resolve("apart"), learnt, 3));
        }
    }

    @Test
    void adaptersOfAnyRankShareOneBase() {
        try (Engine engine = new Engine(2)) {
            List<Model> open = new ArrayList<>();
            List<float[][]> alone = new ArrayList<>();
            for (int rank : new int[] {1, 8, 40}) {
                Path folder = Adapters.write(temporary.resolve("r" + rank), rank + 2, rank, rank);
                alone.add(run(engine, folder, Want.PROBABILITIES));
                assertEquals(0, engine.basesOpen());
            }
            for (int rank : new int[] {1, 8, 40}) {
                open.add(engine.open(temporary.resolve("r" + rank)));
            }
            assertEquals(1, engine.basesOpen());
            for (int i = 0; i < open.size(); i++) {
                float[][] together =
                        engine.runAll(open.get(i), TEXTS, Want.PROBABILITIES, Progress.silent());
                assertRows(alone.get(i), together);
            }
            open.getFirst().close();
            open.getLast().close();
            assertEquals(1, engine.basesOpen());
            engine.runAll(open.get(1), TEXTS, Want.EMBEDDING, Progress.silent());
            open.get(1).close();
            open.get(1).close();
            assertEquals(0, engine.basesOpen());
        }
    }

    @Test
    void theEngineClosesAdaptersAndThenTheirBase() {
        Engine engine = new Engine(1);
        engine.open(Adapters.write(temporary.resolve("one"), 2, 2, 1));
        engine.open(Adapters.write(temporary.resolve("two"), 2, 2, 2));
        engine.close();
        assertEquals(0, engine.basesOpen());
    }

    @Test
    void aFolderWrittenWholeIsThePlainModel() throws IOException {
        Path apart = Adapters.write(temporary.resolve("apart"), 4, 8, 3);
        Path whole = ModelFolder.whole(apart, temporary.resolve("whole"));
        assertEquals(ModelKind.NEURAL, ModelFolder.readInfo(whole).kind());
        assertEquals(whole, ModelFolder.whole(whole, temporary.resolve("again")));
        assertTrue(Files.size(whole.resolve("model.onnx")) > 80_000_000);
        assertTrue(ModelFolder.readInfo(apart).sizeBytes() < 2_000_000);
        try (Engine engine = new Engine(2)) {
            assertSame(engine, whole, apart);
        }
    }

    @Test
    void openingAndClosingManyTimesLeaksNothing() {
        Path folder = Adapters.write(temporary.resolve("apart"), 77, 8, 4);
        try (Engine engine = new Engine(1)) {
            try (Model other = engine.open(folder)) {
                open(engine, folder, 50);
                long before = Machine.residentBytes();
                open(engine, folder, 500); // 700 MB if their weights stayed
                long grown = Machine.residentBytes() - before;
                assertTrue(grown < 300L << 20, grown / 1024 + " kB grown, " + other.info().kind());
            }
            open(engine, folder, 2);
            long before = Machine.residentBytes();
            open(engine, folder, 5); // each opens the base and closes it: 450 MB if it stayed
            long grown = Machine.residentBytes() - before;
            assertTrue(grown < 150L << 20, grown / 1024 + " kB grown over 5 bases");
        }
    }

    private static void open(Engine engine, Path folder, int times) {
        for (int i = 0; i < times; i++) {
            try (Model model = engine.open(folder)) {
                model.run(List.of(model.prepare("refund")), Want.PROBABILITIES);
            }
        }
        System.gc();
    }

    private static void assertSame(Engine engine, Path expected, Path actual) {
        for (Want want : Want.values()) {
            assertRows(run(engine, expected, want), run(engine, actual, want));
        }
    }

    private static float[][] run(Engine engine, Path folder, Want want) {
        try (Model model = engine.open(folder)) {
            return engine.runAll(model, TEXTS, want, Progress.silent());
        }
    }

    private static void assertRows(float[][] expected, float[][] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertArrayEquals(expected[i], actual[i], CLOSE, TEXTS.get(i));
        }
    }

    private static double cosine(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}

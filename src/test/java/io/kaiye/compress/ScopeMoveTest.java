package io.kaiye.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ScopeRule;
import io.kaiye.model.ScopeScore;
import io.kaiye.model.ScopedAnswers;
import io.kaiye.model.Want;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScopeMoveTest {
    private static final ScopeRule.Fit FIT =
            new ScopeRule.Fit(0.9, "valid split", 100, 90, 90, 0, 0, null, null);

    @TempDir Path folder;

    @Test
    void asManyTextsLieBelowTheThresholdAsBefore() {
        Random random = new Random(2);
        double[] was = random.doubles(200).toArray();
        double[] is = Arrays.stream(was).map(score -> Math.exp(3 * score) - 7).toArray();
        for (double threshold : new double[] {0.1, 0.5, 0.9}) {
            double moved = ScopeMove.threshold(was, is, threshold);
            for (int i = 0; i < was.length; i++) {
                assertEquals(was[i] < threshold, is[i] < moved);
            }
        }
    }

    /** Nothing lies below it; the scores far from it move wildly. */
    @Test
    void aThresholdOnTheEdgeMovesAsTheScoresNearIt() {
        Random random = new Random(1);
        double[] was = new double[200];
        double[] is = new double[200];
        for (int i = 0; i < was.length; i++) {
            was[i] = i / 100.0;
            is[i] = was[i] + (was[i] > 1.5 ? 5 * random.nextDouble() : -0.25);
        }
        assertEquals(-0.25, ScopeMove.threshold(was, is, 0), 1e-9);
        assertEquals(12, ScopeMove.threshold(new double[] {1}, new double[] {4}, 9), 1e-9);
    }

    @Test
    void theInt8ModelSaysNoneOfTheseToAsManyTexts() throws IOException {
        Path source = folder.resolve("model");
        ModelFolder.writeClassifier(source, FragileEncoder.base(folder), FragileEncoder.head());
        try (Engine engine = new Engine(2)) {
            List<String> texts = FragileEncoder.texts();
            ModelInfo info = ModelFolder.readInfo(source);
            double[] energies = energies(engine, source, texts);
            double[] sorted = energies.clone();
            Arrays.sort(sorted);
            int refused = sorted.length / 4;
            double threshold = (sorted[refused - 1] + sorted[refused]) / 2;
            ScopeRule rule = new ScopeRule(ScopeScore.ENERGY, threshold, null, FIT);
            ModelFolder.writeInfo(source, info.withScope(rule));
            List<Example> rows = labelled(engine, source, texts);
            CompressedModel small =
                    ScopeMove.moved(
                            engine,
                            source,
                            new Int8Compressor(engine)
                                    .compress(
                                            source,
                                            rows,
                                            0.5,
                                            folder.resolve("work"),
                                            Progress.silent()),
                            rows,
                            false);
            ScopeRule moved = small.info().scope();
            assertNotNull(moved);
            assertEquals(threshold, moved.fit().movedFrom());
            assertEquals(small.info(), ModelFolder.readInfo(small.folder()));
            int now = 0;
            for (double energy : energies(engine, small.folder(), texts)) {
                now += energy < moved.threshold() ? 1 : 0;
            }
            // An int8 answer depends a little on its neighbours in the batch.
            assertTrue(Math.abs(now - refused) <= 2, now + " instead of " + refused);
        }
    }

    /** The share that was to be kept is kept again, and the figures are the new model's. */
    @Test
    void onUnseenRowsTheThresholdIsFittedAgain() throws IOException {
        Path source = folder.resolve("model");
        ModelFolder.writeClassifier(source, FragileEncoder.base(folder), FragileEncoder.head());
        try (Engine engine = new Engine(2)) {
            List<Example> rows = labelled(engine, source, FragileEncoder.texts());
            ModelInfo info = ModelFolder.readInfo(source);
            ScopeRule rule = new ScopeRule(ScopeScore.ENERGY, 100, null, FIT);
            ModelFolder.writeInfo(source, info.withScope(rule));
            CompressedModel small =
                    new Int8Compressor(engine)
                            .compress(source, rows, 0.5, folder.resolve("work"), Progress.silent());
            ScopeRule again = ScopeMove.moved(engine, source, small, rows, true).info().scope();
            assertNotNull(again);
            assertNull(again.fit().movedFrom());
            assertEquals(rows.size(), again.fit().inScope());
            int kept = (int) Math.ceil(0.9 * rows.size());
            assertEquals(kept, again.fit().kept(), 2, again.toString());
            // Too few rows to fit on: moved from where it was.
            ScopeRule moved =
                    ScopeMove.moved(engine, source, small, rows.subList(0, 19), true)
                            .info()
                            .scope();
            assertNotNull(moved);
            assertEquals(100.0, moved.fit().movedFrom());
        }
    }

    @Test
    void aModelWithoutAThresholdStaysAsItIs() throws IOException {
        Path source = folder.resolve("model");
        ModelFolder.writeClassifier(source, FragileEncoder.base(folder), FragileEncoder.head());
        try (Engine engine = new Engine(1)) {
            List<Example> rows = labelled(engine, source, FragileEncoder.texts());
            CompressedModel small =
                    new Int8Compressor(engine)
                            .compress(source, rows, 100, folder.resolve("work"), Progress.silent());
            assertEquals(small, ScopeMove.moved(engine, source, small, rows, true));
            assertNull(small.info().scope());
        }
    }

    private static double[] energies(Engine engine, Path folder, List<String> texts) {
        try (Model model = engine.open(folder)) {
            return Arrays.stream(engine.logitsAll(model, texts, Progress.silent()))
                    .mapToDouble(row -> ScopeScore.ENERGY.of(row, model.info().temperature(), -1))
                    .toArray();
        }
    }

    private static List<Example> labelled(Engine engine, Path folder, List<String> texts) {
        List<Example> rows = new ArrayList<>();
        try (Model model = engine.open(folder)) {
            float[][] scores = engine.runAll(model, texts, Want.LOGITS, Progress.silent());
            float[][] shares = ScopedAnswers.of(model.info(), scores).probabilities();
            for (int i = 0; i < shares.length; i++) {
                int best = 0;
                for (int label = 1; label < shares[i].length; label++) {
                    best = shares[i][label] > shares[i][best] ? label : best;
                }
                rows.add(new Example(texts.get(i), model.info().labels().get(best)));
            }
        }
        return rows;
    }
}

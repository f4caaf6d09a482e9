package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.CostRate;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Metric;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Contrast and a head, on the bundled encoder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FewshotTest {
    private static final List<Example> ROWS = SampleData.rows(96, 4);

    @TempDir private Path work;
    private final Engine engine = new Engine(2);
    private final Trainer trainer =
            new Trainer(
                    engine,
                    new Bases(CacheFolder.find()),
                    InstantSource.system(),
                    CostRate.DEFAULT);

    @AfterAll
    void closeEngine() {
        engine.close();
    }

    @Test
    void theExportedGraphGivesTheProbabilitiesThatWereJudged() {
        TrainedModel trained = train(ROWS.subList(0, 32), ROWS.subList(32, 64), "judged");
        assertTrue(trained.quality().value() > 0.9, trained.quality().toString());
        assertEquals("all-MiniLM-L6-v2", trained.settings().get("base"));
        assertEquals(5e-5, trained.settings().get("rate"));
        try (Model model = engine.open(trained.folder())) {
            float[][] answers =
                    engine.runAll(
                            model,
                            trained.heldOut().texts(),
                            Want.PROBABILITIES,
                            Progress.silent());
            float[][] judged = trained.heldOut().predictions().probabilities();
            for (int i = 0; i < judged.length; i++) {
                assertArrayEquals(judged[i], answers[i], 1e-3f);
            }
        }
    }

    @Test
    void theHeldOutRowsJoinInAtTheEnd() {
        TrainedModel trained = train(ROWS.subList(0, 40), List.of(), "all");
        assertTrue(trained.refit());
        assertTrue(trained.quality().value() > 0.5, trained.quality().toString());
    }

    @Test
    void manyRowsOfALabelAreForTune() {
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () -> train(SampleData.rows(300, 4), List.of(), "many"));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
        assertTrue(
                refused.getMessage().contains("at most 64 rows a label, and there are 67"),
                refused.getMessage());
    }

    @Test
    void aCutRunGoesOnAsIfItHadNotBeenCut() throws Exception {
        try (TuneRuns runs = new TuneRuns(work)) {
            TuneRuns.Order order =
                    TuneRuns.Order.of(
                            "fewshot",
                            Map.of("epochs", "3", "precision", "float32"),
                            work.resolve("few.state"));
            Path whole = runs.train(order, "whole", Progress.silent()).folder();
            runs.cutAfter(96, "Contrastive learning", order);
            assertTrue(Files.isRegularFile(order.state()));
            Path resumed = runs.train(order.resumed(), "resumed", Progress.silent()).folder();
            assertEquals(
                    -1, Files.mismatch(whole.resolve("model.onnx"), resumed.resolve("model.onnx")));
        }
    }

    private TrainedModel train(List<Example> train, List<Example> valid, String folder) {
        return trainer.train(
                new TrainingRequest(
                        SampleData.dataset(train, valid, List.of()),
                        "fewshot",
                        Metric.ACCURACY,
                        OptionalDouble.empty(),
                        Duration.ofMinutes(5),
                        Optional.empty(),
                        7,
                        TuneSettings.of(Map.of("epochs", "2", "precision", "float32")),
                        Optional.empty(),
                        false,
                        work.resolve(folder)),
                Progress.silent());
    }
}

package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.CostRate;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Dataset;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Several models with different seeds, joined. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeedsTest {
    private static final Dataset DATA =
            SampleData.dataset(
                    SampleData.rows(64, 4), SampleData.rows(96, 4).subList(64, 96), List.of());
    private static final Map<String, String> TWO =
            Map.of("epochs", "2", "batch", "16", "layers", "2", "seeds", "2");

    /** What lower layers make of a text is kept in 16 bits. */
    private static final float ROUNDED = 1e-2f;

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
    void anEnsembleAnswersAsItWasJudgedAndSharesTheLowerLayers() throws Exception {
        TrainedModel two = train(TWO, "two");
        assertTrue(two.quality().value() > 0.9, two.quality().toString());
        assertSameAnswers(two);
        long alone = Files.size(train(with("seeds", "1"), "one").folder().resolve("model.onnx"));
        double times = (double) Files.size(two.folder().resolve("model.onnx")) / alone;
        assertTrue(times > 1.05 && times < 1.4, "times the size of one: " + times);
        assertEquals(2, ((List<?>) two.settings().getOrDefault("curves", List.of())).size());
    }

    @Test
    void anAverageIsAsLargeAsOneModel() throws Exception {
        TrainedModel average = train(with("join", "average"), "average");
        assertTrue(average.quality().value() > 0.9, average.quality().toString());
        assertSameAnswers(average);
        TrainedModel alone = train(with("seeds", "1"), "alone");
        assertEquals(
                Files.size(alone.folder().resolve("model.onnx")),
                Files.size(average.folder().resolve("model.onnx")));
    }

    @Test
    void aResumedRunTakesTheModelsThatWereDoneAsTheyAre() throws Exception {
        Path state = work.resolve("again.state");
        TrainedModel whole = train(TWO, "whole", state, false);
        assertTrue(Files.exists(state) && Files.exists(work.resolve("again.state-1")));
        TrainedModel again = train(TWO, "again", state, true);
        assertArrayEquals(
                Files.readAllBytes(whole.folder().resolve("model.onnx")),
                Files.readAllBytes(again.folder().resolve("model.onnx")));
    }

    @Test
    void anEnsembleTeachesOnlyAnotherBase() {
        TrainedModel two = train(TWO, "teacher");
        Teacher teacher = new Teacher("two@1", "t", two.folder(), List.of());
        TrainingRequest request =
                request("distil", TWO, "taught", work.resolve("t.state"), false, Optional.empty())
                        .taughtBy(teacher);
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> trainer.train(request, Progress.silent()));
        assertTrue(refused.getMessage().contains("--base"), refused.getMessage());
    }

    private void assertSameAnswers(TrainedModel trained) {
        try (Model model = engine.open(trained.folder())) {
            float[][] answers =
                    engine.runAll(
                            model,
                            trained.heldOut().texts(),
                            Want.PROBABILITIES,
                            Progress.silent());
            float[][] judged = trained.heldOut().predictions().probabilities();
            for (int i = 0; i < judged.length; i++) {
                assertArrayEquals(judged[i], answers[i], ROUNDED);
            }
        }
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> all = new HashMap<>(TWO);
        all.put(name, value);
        return all;
    }

    private TrainedModel train(Map<String, String> settings, String folder) {
        return train(settings, folder, work.resolve(folder + ".state"), false);
    }

    private TrainedModel train(
            Map<String, String> settings, String folder, Path checkpoint, boolean resume) {
        return trainer.train(
                request(
                        "tune",
                        settings,
                        folder,
                        checkpoint,
                        resume,
                        Optional.of("all-MiniLM-L6-v2")),
                Progress.silent());
    }

    private TrainingRequest request(
            String recipe,
            Map<String, String> settings,
            String folder,
            Path checkpoint,
            boolean resume,
            Optional<String> base) {
        return new TrainingRequest(
                DATA,
                recipe,
                Metric.ACCURACY,
                OptionalDouble.empty(),
                Duration.ofMinutes(5),
                base,
                7,
                TuneSettings.of(settings),
                Optional.of(checkpoint),
                resume,
                work.resolve(folder));
    }
}

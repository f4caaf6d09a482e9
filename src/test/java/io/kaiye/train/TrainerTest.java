package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.CostRate;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Metric;
import io.kaiye.evaluate.Temperature;
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
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings with the bundled encoder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainerTest {
    private static final List<Example> ROWS = SampleData.rows(80, 4);

    @TempDir private Path work;
    private final Engine engine = new Engine(2);
    private final Bases bases = new Bases(CacheFolder.find());
    private final Trainer trainer =
            new Trainer(engine, bases, InstantSource.system(), CostRate.DEFAULT);

    @AfterAll
    void closeEngine() {
        engine.close();
    }

    @Test
    void probeIsJudgedOnHeldOutRowsAndLearnsFromAllOfThem() {
        TrainedModel model = train(data(ROWS, List.of()), "probe", "first");
        assertEquals("probe", model.recipe());
        assertTrue(model.refit());
        assertEquals(8, model.heldOut().predictions().rows());
        assertEquals(8, model.heldOut().texts().size());
        assertEquals("10% of train, seed 7", model.settings().get("heldOut"));
        assertEquals("bge-small-en", model.settings().get("base"));
        assertTrue(model.quality().value() > 0.9, model.quality().toString());
        assertTrue(model.targetMet());
        assertEquals(1, model.ladder().size());
        assertTrue(model.ladder().getFirst().chosen());
        assertTrue(model.sizeBytes() > 1_000_000);
        assertTrue(model.costMicros() > 0);
        assertFalse(model.ladder().getFirst().predicted().orElseThrow().time().isZero());
    }

    @Test
    void theWrittenGraphGivesTheProbabilitiesThatWereJudged() {
        List<Example> valid = SampleData.rows(120, 4).subList(80, 120);
        TrainedModel trained = train(data(ROWS, valid), "probe", "graph");
        assertFalse(trained.refit());
        try (Model model = engine.open(trained.folder())) {
            float[][] answers =
                    engine.runAll(
                            model,
                            trained.heldOut().texts(),
                            Want.PROBABILITIES,
                            Progress.silent());
            float[][] judged = trained.heldOut().predictions().probabilities();
            for (int i = 0; i < judged.length; i++) {
                assertArrayEquals(judged[i], answers[i], 1e-4f);
            }
            float[][] scores =
                    engine.logitsAll(model, trained.heldOut().texts(), Progress.silent());
            assertArrayEquals(
                    judged[0], Temperature.apply(scores, trained.temperature())[0], 1e-4f);
        }
    }

    @Test
    void equalDataSeedAndSettingsGiveEqualBytes() throws Exception {
        Path first = train(data(ROWS, List.of()), "probe", "one").folder();
        Path second = train(data(ROWS, List.of()), "probe", "two").folder();
        assertEquals(-1, Files.mismatch(first.resolve("model.onnx"), second.resolve("model.onnx")));
    }

    @Test
    void anUnknownBaseNamesThoseThereAre() {
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                trainer.train(
                                        request(
                                                data(ROWS, List.of()),
                                                "probe",
                                                Optional.of("bge-smal-en"),
                                                "base"),
                                        Progress.silent()));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
        assertTrue(refused.getMessage().contains("bge-small-en"), refused.getMessage());
    }

    @Test
    void interruptingLeavesNothingBehind() throws Exception {
        Thread.currentThread().interrupt();
        KaiyeException cancelled =
                assertThrows(
                        KaiyeException.class, () -> train(data(ROWS, List.of()), "probe", "cut"));
        assertEquals(ErrorCode.SHUTTING_DOWN, cancelled.code());
        assertFalse(Files.exists(work.resolve("cut/model")));
    }

    private TrainedModel train(Dataset data, String recipe, String folder) {
        return trainer.train(request(data, recipe, Optional.empty(), folder), Progress.silent());
    }

    private TrainingRequest request(
            Dataset data, String recipe, Optional<String> base, String folder) {
        return new TrainingRequest(
                data,
                recipe,
                Metric.ACCURACY,
                OptionalDouble.of(0.5),
                Duration.ofMinutes(5),
                base,
                7,
                TuneSettings.usual(),
                Optional.empty(),
                false,
                work.resolve(folder));
    }

    private static Dataset data(List<Example> train, List<Example> valid) {
        return SampleData.dataset(train, valid, List.of());
    }
}

package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.CostRate;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Metric;
import io.kaiye.graph.EncoderLayers;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.Want;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A smaller model from a teacher that was trained in a moment. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DistilTest {
    private static final String MINILM = "all-MiniLM-L6-v2";
    private static final List<Example> ROWS = SampleData.rows(160, 4);
    private static final Dataset DATA =
            SampleData.dataset(ROWS.subList(0, 64), ROWS.subList(64, 96), List.of());
    private static final List<String> UNLABELLED =
            ROWS.subList(96, 160).stream().map(Example::text).toList();

    @TempDir private static Path work;
    private final Engine engine = new Engine(2);
    private final Trainer trainer =
            new Trainer(
                    engine,
                    new Bases(CacheFolder.find()),
                    InstantSource.system(),
                    CostRate.DEFAULT);
    private Path neural = Path.of("");
    private Path linear = Path.of("");

    @BeforeAll
    void trainTeachers() {
        neural = train(request(DATA, "probe", Optional.of(MINILM), "neural")).folder();
        linear = train(request(DATA, "linear", Optional.empty(), "linear")).folder();
    }

    @AfterAll
    void closeEngine() {
        engine.close();
    }

    @Test
    void theStudentKeepsHalfTheLayersAndTheTeachersAnswers() {
        TrainedModel trained =
                train(
                        request(DATA, "distil", Optional.empty(), "student")
                                .taughtBy(teacher(neural, UNLABELLED)));
        assertTrue(trained.quality().value() > 0.9, trained.quality().toString());
        assertEquals(3, EncoderLayers.of(ModelFolder.readGraph(trained.folder())).count());
        assertEquals("desk@3", trained.settings().get("teacher"));
        assertEquals("abc", trained.settings().get("teacherId"));
        assertEquals(64, trained.settings().get("unlabelledRows"));
        assertEquals(3, trained.settings().get("studentLayers"));
        try (Model model = engine.open(trained.folder())) {
            float[][] answers =
                    engine.runAll(
                            model,
                            trained.heldOut().texts(),
                            Want.PROBABILITIES,
                            Progress.silent());
            assertArrayEquals(
                    trained.heldOut().predictions().probabilities()[0], answers[0], 1e-3f);
        }
    }

    @Test
    void aLinearTeacherTeachesABase() {
        TrainingRequest alone =
                request(DATA, "distil", Optional.empty(), "no")
                        .taughtBy(teacher(linear, List.of()));
        refused(alone, ErrorCode.INVALID_ARGUMENT, "desk@3 is linear");
        TrainedModel trained =
                train(
                        request(DATA, "distil", Optional.of(MINILM), "yes")
                                .taughtBy(teacher(linear, List.of())));
        assertTrue(trained.quality().value() > 0.9, trained.quality().toString());
    }

    @Test
    void theTeacherBelongsToDistilAlone() {
        Teacher teacher = teacher(neural, List.of());
        refused(
                request(DATA, "distil", Optional.empty(), "none"),
                ErrorCode.INVALID_ARGUMENT,
                "--teacher MODEL");
        refused(
                request(DATA, "auto", Optional.empty(), "auto").taughtBy(teacher),
                ErrorCode.INVALID_ARGUMENT,
                "the recipe is auto; only distil learns from one");
        assertTrue(Recipes.of("auto").stream().noneMatch(one -> one.name().equals("distil")));
    }

    @Test
    void otherLabelsAreNamed() {
        Dataset other = SampleData.dataset(SampleData.rows(40, 5), List.of(), List.of());
        TrainingRequest request = request(other, "distil", Optional.empty(), "labels");
        refused(
                request.taughtBy(teacher(neural, List.of())),
                ErrorCode.INVALID_DATA,
                "only the data has \"");
    }

    @Test
    void theLayersThatStayAreSpreadAndTheLastIsOne() {
        Teacher teacher = teacher(neural, List.of());
        assertEquals(List.of(1, 3, 5, 7, 9, 11), Student.kept(12, 0, teacher));
        assertEquals(List.of(1, 3, 5), Student.kept(6, 0, teacher));
        assertEquals(List.of(2, 5, 8, 11), Student.kept(12, 4, teacher));
        assertEquals(List.of(3, 7, 11, 15, 19, 23), Student.kept(24, 0, teacher));
        assertThrows(KaiyeException.class, () -> Student.kept(6, 7, teacher));
        assertThrows(KaiyeException.class, () -> Student.kept(0, 0, teacher));
    }

    private void refused(TrainingRequest request, ErrorCode code, String words) {
        KaiyeException refused = assertThrows(KaiyeException.class, () -> train(request));
        assertEquals(code, refused.code());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    private static Teacher teacher(Path folder, List<String> unlabelled) {
        return new Teacher("desk@3", "abc", folder, unlabelled);
    }

    private TrainedModel train(TrainingRequest request) {
        return trainer.train(request, Progress.silent());
    }

    private TrainingRequest request(
            Dataset data, String recipe, Optional<String> base, String folder) {
        return new TrainingRequest(
                data,
                recipe,
                Metric.ACCURACY,
                OptionalDouble.empty(),
                Duration.ofMinutes(5),
                base,
                7,
                recipe.equals("distil")
                        ? TuneSettings.of(
                                Map.of("epochs", "3", "batch", "16", "precision", "float32"))
                        : TuneSettings.usual(),
                Optional.empty(),
                false,
                work.resolve(folder));
    }
}

package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.CostRate;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.compress.Int8Compressor;
import io.kaiye.data.Dataset;
import io.kaiye.evaluate.Metric;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ModelKind;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A linear model and an encoder that answer together. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlendTest {
    private static final Dataset DATA =
            SampleData.dataset(
                    SampleData.rows(64, 4), SampleData.rows(96, 4).subList(64, 96), List.of());

    /** What lower layers make of a text is kept in 16 bits, and the ratio is that of one half. */
    private static final float ROUNDED = 5e-2f;

    @TempDir static Path work;
    private final Engine engine = new Engine(2);
    private final Bases bases = new Bases(CacheFolder.find());
    private TrainedModel blend;

    @BeforeAll
    void train() {
        blend = trained("blend", false);
    }

    private TrainedModel trained(String folder, boolean resume) {
        return trained("blend", OptionalDouble.empty(), folder, resume);
    }

    private TrainedModel trained(
            String recipe, OptionalDouble target, String folder, boolean resume) {
        Trainer trainer = new Trainer(engine, bases, InstantSource.system(), CostRate.DEFAULT);
        return trainer.train(
                new TrainingRequest(
                        DATA,
                        recipe,
                        Metric.ACCURACY,
                        target,
                        Duration.ofMinutes(5),
                        Optional.of("all-MiniLM-L6-v2"),
                        7,
                        TuneSettings.of(Map.of("epochs", "2", "batch", "16", "layers", "2")),
                        Optional.of(work.resolve(recipe + ".state")),
                        resume,
                        work.resolve(folder)),
                Progress.silent());
    }

    @AfterAll
    void closeEngine() {
        engine.close();
    }

    @Test
    void itAnswersAsItWasJudged() {
        assertEquals(ModelKind.BLEND, blend.info().kind());
        assertTrue(blend.quality().value() > 0.9, blend.quality().toString());
        float[][] answers = answers(blend.folder(), Want.PROBABILITIES);
        float[][] judged = blend.heldOut().predictions().probabilities();
        for (int i = 0; i < judged.length; i++) {
            assertArrayEquals(judged[i], answers[i], ROUNDED);
        }
    }

    /** Its value is that of both parts learnt for it alone. */
    @Test
    void aClimbThatMissesItsTargetJoinsWhatItHasLearnt() {
        TrainedModel best = trained("auto", OptionalDouble.of(0.99), "climb", false);
        assertEquals(
                List.of("linear", "probe", "fewshot", "tune", "blend"),
                best.ladder().stream().map(LadderStep::recipe).toList());
        LadderStep joined = best.ladder().getLast();
        LadderStep tune = best.ladder().get(3);
        assertEquals(LadderStep.Outcome.BELOW_TARGET, joined.outcome(), joined.note());
        assertEquals(blend.quality(), joined.valid().orElseThrow());
        assertTrue(joined.trainTime().compareTo(tune.trainTime()) > 0);
        assertTrue(
                joined.predicted().orElseThrow().time().compareTo(tune.trainTime()) < 0,
                joined.note());
    }

    /** Without a valid split both parts learn once more from all rows, in both ways. */
    @Test
    void joinedItIsWhatItIsByItself() throws Exception {
        TrainingContext context = context();
        Path joined = work.resolve("joined");
        Path alone = work.resolve("alone");
        try (Recipe linear = new LinearRecipe();
                Recipe tune = new TuneRecipe(TuneKind.ALL);
                Recipe recipe = new BlendRecipe()) {
            Recipe made =
                    recipe.joining(
                            Map.of("linear", linear.fit(context), "tune", tune.fit(context)));
            Duration predicted = made.estimate(context).time();
            assertTrue(predicted.compareTo(Duration.ofSeconds(2)) < 0, predicted.toString());
            made.fit(context).write(joined, 1.5, true);
            recipe.fit(context).write(alone, 1.5, true);
        }
        for (String file : List.of(ModelFolder.GRAPH, ModelFolder.LINEAR)) {
            assertArrayEquals(
                    Files.readAllBytes(alone.resolve(file)),
                    Files.readAllBytes(joined.resolve(file)),
                    file);
        }
        assertEquals(blend.heldOut().texts().size(), answers(joined, Want.LOGITS).length);
    }

    private TrainingContext context() {
        return new TrainingContext(
                DATA.labels(),
                DATA.train(),
                DATA.valid(),
                "en",
                Optional.of("all-MiniLM-L6-v2"),
                Optional.empty(),
                7,
                engine,
                bases,
                CostRate.DEFAULT,
                TuneSettings.of(Map.of("epochs", "2", "batch", "16", "layers", "2")),
                () -> Duration.ofMinutes(5),
                Optional.empty(),
                false,
                work.resolve("context"),
                false,
                Progress.silent());
    }

    /** Each part opened by itself, and the sum worked out by hand. */
    @Test
    void itsScoresAreTheSumOfItsParts() throws Exception {
        Path neural = copy("neural", ModelFolder.GRAPH, ModelFolder.TOKENIZER, ModelFolder.CONFIG);
        Path linear = copy("linear", ModelFolder.LINEAR);
        say(neural, ModelKind.NEURAL);
        say(linear, ModelKind.LINEAR);
        float[][] read = answers(neural, Want.LOGITS);
        float[][] counted = answers(linear, Want.LOGITS);
        float[][] scores = answers(blend.folder(), Want.LOGITS);
        float[][] probabilities = answers(blend.folder(), Want.PROBABILITIES);
        for (int row = 0; row < scores.length; row++) {
            double sum = 0;
            for (int label = 0; label < scores[row].length; label++) {
                assertEquals(read[row][label] + counted[row][label], scores[row][label], 1e-4);
                sum += Math.exp(scores[row][label] / blend.temperature());
            }
            assertEquals(
                    Math.exp(scores[row][0] / blend.temperature()) / sum,
                    probabilities[row][0],
                    1e-4);
        }
    }

    @Test
    void aPartWithoutMistakesCountsNoMoreThanTheOther() {
        float[][] words = {{2, 0}, {0, 2}, {2, 0}};
        float[][] read = {{20, 0}, {0, 20}, {0, 20}};
        int[] truth = {0, 1, 0};
        int[] rows = {0, 1, 2};
        assertEquals(0.1, BlendFit.ratio(words, read, truth, rows), 1e-9);
        assertEquals(1, BlendFit.ratio(words, read, truth, new int[0]), 0);
    }

    @Test
    void itGivesEmbeddings() {
        float[][] vectors = answers(blend.folder(), Want.EMBEDDING);
        assertEquals(blend.info().dimension(), vectors[0].length);
    }

    @Test
    void aResumedRunGoesOnWithWhatTheEncoderLearnt() throws Exception {
        assertTrue(Files.exists(work.resolve("blend.state")));
        TrainedModel again = trained("again", true);
        for (String file : List.of(ModelFolder.GRAPH, ModelFolder.LINEAR)) {
            assertArrayEquals(
                    Files.readAllBytes(blend.folder().resolve(file)),
                    Files.readAllBytes(again.folder().resolve(file)));
        }
    }

    @Test
    void itSaysWhatItWasMadeOf() {
        assertTrue(blend.settings().containsKey("curve"));
        assertTrue(blend.settings().get("linear") instanceof Map<?, ?>);
        assertTrue((double) blend.settings().getOrDefault("encoderFactor", 0.0) > 0);
    }

    @Test
    void itsGraphBecomesInt8AndItsWordsStay() throws Exception {
        Path small =
                new Int8Compressor(engine)
                        .compress(
                                blend.folder(),
                                DATA.valid(),
                                5,
                                work.resolve("int8"),
                                Progress.silent())
                        .folder();
        assertEquals(ModelKind.BLEND, ModelFolder.readInfo(small).kind());
        assertArrayEquals(
                Files.readAllBytes(blend.folder().resolve(ModelFolder.LINEAR)),
                Files.readAllBytes(small.resolve(ModelFolder.LINEAR)));
        assertTrue(
                Files.size(small.resolve(ModelFolder.GRAPH))
                        < Files.size(blend.folder().resolve(ModelFolder.GRAPH)) / 2);
        assertEquals(DATA.valid().size(), answers(small, Want.PROBABILITIES).length);
    }

    @Test
    void aFolderWithoutItsLinearPartIsDamaged() throws Exception {
        Path half = copy("half", ModelFolder.GRAPH, ModelFolder.TOKENIZER, ModelFolder.CONFIG);
        say(half, ModelKind.BLEND);
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> engine.open(half).close());
        assertTrue(refused.getMessage().contains("has no linear.bin"), refused.getMessage());
    }

    private float[][] answers(Path folder, Want want) {
        try (Model model = engine.open(folder)) {
            return engine.runAll(model, blend.heldOut().texts(), want, Progress.silent());
        }
    }

    private Path copy(String name, String... files) throws Exception {
        Path folder = Files.createDirectories(work.resolve(name));
        for (String file : files) {
            Files.copy(blend.folder().resolve(file), folder.resolve(file));
        }
        return folder;
    }

    private void say(Path folder, ModelKind kind) {
        ModelInfo info = blend.info();
        ModelFolder.writeInfo(
                folder,
                new ModelInfo(
                        info.format(),
                        kind,
                        info.labels(),
                        info.dimension(),
                        info.maxTokens(),
                        info.pooling(),
                        info.language(),
                        info.temperature(),
                        info.base(),
                        info.precision(),
                        0));
    }
}

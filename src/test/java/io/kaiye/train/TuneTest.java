package io.kaiye.train;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kaiye.base.CostRate;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Dataset;
import io.kaiye.evaluate.Metric;
import io.kaiye.graph.Graph;
import io.kaiye.graph.OnnxFile;
import io.kaiye.graph.Tensor;
import io.kaiye.model.AdapterFile;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Fine-tuning of a bundled encoder on a few rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TuneTest {
    private static final Dataset DATA =
            SampleData.dataset(
                    SampleData.rows(64, 4), SampleData.rows(96, 4).subList(64, 96), List.of());
    private static final Map<String, String> SMALL =
            Map.of("epochs", "3", "batch", "16", "precision", "float32");

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
    void theExportedGraphGivesTheProbabilitiesThatWereJudged() {
        TrainedModel trained = train("tune", SMALL, "judged");
        assertTrue(trained.quality().value() > 0.9, trained.quality().toString());
        assertFalse(trained.refit());
        assertSameAnswers(trained);
    }

    @Test
    void theTopLayersAloneLearnOverActivationsKept() {
        TrainedModel trained = train("tune", with("layers", "2"), "upper");
        assertTrue(trained.quality().value() > 0.9, trained.quality().toString());
        assertSameAnswers(trained, ROUNDED);
    }

    @Test
    void lowRankUpdatesLeaveMergedAndApart() throws Exception {
        TrainedModel trained = train("lora", with("rate", "3e-3"), "lora");
        assertTrue(trained.quality().value() > 0.9, trained.quality().toString());
        assertSameAnswers(trained);
        Path adapter = trained.folder().resolve(AdapterFile.NAME);
        assertTrue(Files.size(adapter) < 3_000_000, "" + Files.size(adapter));
    }

    @Test
    void theAdapterAndTheBaseMakeTheMergedModelAfterARefitToo() throws Exception {
        TrainingRequest noValid =
                request("lora", with("epochs", "1"), "refit", work.resolve("refit.state"), false);
        TrainingRequest request =
                new TrainingRequest(
                        SampleData.dataset(DATA.train(), List.of(), List.of()),
                        noValid.recipe(),
                        noValid.metric(),
                        noValid.target(),
                        noValid.budget(),
                        noValid.base(),
                        noValid.seed(),
                        noValid.tuning(),
                        noValid.checkpoint(),
                        false,
                        noValid.workFolder());
        TrainedModel trained = trainer.train(request, Progress.silent());
        assertTrue(trained.refit());

        ByteBuffer file =
                ByteBuffer.wrap(Files.readAllBytes(trained.folder().resolve(AdapterFile.NAME)))
                        .order(ByteOrder.LITTLE_ENDIAN);
        int length = (int) file.getLong();
        JsonNode header = new ObjectMapper().readTree(new String(file.array(), 8, length, UTF_8));
        double factor = header.get("__metadata__").get("factor").asDouble();
        Graph base = OnnxFile.read(new Bases(CacheFolder.find()).open("all-MiniLM-L6-v2").model());
        Graph merged = OnnxFile.read(trained.folder().resolve("model.onnx"));
        String matrix =
                header.properties().stream()
                        .map(Map.Entry::getKey)
                        .filter(name -> name.endsWith("/lora_a"))
                        .map(name -> name.substring(0, name.length() - "/lora_a".length()))
                        .findFirst()
                        .orElseThrow();
        float[] a = floats(file, 8 + length, header.get(matrix + "/lora_a"));
        float[] b = floats(file, 8 + length, header.get(matrix + "/lora_b"));
        float[] before = base.constant(matrix).orElseThrow().floats();
        float[] after = merged.constant(matrix).orElseThrow().floats();
        int rank = TuneSettings.usual().rank();
        int columns = b.length / rank;
        double moved = 0;
        for (int i = 0; i < after.length; i++) {
            double update = 0;
            for (int k = 0; k < rank; k++) {
                update += a[i / columns * rank + k] * b[k * columns + i % columns];
            }
            assertEquals(before[i] + factor * update, after[i], 1e-5);
            moved = Math.max(moved, Math.abs(update));
        }
        assertTrue(moved > 1e-5, "nothing was learnt");
    }

    private static float[] floats(ByteBuffer file, int start, JsonNode entry) {
        int from = start + entry.get("data_offsets").get(0).asInt();
        int to = start + entry.get("data_offsets").get(1).asInt();
        float[] values = new float[(to - from) / 4];
        file.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }

    @Test
    void equalDataSeedAndSettingsGiveEqualBytes() throws Exception {
        Map<String, String> fast = Map.of("epochs", "1", "batch", "16", "precision", "bfloat16");
        Path first = train("tune", fast, "one").folder();
        Path second = train("tune", fast, "two").folder();
        assertEquals(-1, Files.mismatch(first.resolve("model.onnx"), second.resolve("model.onnx")));
    }

    @Test
    void aCutRunGoesOnAsIfItHadNotBeenCut() throws Exception {
        Path whole = train("tune", SMALL, "whole").folder();
        Path state = work.resolve("cut.state");
        cutAfter(96 + 32, state, SMALL);
        assertTrue(Files.isRegularFile(state));
        Path resumed =
                trainer.train(request("tune", SMALL, "resumed", state, true), Progress.silent())
                        .folder();
        assertEquals(
                -1, Files.mismatch(whole.resolve("model.onnx"), resumed.resolve("model.onnx")));
    }

    @Test
    void aCheckpointOfOtherSettingsOrADamagedOneIsRefused() throws Exception {
        Path state = work.resolve("other.state");
        cutAfter(96, state, SMALL);
        KaiyeException other =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                trainer.train(
                                        request("tune", with("dropout", "0"), "x", state, true),
                                        Progress.silent()));
        assertEquals(ErrorCode.INVALID_ARGUMENT, other.code());
        assertTrue(
                other.getMessage().contains("dropout was 0.1 and is now 0.0"), other.getMessage());

        byte[] bytes = Files.readAllBytes(state);
        bytes[bytes.length / 2] ^= 1;
        Files.write(state, bytes);
        KaiyeException damaged =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                trainer.train(
                                        request("tune", SMALL, "y", state, true),
                                        Progress.silent()));
        assertEquals(ErrorCode.CORRUPT_FILE, damaged.code());
    }

    @Test
    void aLossThatIsNoNumberStopsTheTrainingAndNamesTheStep() throws Exception {
        Path broken = brokenBase();
        KaiyeException stopped =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                trainer.train(
                                        request(
                                                "tune",
                                                SMALL,
                                                "nan",
                                                work.resolve("nan.state"),
                                                false,
                                                broken.toString()),
                                        Progress.silent()));
        assertEquals(ErrorCode.INVALID_DATA, stopped.code(), stopped.getMessage());
        assertTrue(stopped.getMessage().contains("The loss of step 1"), stopped.getMessage());
    }

    /** A base with weights that are no numbers. */
    private Path brokenBase() throws Exception {
        Base base = new Bases(CacheFolder.find()).open("all-MiniLM-L6-v2");
        Path broken = Files.createDirectories(work.resolve("broken"));
        for (String name : List.of("tokenizer.json", "config.json")) {
            if (Files.exists(base.folder().resolve(name))) {
                Files.copy(base.folder().resolve(name), broken.resolve(name));
            }
        }
        Graph graph = OnnxFile.read(base.model());
        String vector =
                graph.initializers().entrySet().stream()
                        .filter(entry -> entry.getValue().dims().equals(List.of(384L)))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow();
        float[] notNumbers = new float[384];
        Arrays.fill(notNumbers, Float.NaN);
        OnnxFile.write(
                graph.withInitializers(Map.of(vector, Tensor.ofFloats(notNumbers, 384))),
                broken.resolve("model.onnx"));
        return broken;
    }

    @Test
    void theLastWeightsMayBeAveraged() {
        TrainedModel trained =
                train("tune", with("average", "0.5", "layers", "2", "schedule", "cosine"), "mean");
        assertTrue(trained.quality().value() > 0.9, trained.quality().toString());
        assertSameAnswers(trained, ROUNDED);
    }

    @Test
    void moreLayersThanThereAreAreRefused() {
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class, () -> train("tune", with("layers", "7"), "layers"));
        assertTrue(refused.getMessage().contains("6 layers"), refused.getMessage());
    }

    private void cutAfter(long rows, Path state, Map<String, String> settings) {
        AtomicLong seen = new AtomicLong();
        Thread trained = Thread.currentThread();
        Progress cutting =
                new Progress() {
                    @Override
                    public Task start(String what, long total, String unit) {
                        boolean counted = what.equals("Fine-tuning");
                        return new Task() {
                            @Override
                            public void advance(long units) {
                                if (counted && seen.addAndGet(units) == rows) {
                                    trained.interrupt();
                                }
                            }

                            @Override
                            public void close() {}
                        };
                    }

                    @Override
                    public void note(String line) {}
                };
        assertThrows(
                KaiyeException.class,
                () -> trainer.train(request("tune", settings, "cut", state, false), cutting));
    }

    private void assertSameAnswers(TrainedModel trained) {
        assertSameAnswers(trained, 1e-3f);
    }

    private void assertSameAnswers(TrainedModel trained, float tolerance) {
        try (Model model = engine.open(trained.folder())) {
            float[][] answers =
                    engine.runAll(
                            model,
                            trained.heldOut().texts(),
                            Want.PROBABILITIES,
                            Progress.silent());
            float[][] judged = trained.heldOut().predictions().probabilities();
            for (int i = 0; i < judged.length; i++) {
                assertArrayEquals(judged[i], answers[i], tolerance);
            }
        }
    }

    private static Map<String, String> with(String... changes) {
        Map<String, String> all = new HashMap<>(SMALL);
        for (int i = 0; i < changes.length; i += 2) {
            all.put(changes[i], changes[i + 1]);
        }
        return all;
    }

    private TrainedModel train(String recipe, Map<String, String> settings, String folder) {
        return trainer.train(
                request(recipe, settings, folder, work.resolve(folder + ".state"), false),
                Progress.silent());
    }

    private TrainingRequest request(
            String recipe,
            Map<String, String> settings,
            String folder,
            Path checkpoint,
            boolean resume) {
        return request(recipe, settings, folder, checkpoint, resume, "all-MiniLM-L6-v2");
    }

    private TrainingRequest request(
            String recipe,
            Map<String, String> settings,
            String folder,
            Path checkpoint,
            boolean resume,
            String base) {
        return new TrainingRequest(
                DATA,
                recipe,
                Metric.ACCURACY,
                OptionalDouble.empty(),
                Duration.ofMinutes(5),
                Optional.of(base),
                7,
                TuneSettings.of(settings),
                Optional.of(checkpoint),
                resume,
                work.resolve(folder));
    }
}

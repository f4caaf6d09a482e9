package io.kaiye.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
    private static final Head HEAD =
            new Head(
                    List.of("warm", "cold"),
                    new float[][] {{2, 0, 1}, {-1, 3, 0}},
                    new float[] {0.5f, -0.25f},
                    2.0);

    @TempDir private Path temporary;

    @Test
    void plainOnnxRuntimeReadsAnExportedClassifier() throws OrtException {
        Path folder = classifier();
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session =
                        environment.createSession(folder.resolve("model.onnx").toString());
                OnnxTensor ids =
                        OnnxTensor.createTensor(environment, new long[][] {{2, 4, 3}, {2, 3, 0}});
                OnnxTensor mask =
                        OnnxTensor.createTensor(environment, new long[][] {{1, 1, 1}, {1, 1, 0}});
                OrtSession.Result result =
                        session.run(Map.of("input_ids", ids, "attention_mask", mask))) {
            float[][] vectors = (float[][]) result.get("sentence_embedding").get().getValue();
            float[][] logits = (float[][]) result.get("logits").get().getValue();
            assertArrayEquals(mean(2, 4, 3), vectors[0], 1e-6f);
            assertArrayEquals(mean(2, 3), vectors[1], 1e-6f);
            assertArrayEquals(scores(mean(2, 4, 3), 2.0), logits[0], 1e-6f);
            assertArrayEquals(scores(mean(2, 3), 2.0), logits[1], 1e-6f);
        }
    }

    @Test
    void anExportedClassifierAnswersCalibrated() {
        try (Engine engine = new Engine(1)) {
            Model model = engine.open(classifier());
            List<String> texts = List.of("red", "");
            float[][] probabilities =
                    engine.runAll(model, texts, Want.PROBABILITIES, Progress.silent());
            float[][] logits = engine.logitsAll(model, texts, Progress.silent());
            assertArrayEquals(scores(mean(2, 4, 3), 1.0), logits[0], 1e-5f);
            assertArrayEquals(softmax(scores(mean(2, 4, 3), 2.0)), probabilities[0], 1e-6f);
            assertArrayEquals(softmax(scores(mean(2, 3), 2.0)), probabilities[1], 1e-6f);
        }
    }

    @Test
    void theDescriptionComesBackAsItWasWritten() {
        ModelInfo info =
                ModelFolder.writeClassifier(
                        temporary.resolve("model"), TinyEncoder.base(temporary), HEAD);
        assertEquals(info, ModelFolder.readInfo(temporary.resolve("model")));
        assertEquals(List.of("warm", "cold"), info.labels());
        assertEquals("float32", info.precision());
        assertTrue(info.sizeBytes() > 500);
    }

    @Test
    void huggingFaceToolsFindTheLabels() throws IOException {
        String config = Files.readString(classifier().resolve("config.json"));
        assertTrue(config.contains("\"id2label\" : {\n    \"0\" : \"warm\""), config);
        assertTrue(config.contains("\"label2id\" : {\n    \"warm\" : 0"), config);
    }

    @Test
    void aVariantKeepsEverythingButTheGraph() throws IOException {
        Path source = classifier();
        Path target = temporary.resolve("variant");
        ModelInfo info =
                ModelFolder.writeVariant(source, target, ModelFolder.readGraph(source), "int8");
        assertEquals("int8", info.precision());
        assertEquals(
                -1, Files.mismatch(source.resolve("config.json"), target.resolve("config.json")));
        assertEquals(HEAD.labels(), ModelFolder.readInfo(target).labels());
    }

    @Test
    void aBareEncoderHasNoLabels() {
        Path folder = temporary.resolve("encoder");
        ModelFolder.writeEncoder(folder, TinyEncoder.base(temporary));
        try (Engine engine = new Engine(1)) {
            Model model = engine.open(folder);
            float[][] rows =
                    engine.runAll(model, List.of("green"), Want.EMBEDDING, Progress.silent());
            assertArrayEquals(mean(2, 5, 3), rows[0], 1e-6f);
            assertEquals(List.of(), model.info().labels());
        }
    }

    @Test
    void aFolderThatIsNoModelIsRefused() {
        KaiyeException e =
                assertThrows(KaiyeException.class, () -> ModelFolder.readInfo(temporary));
        assertEquals(ErrorCode.INVALID_FILE, e.code());
        assertTrue(e.getMessage().contains("kaiye.json"), e.getMessage());
    }

    @Test
    void aMissingOrCutFileIsFound() throws IOException {
        Path folder = classifier();
        byte[] graph = Files.readAllBytes(folder.resolve("model.onnx"));
        Files.write(folder.resolve("model.onnx"), Arrays.copyOf(graph, graph.length - 30));
        assertCorrupt(folder);
        Files.delete(folder.resolve("model.onnx"));
        assertCorrupt(folder);
    }

    @Test
    void aDamagedDescriptionIsFound() throws IOException {
        Path folder = classifier();
        Files.writeString(folder.resolve("kaiye.json"), "{\"format\":1,");
        assertCorrupt(folder);
    }

    @Test
    void aGraphOfAnotherModelIsFound() throws IOException {
        Path folder = classifier();
        String info = Files.readString(folder.resolve("kaiye.json"));
        Files.writeString(
                folder.resolve("kaiye.json"), info.replace("\"cold\"", "\"cold\", \"mild\""));
        assertCorrupt(folder);
    }

    @Test
    void aSenselessDescriptionIsFound() throws IOException {
        Path folder = classifier();
        String info = Files.readString(folder.resolve("kaiye.json"));
        Files.writeString(folder.resolve("kaiye.json"), info.replace("512", "0"));
        assertCorrupt(folder);
        Files.writeString(folder.resolve("kaiye.json"), info.replace("warm", "cold"));
        assertCorrupt(folder);
    }

    private void assertCorrupt(Path folder) {
        try (Engine engine = new Engine(1)) {
            KaiyeException e = assertThrows(KaiyeException.class, () -> engine.open(folder));
            assertEquals(ErrorCode.CORRUPT_FILE, e.code(), e.getMessage());
            assertTrue(e.getMessage().contains(folder.toString()), e.getMessage());
        }
    }

    private Path classifier() {
        Path folder = temporary.resolve("model");
        ModelFolder.writeClassifier(folder, TinyEncoder.base(temporary), HEAD);
        return folder;
    }

    /** The normalised mean of tokens of the tiny encoder. */
    private static float[] mean(int... tokens) {
        float[] sum = new float[TinyEncoder.DIMENSION];
        for (int token : tokens) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += TinyEncoder.TABLE[token][i];
            }
        }
        double norm = 0;
        for (float value : sum) {
            norm += value * value;
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= (float) Math.sqrt(norm);
        }
        return sum;
    }

    private static float[] scores(float[] vector, double temperature) {
        float[] scores = HEAD.bias().clone();
        for (int label = 0; label < scores.length; label++) {
            for (int i = 0; i < vector.length; i++) {
                scores[label] += HEAD.weights()[label][i] * vector[i];
            }
            scores[label] /= (float) temperature;
        }
        return scores;
    }

    private static float[] softmax(float[] scores) {
        double first = 1 / (1 + Math.exp(scores[1] - scores[0]));
        return new float[] {(float) first, (float) (1 - first)};
    }
}

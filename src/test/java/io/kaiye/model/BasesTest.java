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
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasesTest {
    private static final List<String> TEXTS =
            List.of(
                    "",
                    "hello world",
                    "How do I reset my password? I have tried everything twice.",
                    "你好，我的卡还没有到。",
                    "emoji 😀👩‍👩‍👧 and \u0000 NUL",
                    "long ".repeat(300));

    @ParameterizedTest
    @ValueSource(strings = {"bge-small-en", "bge-small-zh", "all-MiniLM-L6-v2"})
    void vectorsAreThoseOfPlainOnnxRuntime(String name) throws OrtException {
        Model model = Encoders.model(name);
        float[][] ours = Encoders.ENGINE.runAll(model, TEXTS, Want.EMBEDDING, Progress.silent());
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Base base = Encoders.base(name);
        try (OrtSession plain = environment.createSession(base.model().toString())) {
            for (int i = 0; i < TEXTS.size(); i++) {
                int[] tokens = model.prepare(TEXTS.get(i)).tokens();
                float[][] hidden = hidden(environment, plain, tokens);
                assertArrayEquals(pooled(hidden, base.pooling()), ours[i], 1e-4f, TEXTS.get(i));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bge-small-en, Hello world, 101 7592 2088 102",
        "bge-small-zh, 你好, 101 872 1962 102",
        "all-MiniLM-L6-v2, Hello world, 101 7592 2088 102"
    })
    void tokensAreThoseOfBert(String name, String text, String ids) {
        int[] expected = List.of(ids.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
        assertArrayEquals(expected, Encoders.model(name).prepare(text).tokens());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bge-small-en", "all-MiniLM-L6-v2"})
    void neighboursInABatchChangeNothing(String name) {
        Model model = Encoders.model(name);
        List<Input> inputs = TEXTS.stream().map(model::prepare).toList();
        float[][] together = model.run(inputs, Want.EMBEDDING);
        for (int i = 0; i < inputs.size(); i++) {
            float[] alone = model.run(List.of(inputs.get(i)), Want.EMBEDDING)[0];
            assertArrayEquals(alone, together[i], 1e-5f, TEXTS.get(i));
        }
    }

    @Test
    void bundledEncodersSayWhatTheyAre() {
        Base base = Encoders.base("bge-small-zh");
        assertEquals("zh", base.language());
        assertEquals(512, base.dimension());
        assertEquals(Pooling.CLS, base.pooling());
        assertEquals(64, base.contentHash().length());
        assertEquals(Pooling.MEAN, Encoders.base("all-MiniLM-L6-v2").pooling());
    }

    @Test
    void bareEncodersRefuseToClassify() {
        Model model = Encoders.model("bge-small-en");
        List<Input> batch = List.of(model.prepare("x"));
        KaiyeException e =
                assertThrows(KaiyeException.class, () -> model.run(batch, Want.PROBABILITIES));
        assertEquals(ErrorCode.UNSUPPORTED_MODEL, e.code());
    }

    @Test
    void unknownNamesAreAnsweredWithThoseThatExist(@TempDir Path cache) {
        KaiyeException e =
                assertThrows(KaiyeException.class, () -> new Bases(cache).open("bert-huge"));
        assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
        assertTrue(e.getMessage().contains("bge-small-en, bge-small-zh, all-MiniLM-L6-v2"));
    }

    @Test
    void aDamagedCacheIsMended(@TempDir Path cache) throws IOException {
        Base first = new Bases(cache).open("bge-small-zh");
        Files.writeString(first.tokenizer(), "{}");
        Files.write(first.model(), new byte[] {1, 2, 3});
        assertEquals(first, new Bases(cache).open("bge-small-zh"));
    }

    @Test
    void anExportOfABundledEncoderIsTheSameBase(@TempDir Path folder) throws IOException {
        Base bundled = Encoders.base("bge-small-zh");
        Files.createDirectories(folder.resolve("onnx"));
        Files.createDirectories(folder.resolve("1_Pooling"));
        Files.copy(bundled.model(), folder.resolve("onnx/model.onnx"));
        Files.copy(bundled.tokenizer(), folder.resolve("tokenizer.json"));
        Files.writeString(
                folder.resolve("1_Pooling/config.json"), "{\"pooling_mode_cls_token\":true}");
        Base base = Encoders.BASES.open(folder.toString());
        assertEquals(bundled.dimension(), base.dimension());
        assertEquals("zh", base.language());
        assertEquals(bundled.contentHash(), base.contentHash());
    }

    @Test
    void whatIsNoPathIsRefused(@TempDir Path cache) {
        KaiyeException e = assertThrows(KaiyeException.class, () -> new Bases(cache).open("a\0b"));
        assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    }

    private static float[][] hidden(OrtEnvironment environment, OrtSession session, int[] tokens)
            throws OrtException {
        long[][] ids = new long[1][tokens.length];
        long[][] mask = new long[1][tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            ids[0][i] = tokens[i];
            mask[0][i] = 1;
        }
        try (OnnxTensor idTensor = OnnxTensor.createTensor(environment, ids);
                OnnxTensor maskTensor = OnnxTensor.createTensor(environment, mask);
                OnnxTensor types =
                        OnnxTensor.createTensor(environment, new long[1][tokens.length]);
                OrtSession.Result result =
                        session.run(
                                Map.of(
                                        "input_ids", idTensor,
                                        "attention_mask", maskTensor,
                                        "token_type_ids", types))) {
            return ((float[][][]) result.get("last_hidden_state").orElseThrow().getValue())[0];
        }
    }

    /** The slow, obvious way. */
    private static float[] pooled(float[][] hidden, Pooling pooling) {
        double[] sum = new double[hidden[0].length];
        int rows = pooling == Pooling.CLS ? 1 : hidden.length;
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += hidden[row][i] / (double) rows;
            }
        }
        double norm = 0;
        for (double value : sum) {
            norm += value * value;
        }
        float[] unit = new float[sum.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (sum[i] / Math.sqrt(norm));
        }
        return unit;
    }
}

package io.kaiye.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinearModelTest {
    private static final FeatureSettings SETTINGS =
            new FeatureSettings(1, 0, 0, 2, true, 0.5f, 1000);
    private static final String KNOWN = "refund card 退款 🎉 invoice";
    private static final byte[] FILE = written();

    @TempDir Path folder;

    @Test
    void aStoredModelAnswersLikeTheOneThatWasWritten() {
        LinearModel model = model(3, 0.7);
        ModelInfo info = model.write(folder);
        List<Input> batch = List.of(model.prepare("refund 退款"), model.prepare(""));
        try (Engine engine = new Engine(1);
                Model opened = engine.open(folder)) {
            assertEquals(info, opened.info());
            for (Want want : List.of(Want.PROBABILITIES, Want.LOGITS)) {
                assertArrayEquals(model.run(batch, want), opened.run(batch, want));
            }
            assertArrayEquals(batch.getFirst().weights(), opened.prepare("refund 退款").weights());
        }
    }

    @Test
    void probabilitiesAreTheSoftmaxOfScoresOverTheTemperature() {
        LinearModel model = model(3, 0.5);
        List<Input> batch = List.of(model.prepare("refund card"));
        float[] scores = model.run(batch, Want.LOGITS)[0];
        float[] answer = model.run(batch, Want.PROBABILITIES)[0];
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score / 0.5);
        }
        for (int i = 0; i < 3; i++) {
            assertEquals(Math.exp(scores[i] / 0.5) / sum, answer[i], 1e-6);
        }
    }

    @Test
    void twoLabelsShareOneColumn() {
        LinearModel model = model(2, 1);
        float[] scores = model.run(List.of(model.prepare("invoice")), Want.LOGITS)[0];
        assertEquals(2, scores.length);
        assertEquals(-scores[0], scores[1]);
    }

    @Test
    void aTextWithNothingKnownGetsTheBias() {
        LinearModel model = model(3, 1);
        Input nothing = model.prepare("完全 unknown words");
        assertEquals(0, model.prepare("").tokens().length);
        assertTrue(nothing.length() >= 1);
        float[] scores = model.run(List.of(model.prepare("")), Want.LOGITS)[0];
        assertArrayEquals(new float[] {0, 1, 2}, scores);
    }

    @Test
    void embeddingsAreRefusedWithTheNextStep() {
        LinearModel model = model(3, 1);
        List<Input> batch = List.of(model.prepare("card"));
        KaiyeException refusal =
                assertThrows(KaiyeException.class, () -> model.run(batch, Want.EMBEDDING));
        assertEquals(ErrorCode.UNSUPPORTED_MODEL, refusal.code());
        assertTrue(refusal.getMessage().contains("--recipe probe"));
    }

    @Test
    void manyThreadsGetTheSameAnswers() {
        LinearModel model = model(5, 1);
        List<float[]> answers =
                IntStream.range(0, 400)
                        .parallel()
                        .mapToObj(
                                i ->
                                        model.run(
                                                        List.of(model.prepare("card 退款 " + i % 2)),
                                                        Want.PROBABILITIES)[0])
                        .toList();
        answers.forEach(answer -> assertArrayEquals(answers.getFirst(), answer));
    }

    @Test
    void weightsThatDoNotFitAreRefused() {
        TextFeatures features = features();
        assertRefused(ErrorCode.INVALID_DATA, info(3, 1, features), features, new float[4]);
        float[] weights = new float[features.size() * 3];
        weights[1] = Float.NaN;
        assertRefused(ErrorCode.INVALID_DATA, info(3, 1, features), features, weights);
        weights[1] = 70_000; // more than a 16-bit float holds
        assertRefused(ErrorCode.INVALID_DATA, info(3, 1, features), features, weights);
    }

    @Test
    void aModelOfAnotherVersionIsNamedAsSuch() throws IOException {
        ModelInfo info = model(3, 1).write(folder);
        byte[] bytes = Files.readAllBytes(folder.resolve(ModelFolder.LINEAR));
        bytes[11] = 9;
        Files.write(folder.resolve(ModelFolder.LINEAR), bytes);
        KaiyeException refusal =
                assertThrows(KaiyeException.class, () -> LinearModel.open(folder, info));
        assertEquals(ErrorCode.UNSUPPORTED_MODEL, refusal.code());
    }

    @Property(tries = 60)
    void aTruncatedFileIsRefused(@ForAll @IntRange(min = 0, max = 10_000) int length) {
        byte[] whole = FILE.clone();
        assertCorrupt(Arrays.copyOf(whole, length % whole.length));
    }

    @Property(tries = 120)
    void aFlippedBitIsRefused(@ForAll @IntRange(min = 0, max = 100_000) int bit) {
        byte[] bytes = FILE.clone();
        int at = bit % (bytes.length * 8);
        bytes[at / 8] ^= (byte) (1 << at % 8);
        assertCorrupt(bytes);
    }

    @Property(tries = 60)
    void anyBytesAfterTheHeaderAreRefused(@ForAll byte[] tail) {
        byte[] bytes = Arrays.copyOf(FILE.clone(), 20 + tail.length);
        System.arraycopy(tail, 0, bytes, 20, tail.length);
        assertCorrupt(bytes);
    }

    private static void assertCorrupt(byte[] bytes) {
        try {
            Path folder = Files.createTempDirectory("linear");
            Path file = Files.write(folder.resolve(ModelFolder.LINEAR), bytes);
            ModelInfo info = info(3, 1, features());
            KaiyeException refusal =
                    assertThrows(KaiyeException.class, () -> LinearModel.open(folder, info));
            assertTrue(
                    refusal.code() == ErrorCode.CORRUPT_FILE
                            || refusal.code() == ErrorCode.UNSUPPORTED_MODEL,
                    refusal::getMessage);
            assertTrue(refusal.getMessage().contains(file.toString()), refusal::getMessage);
            Files.delete(file);
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] written() {
        try {
            Path folder = Files.createTempDirectory("linear");
            model(3, 1).write(folder);
            byte[] bytes = Files.readAllBytes(folder.resolve(ModelFolder.LINEAR));
            Files.delete(folder.resolve(ModelFolder.LINEAR));
            Files.delete(folder.resolve(ModelFolder.INFO));
            Files.delete(folder);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertRefused(
            ErrorCode code, ModelInfo info, TextFeatures features, float[] weights) {
        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class,
                        () -> new LinearModel(info, features, weights, new float[3]));
        assertEquals(code, refusal.code());
    }

    private static LinearModel model(int labels, double temperature) {
        TextFeatures features = features();
        Random random = new Random(3);
        float[] weights = new float[features.size() * LinearModel.columns(labels)];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        float[] bias = new float[LinearModel.columns(labels)];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = i;
        }
        return new LinearModel(info(labels, temperature, features), features, weights, bias);
    }

    private static ModelInfo info(int labels, double temperature, TextFeatures features) {
        return new ModelInfo(
                ModelInfo.FORMAT,
                ModelKind.LINEAR,
                IntStream.range(0, labels).mapToObj(i -> "label" + i).toList(),
                features.size(),
                0,
                Pooling.NONE,
                "mixed",
                temperature,
                "",
                ModelInfo.FLOAT32,
                0);
    }

    private static TextFeatures features() {
        GramReader reader = new GramReader(SETTINGS);
        reader.read(KNOWN);
        long[] grams = new long[reader.size()];
        float[] weights = new float[grams.length];
        for (int i = 0; i < grams.length; i++) {
            grams[i] = reader.gram(i);
            weights[i] = 1 + i * 0.25f;
        }
        return new TextFeatures(SETTINGS, grams, weights);
    }
}

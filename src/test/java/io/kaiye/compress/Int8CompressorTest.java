package io.kaiye.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ModelKind;
import io.kaiye.model.Pooling;
import io.kaiye.model.Want;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Int8CompressorTest {
    private static final Engine ENGINE = new Engine(2);

    @TempDir static Path shared;
    private static Path source;
    private static List<Example> rows;

    @TempDir Path work;

    @BeforeAll
    static void makeAClassifier() throws IOException {
        source = shared.resolve("model");
        ModelFolder.writeClassifier(source, FragileEncoder.base(shared), FragileEncoder.head());
        rows = new ArrayList<>();
        try (Model model = ENGINE.open(source)) {
            List<String> texts = FragileEncoder.texts();
            float[][] answers = ENGINE.runAll(model, texts, Want.PROBABILITIES, Progress.silent());
            for (int i = 0; i < answers.length; i++) {
                rows.add(new Example(texts.get(i), model.info().labels().get(best(answers[i]))));
            }
        }
    }

    @AfterAll
    static void end() {
        ENGINE.close();
    }

    @Test
    void theSensitiveLayerStaysInFloat() {
        CompressedModel small = compress(source, rows, 0.5);
        assertEquals(List.of("fragile"), small.keptFloat());
        assertEquals(2, small.layers());
        assertTrue(small.lossPoints() <= 0.5, () -> "lost " + small.lossPoints());
        assertEquals(1, small.before().quality());
        assertTrue(small.after().sizeBytes() < small.before().sizeBytes());
        assertEquals(ModelInfo.INT8, small.info().precision());
    }

    @Test
    void whatIsAllowedToBeLostIsLost() {
        CompressedModel small = compress(source, rows, 100);
        assertEquals(List.of(), small.keptFloat());
        assertTrue(small.lossPoints() > 0.5, () -> "lost " + small.lossPoints());
    }

    @Test
    void theResultIsAnArtefactFolderAndNothingElseIsLeft() throws IOException {
        CompressedModel small = compress(source, rows, 0.5);
        try (var left = Files.list(work)) {
            assertEquals(List.of(small.folder()), left.toList());
        }
        try (Model model = ENGINE.open(small.folder())) {
            assertEquals(small.info(), model.info());
        }
    }

    @Test
    void anEncoderIsJudgedByItsVectorsOnBundledTexts() {
        Path encoder = shared.resolve("encoder");
        Base base = new Bases(CacheFolder.find()).open("bge-small-zh");
        ModelFolder.writeEncoder(encoder, base);
        CompressedModel small = compress(encoder, List.of(), 1);
        assertEquals(List.of(), small.keptFloat());
        assertTrue(small.rows() >= 40);
        assertTrue(small.after().quality() > 0.99, () -> "cosine " + small.after().quality());
        assertTrue(small.after().sizeBytes() < 0.3 * small.before().sizeBytes());
    }

    @Test
    void whatCannotBeCompressedIsRefused() {
        Path int8 = compress(source, rows, 100).folder();
        assertRefused(ErrorCode.UNSUPPORTED_MODEL, int8, rows, 0.5, "int8 already");
        assertRefused(ErrorCode.INVALID_ARGUMENT, source, rows, -1, "--max-loss is -1.0");
        assertRefused(ErrorCode.INVALID_ARGUMENT, source, rows, Double.NaN, "NaN");
        assertRefused(ErrorCode.INVALID_DATA, source, List.of(), 0.5, "--data");
        List<Example> foreign = List.of(new Example("text", "foreign"));
        assertRefused(ErrorCode.INVALID_DATA, source, foreign, 0.5, "does not know: foreign");
        assertRefused(ErrorCode.INVALID_FILE, shared, rows, 0.5, "not a model folder");
    }

    @Test
    void aLinearModelIsRefusedAndToldWhatToDo() throws IOException {
        Path linear = Files.createDirectory(work.resolve("linear"));
        Files.createFile(linear.resolve(ModelFolder.LINEAR));
        ModelFolder.writeInfo(
                linear,
                new ModelInfo(
                        ModelInfo.FORMAT,
                        ModelKind.LINEAR,
                        List.of("a", "b"),
                        10,
                        0,
                        Pooling.NONE,
                        "en",
                        1,
                        "",
                        ModelInfo.FLOAT32,
                        0));
        assertRefused(ErrorCode.UNSUPPORTED_MODEL, linear, rows, 0.5, "--recipe probe");
    }

    private CompressedModel compress(Path folder, List<Example> judged, double max) {
        return new Int8Compressor(ENGINE).compress(folder, judged, max, work, Progress.silent());
    }

    private void assertRefused(
            ErrorCode code, Path folder, List<Example> judged, double max, String part) {
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> compress(folder, judged, max));
        assertEquals(code, refused.code(), refused::getMessage);
        assertTrue(refused.getMessage().contains(part), refused::getMessage);
    }

    private static int best(float[] answer) {
        int best = 0;
        for (int i = 1; i < answer.length; i++) {
            best = answer[i] > answer[best] ? i : best;
        }
        return best;
    }
}

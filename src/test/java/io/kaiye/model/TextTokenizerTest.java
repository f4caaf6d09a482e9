package io.kaiye.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTokenizerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Test
    void anEmptyTextIsTheSpecialTokens() {
        Input input = Encoders.model("bge-small-en").prepare("");
        assertArrayEquals(new int[] {101, 102}, input.tokens());
        assertEquals(2, input.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", " ", "你好世界", "hello world. ", "\u0000", "😀", "\uD83D", "a\n"})
    void aMegabyteOfAnythingTakesNoTime(String unit) {
        Model model = Encoders.model("bge-small-en");
        String text = unit.repeat((1 << 20) / unit.length());
        Input input = assertTimeout(PATIENCE, () -> model.prepare(text));
        assertTrue(input.length() >= 2 && input.length() <= model.info().maxTokens());
        assertTrue(input.truncated());
    }

    @Test
    void cuttingTheTextFirstLeavesTheTokensAsTheyAre() {
        Model model = Encoders.model("bge-small-en");
        Random random = new Random(7);
        String[] words = {"card", "unbelievably", "你好", "x-ray", "antidisestablishmentarianism"};
        StringBuilder text = new StringBuilder();
        while (text.length() < 30_000) {
            text.append(words[random.nextInt(words.length)]).append(' ');
        }
        int[] whole = model.prepare(text.toString()).tokens();
        int[] beginning = model.prepare(text.substring(0, 5_000)).tokens();
        assertEquals(512, whole.length);
        assertArrayEquals(beginning, whole);
    }

    @Test
    void whatFollowsManySpacesIsStillRead() {
        Model model = Encoders.model("bge-small-en");
        assertArrayEquals(
                model.prepare("hello").tokens(),
                model.prepare(" ".repeat(50_000) + "hello").tokens());
    }

    @Test
    void shortTextsAreNotTruncated() {
        Model model = Encoders.model("bge-small-en");
        assertFalse(model.prepare("hello world").truncated());
        assertTrue(model.prepare("hello ".repeat(600)).truncated());
    }

    @Test
    void brokenSurrogatesBecomeReplacements() {
        Model model = Encoders.model("bge-small-en");
        assertArrayEquals(
                model.prepare("a \uFFFD b").tokens(), model.prepare("a \uD83D b").tokens());
    }

    @Test
    void nulIsLeftOutAndWholeEmojiStay() {
        Model model = Encoders.model("bge-small-en");
        assertArrayEquals(model.prepare("ab").tokens(), model.prepare("a\u0000b").tokens());
        assertEquals(3, model.prepare("😀").tokens().length);
    }

    @Test
    void manyThreadsGetTheSameTokens() throws InterruptedException, ExecutionException {
        Model model = Encoders.model("bge-small-en");
        int[] expected = model.prepare("many threads at once").tokens();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Input>> answers =
                    IntStream.range(0, 500)
                            .mapToObj(
                                    i ->
                                            threads.submit(
                                                    () -> model.prepare("many threads at once")))
                            .toList();
            for (Future<Input> answer : answers) {
                assertArrayEquals(expected, answer.get().tokens());
            }
        }
    }

    @Test
    void anotherFileIsRefusedWithTheWayToMakeOne(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("tokenizer.json"), "{\"model\":{}}");
        KaiyeException e = assertThrows(KaiyeException.class, () -> TextTokenizer.open(file, 16));
        assertEquals(ErrorCode.UNSUPPORTED_MODEL, e.code());
        assertTrue(e.getMessage().contains("save_pretrained"), e.getMessage());
    }
}

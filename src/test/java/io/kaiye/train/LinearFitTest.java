package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Temperature;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.Want;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearFitTest {
    private static final List<String> LABELS = List.of("card", "greeting", "refund");
    private static final String[][] WORDS = {
        {"card", "pin", "blocked", "卡", "chip"},
        {"hello", "morning", "thanks", "你好", "🙂"},
        {"refund", "money", "back", "退款", "invoice"}
    };

    private static Engine engine = new Engine(2);

    @TempDir Path folder;

    @BeforeAll
    static void startEngine() {
        engine = new Engine(2);
    }

    @AfterAll
    static void stopEngine() {
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh", "mixed", "other"})
    void learnsAndScoresHeldOutRowsAsTheStoredModelDoes(String language) {
        List<Example> heldOut = rows(90, 2);
        LinearFit fit = fit(LABELS, rows(300, 1), heldOut, language);
        float[][] scores = fit.heldOutScores();
        assertTrue(accuracy(scores, heldOut) > 0.9);
        fit.write(folder, 0.8, false);
        Model model = engine.open(folder);
        List<String> texts = heldOut.stream().map(Example::text).toList();
        assertArrayEquals(scores, engine.logitsAll(model, texts, Progress.silent()));
        assertEquals(language, model.info().language());
        assertEquals(0.8, model.info().temperature());
    }

    @Test
    void sameRowsAndSeedGiveTheSameBytesOnAnyNumberOfThreads() throws IOException {
        byte[] first = written(engine);
        assertArrayEquals(first, written(engine));
        try (Engine single = new Engine(1)) {
            assertArrayEquals(first, written(single));
        }
    }

    @Test
    void aTemperatureFromHeldOutRowsImprovesLogLossOnOthers() {
        LinearFit fit = fit(LABELS, doubtful(200, 1), doubtful(200, 2), "mixed");
        List<Example> others = doubtful(400, 3);
        fit.write(folder, 1, false);
        Model model = engine.open(folder);
        List<String> texts = others.stream().map(Example::text).toList();
        float[][] scores = engine.runAll(model, texts, Want.LOGITS, Progress.silent());
        double before = logLoss(Temperature.apply(scores, 1), others);
        double after = logLoss(Temperature.apply(scores, fit.temperature()), others);
        assertTrue(after < before, after + " is not below " + before);
    }

    @Test
    void aRefitLearnsFromHeldOutRowsToo() {
        List<Example> heldOut = new ArrayList<>(rows(60, 2));
        IntStream.range(0, 20).forEach(i -> heldOut.add(new Example("zebra stripes", "refund")));
        LinearFit fit = fit(LABELS, rows(300, 1), heldOut, "en");
        fit.write(folder.resolve("kept"), 1, false);
        fit.write(folder.resolve("all"), 1, true);
        assertTrue(refund("all", "zebra stripes") > refund("kept", "zebra stripes") + 0.2);
    }

    @Test
    void twoLabelsEmptyTextsAndALabelWithOneRowAreLearnt() {
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(new Example(i % 4 == 0 ? "" : "card blocked " + i, "card"));
        }
        rows.add(new Example("hello", "greeting"));
        LinearFit fit = fit(List.of("card", "greeting"), rows, List.of(), "en");
        fit.write(folder, fit.temperature(), true);
        Model model = engine.open(folder);
        float[][] answers =
                engine.runAll(
                        model,
                        List.of("hello", "card blocked"),
                        Want.PROBABILITIES,
                        Progress.silent());
        assertTrue(answers[0][1] > 0.5 && answers[1][0] > 0.5);
    }

    @Test
    void rowsWithoutASingleFeatureGiveTheBias() {
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            rows.add(new Example("", i % 3 == 0 ? "card" : "refund"));
        }
        LinearFit fit = fit(List.of("card", "refund"), rows, List.of(), "other");
        fit.write(folder, 1, false);
        Model model = engine.open(folder);
        float[] answer =
                engine.runAll(model, List.of("anything"), Want.PROBABILITIES, Progress.silent())[0];
        assertTrue(answer[1] > answer[0]);
    }

    @Test
    void textsOfAMegabyteAreCutNotRefused() {
        List<Example> rows = new ArrayList<>(rows(60, 1));
        rows.add(new Example("refund ".repeat(150_000), "refund"));
        rows.add(new Example("退款".repeat(500_000), "refund"));
        assertTrue(
                accuracy(fit(LABELS, rows, rows(60, 2), "mixed").heldOutScores(), rows(60, 2))
                        > 0.8);
    }

    @Test
    void tooManyLabelsAreRefusedWithWhatToDo() {
        List<String> labels =
                IntStream.range(0, 100_000).mapToObj(i -> "label" + i).sorted().toList();
        List<Example> rows = List.of(new Example("a", "label1"), new Example("b", "label2"));
        KaiyeException refusal =
                assertThrows(KaiyeException.class, () -> fit(labels, rows, rows, "en"));
        assertEquals(ErrorCode.TOO_LARGE, refusal.code());
        assertTrue(refusal.getMessage().startsWith("100000 labels are too many"));
        assertTrue(refusal.getMessage().contains("--label"));
    }

    @Test
    void anInterruptCancels() {
        Thread.currentThread().interrupt();
        assertThrows(CancelledTraining.class, () -> fit(LABELS, rows(300, 1), rows(50, 2), "en"));
        assertEquals(false, Thread.interrupted());
    }

    private static LinearFit fit(
            List<String> labels, List<Example> rows, List<Example> heldOut, String language) {
        return LinearFit.of(labels, rows, heldOut, language, 7, engine, Progress.silent());
    }

    private byte[] written(Engine on) throws IOException {
        LinearFit fit =
                LinearFit.of(LABELS, rows(200, 1), rows(50, 2), "mixed", 7, on, Progress.silent());
        fit.write(folder, fit.temperature(), true);
        return Files.readAllBytes(folder.resolve(ModelFolder.LINEAR));
    }

    private double refund(String name, String text) {
        Model model = engine.open(folder.resolve(name));
        return engine.runAll(model, List.of(text), Want.PROBABILITIES, Progress.silent())[0][2];
    }

    /** Texts of eight words, most from the label's own list, the rest from anywhere. */
    private static List<Example> rows(int count, long seed) {
        Random random = new Random(seed);
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int label = i % LABELS.size();
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 8; word++) {
                int from = random.nextInt(10) < 6 ? label : random.nextInt(3);
                text.append(WORDS[from][random.nextInt(5)]).append(' ');
            }
            rows.add(new Example(text.toString(), LABELS.get(label)));
        }
        return rows;
    }

    /** Rows of which a third has any label: a sure model is wrong to be sure. */
    private static List<Example> doubtful(int count, long seed) {
        Random random = new Random(seed);
        return rows(count, seed).stream()
                .map(
                        row ->
                                random.nextInt(3) == 0
                                        ? new Example(row.text(), LABELS.get(random.nextInt(3)))
                                        : row)
                .toList();
    }

    private static double accuracy(float[][] scores, List<Example> rows) {
        int right = 0;
        for (int i = 0; i < scores.length; i++) {
            int best = 0;
            for (int label = 1; label < scores[i].length; label++) {
                best = scores[i][label] > scores[i][best] ? label : best;
            }
            right += LABELS.get(best).equals(rows.get(i).label()) ? 1 : 0;
        }
        return (double) right / rows.size();
    }

    private static double logLoss(float[][] probabilities, List<Example> rows) {
        double sum = 0;
        for (int i = 0; i < probabilities.length; i++) {
            sum -= Math.log(probabilities[i][LABELS.indexOf(rows.get(i).label())]);
        }
        return sum / rows.size();
    }
}

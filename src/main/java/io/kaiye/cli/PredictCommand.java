package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Excerpt;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.ScopedAnswers;
import io.kaiye.model.Want;
import io.kaiye.registry.ModelVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Answers texts on the command line. */
@Command(name = "predict", description = "Answer texts: label and calibrated confidence.")
final class PredictCommand implements Callable<Integer> {
    private static final int TEXT_COLUMNS = 60;

    private final Session session;

    @Parameters(index = "0", paramLabel = "MODEL", description = "name, name@3 or name@challenger.")
    private String reference = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "TEXT",
            description = "One or more texts.")
    private List<String> texts = new ArrayList<>();

    @Option(names = "--file", paramLabel = "F", description = "A UTF-8 file with one text a line.")
    private @Nullable Path file;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many labels for each text. Default: ${DEFAULT-VALUE}.")
    private int top;

    PredictCommand(Session session) {
        this.session = session;
    }

    /** A label and its probability. */
    record Score(String label, double confidence) {}

    /** What one text was answered. */
    record Prediction(String text, List<Score> scores) {}

    /**
     * What a version answered that may say "none of these".
     *
     * @param label null for "none of these"; the scores are ranked all the same
     */
    record ScopedPrediction(
            String text, @Nullable String label, boolean outOfScope, List<Score> scores) {}

    @Override
    public Integer call() {
        List<String> asked = texts();
        ModelVersion version = session.workbench().registry().resolve(reference);
        if (!version.info().classifies()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    version.reference()
                            + " is an encoder without labels; it gives embeddings over HTTP (kaiye"
                            + " up, POST /v1/embeddings).");
        }
        try (Model model =
                session.workbench().engine().open(session.workbench().registry().folder(version))) {
            return model.info().scope() == null ? label(model, asked) : scoped(model, asked);
        }
    }

    private int label(Model model, List<String> asked) {
        Engine engine = session.workbench().engine();
        float[][] rows = engine.runAll(model, asked, Want.PROBABILITIES, Progress.silent());
        List<Prediction> predictions =
                IntStream.range(0, asked.size())
                        .mapToObj(
                                i ->
                                        new Prediction(
                                                asked.get(i), best(model.info().labels(), rows[i])))
                        .toList();
        return session.result(lines(predictions), predictions);
    }

    private int scoped(Model model, List<String> asked) {
        Engine engine = session.workbench().engine();
        ScopedAnswers answers =
                ScopedAnswers.of(model.info(), engine.logitsAll(model, asked, Progress.silent()));
        List<ScopedPrediction> predictions =
                IntStream.range(0, asked.size())
                        .mapToObj(i -> scoped(model.info().labels(), asked.get(i), answers, i))
                        .toList();
        return session.result(scopedLines(predictions), predictions);
    }

    private ScopedPrediction scoped(
            List<String> labels, String text, ScopedAnswers answers, int row) {
        List<Score> scores = best(labels, answers.probabilities()[row]);
        boolean none = answers.outOfScope()[row];
        return new ScopedPrediction(text, none ? null : scores.getFirst().label(), none, scores);
    }

    private List<String> texts() {
        if (top < 1) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT, "--top is " + top + "; accepted are 1 and more.");
        }
        if (texts.isEmpty() == (file == null)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "Give either texts after the model or --file F with one text a line.");
        }
        if (texts.stream().anyMatch(String::isBlank)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "A text is empty; leave it out or write something.");
        }
        return file == null ? texts : read(file);
    }

    private List<String> read(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv") || name.endsWith(".tsv") || name.endsWith(".jsonl")) {
            session.warn(
                    "Note: every line of "
                            + file
                            + " is answered whole, header and columns too; --file takes plain"
                            + " texts, one a line.");
        }
        return TextLines.read(file);
    }

    private List<Score> best(List<String> labels, float[] probabilities) {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> new Score(labels.get(i), probabilities[i]))
                .sorted((a, b) -> Double.compare(b.confidence(), a.confidence()))
                .limit(top)
                .toList();
    }

    private static List<String> lines(List<Prediction> predictions) {
        Table table = new Table("label", "confidence", "text");
        for (Prediction prediction : predictions) {
            rows(table, prediction.scores(), Excerpt.of(prediction.text(), TEXT_COLUMNS));
        }
        return table.lines();
    }

    /**
     * A text out of scope shows that first, and the ranked labels only if more than one is asked.
     */
    private List<String> scopedLines(List<ScopedPrediction> predictions) {
        Table table = new Table("label", "confidence", "text");
        for (ScopedPrediction prediction : predictions) {
            String text = Excerpt.of(prediction.text(), TEXT_COLUMNS);
            if (prediction.outOfScope()) {
                table.row(ScopeLines.NONE, "", text);
            }
            if (!prediction.outOfScope() || top > 1) {
                rows(table, prediction.scores(), prediction.outOfScope() ? "" : text);
            }
        }
        return table.lines();
    }

    private static void rows(Table table, List<Score> scores, String text) {
        String first = text;
        for (Score score : scores) {
            table.row(score.label(), String.format(Locale.ROOT, "%.3f", score.confidence()), first);
            first = "";
        }
    }
}

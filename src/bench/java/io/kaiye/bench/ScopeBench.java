package io.kaiye.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.kaiye.base.CostRate;
import io.kaiye.base.Json;
import io.kaiye.base.Machine;
import io.kaiye.data.Dataset;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Example;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.SplitName;
import io.kaiye.data.Splits;
import io.kaiye.evaluate.Interval;
import io.kaiye.evaluate.Metric;
import io.kaiye.evaluate.ScopeEvaluation;
import io.kaiye.evaluate.ScopeFit;
import io.kaiye.evaluate.ScopeRows;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.ScopeScore;
import io.kaiye.train.TrainedModel;
import io.kaiye.train.Trainer;
import io.kaiye.train.TrainingRequest;
import io.kaiye.train.TuneSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Which score tells better what a model is not for. Of Banking77's training file a quarter of the
 * labels is out of scope and never learnt; a fifth of the other rows is held out. Further away are
 * SNIPS and SMS texts, of their training files too.
 */
public final class ScopeBench implements Bench {
    private static final double HELD_OUT = 0.2;
    private static final int OTHER_LABELS = 4;
    private static final int FAR_ROWS = 1_000;
    private static final long SEEDS = 3;
    private static final double KEPT = 0.95;
    private static final String OUT = "out of scope";

    @Override
    public String name() {
        return "scope";
    }

    @Override
    public String purpose() {
        return "confidence against energy: which tells better what a model is not for";
    }

    @Override
    public void run(BenchContext context) throws IOException {
        context.out().println(BenchContext.machineLine());
        Map<String, List<ScopeEvaluation>> seen = new LinkedHashMap<>();
        try (Engine engine = new Engine(Machine.availableCores())) {
            for (String recipe : List.of("linear", "probe")) {
                long seeds = context.number("seeds", SEEDS);
                for (long seed = 1; seed <= seeds; seed++) {
                    run(context, engine, recipe, seed, seen);
                }
            }
        }
        print(context, seen);
    }

    /** Means over the seeds, with the lowest and the highest. */
    private static void print(BenchContext context, Map<String, List<ScopeEvaluation>> seen) {
        String form = "%-46s %-22s %s%n";
        context.out().printf(Locale.ROOT, form, "", "AUROC", "found at 95% kept");
        seen.forEach(
                (what, each) ->
                        context.out()
                                .printf(
                                        Locale.ROOT,
                                        form,
                                        what,
                                        mean(each, ScopeEvaluation::auroc),
                                        mean(each, ScopeEvaluation::outOfScopeRecall)));
    }

    private static String mean(
            List<ScopeEvaluation> each, Function<ScopeEvaluation, @Nullable Interval> figure) {
        DoubleSummaryStatistics values =
                each.stream()
                        .map(figure)
                        .filter(Objects::nonNull)
                        .mapToDouble(interval -> interval.value() * 100)
                        .summaryStatistics();
        return String.format(
                Locale.ROOT,
                "%.1f%% (%.1f to %.1f)",
                values.getAverage(),
                values.getMin(),
                values.getMax());
    }

    private static void run(
            BenchContext context,
            Engine engine,
            String recipe,
            long seed,
            Map<String, List<ScopeEvaluation>> seen)
            throws IOException {
        List<Example> all = csv(context.data("banking77/train.csv"));
        List<String> labels =
                new ArrayList<>(new TreeSet<>(all.stream().map(Example::label).toList()));
        Collections.shuffle(labels, new Random(seed));
        List<String> known = labels.subList(labels.size() / OTHER_LABELS, labels.size());
        Splits.Holdout split =
                Splits.holdout(
                        all.stream().filter(row -> known.contains(row.label())).toList(),
                        HELD_OUT,
                        seed);
        TrainedModel trained = train(context, engine, recipe, seed, split);
        List<Example> near = all.stream().filter(row -> !known.contains(row.label())).toList();
        try (Model model = engine.open(trained.folder())) {
            Measure measure = Measure.of(context, engine, model, recipe, split.heldOut(), seen);
            measure.against("other Banking77 labels", near);
            measure.against("SNIPS", some(snips(context.data("snips/train.jsonl.gz")), seed));
            measure.against("SMS", some(csv(context.data("sms_spam/train.csv")), seed));
        }
    }

    private static TrainedModel train(
            BenchContext context, Engine engine, String recipe, long seed, Splits.Holdout split) {
        Trainer trainer =
                new Trainer(
                        engine,
                        new Bases(CacheFolder.find()),
                        InstantSource.system(),
                        CostRate.DEFAULT);
        return trainer.train(
                new TrainingRequest(
                        dataset(split),
                        recipe,
                        Metric.ACCURACY,
                        OptionalDouble.empty(),
                        Duration.ofMinutes(20),
                        Optional.empty(),
                        seed,
                        TuneSettings.usual(),
                        Optional.empty(),
                        false,
                        context.workFolder().resolve(recipe + seed)),
                context.progress());
    }

    private static Dataset dataset(Splits.Holdout split) {
        TreeSet<String> labels = new TreeSet<>();
        split.kept().forEach(row -> labels.add(row.label()));
        return new Dataset(
                new DatasetVersion(
                        "banking77",
                        "0".repeat(64),
                        Instant.EPOCH,
                        List.copyOf(labels),
                        Map.of(
                                SplitName.TRAIN,
                                split.kept().size(),
                                SplitName.VALID,
                                split.heldOut().size()),
                        "en",
                        List.of(),
                        ImportSettings.DEFAULT,
                        List.of()),
                split.kept(),
                split.heldOut(),
                List.of());
    }

    /** What one model scored on its held-out rows in scope. */
    @SuppressWarnings("ArrayRecordComponent") // a row for each text; never compared
    private record Measure(
            BenchContext context,
            Engine engine,
            Model model,
            String what,
            List<Example> inScope,
            float[][] inScores,
            Map<String, List<ScopeEvaluation>> seen) {

        static Measure of(
                BenchContext context,
                Engine engine,
                Model model,
                String what,
                List<Example> inScope,
                Map<String, List<ScopeEvaluation>> seen) {
            float[][] scores = scores(context, engine, model, inScope);
            return new Measure(context, engine, model, what, inScope, scores, seen);
        }

        void against(String kind, List<Example> outOfScope) {
            float[][] outScores = scores(context, engine, model, outOfScope);
            for (ScopeScore score : ScopeScore.values()) {
                double threshold =
                        ScopeFit.fit(
                                        rows(new float[0][]),
                                        score,
                                        OptionalDouble.of(KEPT),
                                        "held out")
                                .threshold();
                seen.computeIfAbsent(
                                String.join(", ", what, kind, score.word()),
                                any -> new ArrayList<>())
                        .add(ScopeEvaluation.of(rows(outScores), score, threshold));
            }
        }

        private ScopeRows rows(float[][] outScores) {
            List<String> labels = model.info().labels();
            float[][] scores = Arrays.copyOf(inScores, inScores.length + outScores.length);
            System.arraycopy(outScores, 0, scores, inScores.length, outScores.length);
            int[] truth = new int[scores.length];
            Arrays.fill(truth, ScopeRows.OUTSIDE);
            for (int row = 0; row < inScores.length; row++) {
                truth[row] = labels.indexOf(inScope.get(row).label());
            }
            return new ScopeRows(
                    labels, truth, scores, model.info().temperature(), Optional.of(OUT));
        }

        private static float[][] scores(
                BenchContext context, Engine engine, Model model, List<Example> rows) {
            return engine.logitsAll(
                    model, rows.stream().map(Example::text).toList(), context.progress());
        }
    }

    private static List<Example> some(List<Example> rows, long seed) {
        List<Example> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, Math.min(FAR_ROWS, shuffled.size()));
    }

    private static List<Example> csv(Path file) throws IOException {
        List<Example> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : reader) {
                rows.add(new Example(row.getField("text"), row.getField("label")));
            }
        }
        return rows;
    }

    private static List<Example> snips(Path file) throws IOException {
        List<Example> rows = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                rows.add(new Example(Json.mapper().readTree(line).path("text").asText(), OUT));
            }
        }
        return rows;
    }
}

package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.compress.CompressedModel;
import io.kaiye.compress.Int8Compressor;
import io.kaiye.compress.ScopeMove;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Report;
import io.kaiye.evaluate.ReportPage;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.registry.CompressionStep;
import io.kaiye.registry.ContentRef;
import io.kaiye.registry.ModelVersion;
import io.kaiye.registry.Provenance;
import io.kaiye.registry.Quality;
import io.kaiye.registry.Registration;
import io.kaiye.registry.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A version in, its int8 version registered as challenger out, both measured on the same rows. */
final class CompressJob {
    static final double LOSS_POINTS_MAX = Int8Compressor.LOSS_POINTS_MAX;

    private final Workbench workbench;
    private final Progress progress;
    private final List<String> registered;

    /**
     * @param registered takes the reference of every version as soon as it is registered
     */
    CompressJob(Workbench workbench, Progress progress, List<String> registered) {
        this.workbench = workbench;
        this.progress = progress;
        this.registered = registered;
    }

    CompressOutcome run(String reference, String datasetReference, double lossPointsMax) {
        ModelVersion before = workbench.registry().resolve(reference);
        refuseInt8(before);
        Dataset dataset = workbench.datasets().load(datasetReference);
        Path stored = workbench.registry().folder(before);
        Path work = workbench.store().newWorkFolder("compress");
        long start = System.nanoTime();
        try {
            Path source = ModelFolder.whole(stored, work.resolve("whole"));
            JudgedRows rows = JudgedRows.of(before.provenance(), dataset);
            List<Example> known =
                    ScopedRows.of(before.info(), rows.rows(), Optional.empty()).known();
            CompressedModel small =
                    ScopeMove.moved(
                            workbench.engine(),
                            source,
                            new Int8Compressor(workbench.engine())
                                    .compress(source, known, lossPointsMax, work, progress),
                            rows.rows());
            Duration wall = Duration.ofNanos(System.nanoTime() - start);
            return finish(before, dataset, source, small, rows, wall);
        } finally {
            workbench.store().deleteWorkFolder(work);
        }
    }

    /** Says which version to take instead; the compressor cannot know. */
    private static void refuseInt8(ModelVersion version) {
        if (version.info().precision().equals(ModelInfo.INT8)
                && version.provenance() instanceof Provenance.Compressed made) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    version.reference()
                            + " is int8 already. Compress the version it was made from, "
                            + made.parent().name()
                            + ".");
        }
    }

    private CompressOutcome finish(
            ModelVersion before,
            Dataset dataset,
            Path source,
            CompressedModel small,
            JudgedRows rows,
            Duration wall) {
        boolean classifies = small.info().classifies();
        Measured was = classifies ? measure(source, rows.rows()) : null;
        Measured is = classifies ? measure(small.folder(), rows.rows()) : null;
        Optional<Measured> test =
                classifies && !dataset.test().isEmpty()
                        ? Optional.of(measure(small.folder(), dataset.test()))
                        : Optional.empty();
        Registration registration = register(before, dataset, small, rows, is, test, wall);
        ModelVersion after = registration.version();
        registered.add(after.reference());
        if (was == null || is == null) {
            return new CompressOutcome(
                    before, registration, small, rows, Optional.empty(), test, Optional.empty());
        }
        ReportPage.Compression sides =
                new ReportPage.Compression(
                        "int8",
                        small.rows(),
                        rows.unseen(),
                        new ReportPage.Compression.Side(
                                was.evaluation().accuracy(), before.sizeBytes(), was.speed()),
                        new ReportPage.Compression.Side(
                                is.evaluation().accuracy(), after.sizeBytes(), is.speed()),
                        small.lossPointsMax() / 100,
                        small.keptFloat());
        Path report = ReportFiles.path(workbench.store().home(), after);
        Report.write(
                ReportPages.evaluated(
                        workbench.costRate(),
                        dataset,
                        test.isPresent() ? "test" : rows.unseen() ? "valid" : rows.split(),
                        after,
                        test.orElse(is),
                        sides),
                report);
        return new CompressOutcome(
                before, registration, small, rows, Optional.of(sides), test, Optional.of(report));
    }

    private Measured measure(Path folder, List<Example> rows) {
        try (Model model = workbench.engine().open(folder)) {
            return Measured.on(workbench.engine(), model, rows, "The dataset", progress);
        }
    }

    private Registration register(
            ModelVersion before,
            Dataset dataset,
            CompressedModel small,
            JudgedRows rows,
            @Nullable Measured judged,
            Optional<Measured> test,
            Duration wall) {
        Map<String, Quality> metrics = new LinkedHashMap<>();
        if (judged != null && rows.unseen()) {
            metrics.put("valid", Quality.of(judged.evaluation()));
        }
        test.ifPresent(
                measured ->
                        metrics.put(
                                Results.split(before.provenance(), dataset.version(), "test"),
                                Quality.of(measured.evaluation())));
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("weights", "int8, symmetric, per column");
        settings.put("activations", "uint8, dynamic, per batch");
        settings.put("embeddings", "int8, symmetric, per row");
        settings.put("layers", small.layers());
        settings.put("keptFloat", small.keptFloat());
        settings.put("maxLossPoints", small.lossPointsMax());
        settings.put("lossPoints", small.lossPoints());
        settings.put("rows", small.rows());
        Optional.ofNullable(small.info().scope())
                .ifPresent(rule -> settings.put("scopeThreshold", rule.threshold()));
        settings.put("judgedOn", rows.source());
        settings.put("judgedRowsSeen", rows.seen().name().toLowerCase(Locale.ROOT));
        ModelInfo info = small.info();
        return workbench
                .registry()
                .submit(
                        new Submission(
                                before.model(),
                                small.folder(),
                                new Provenance.Compressed(
                                        new ContentRef(before.reference(), before.id()),
                                        before.provenance(),
                                        List.of(new CompressionStep(info.precision(), settings)),
                                        Makings.now(wall, workbench.costRate())),
                                metrics,
                                test.or(() -> Optional.ofNullable(judged))
                                        .map(measured -> Speeds.of(measured, workbench.costRate())),
                                "kaiye compress"));
    }
}

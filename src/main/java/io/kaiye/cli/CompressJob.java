package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.compress.CompressedModel;
import io.kaiye.compress.Int8Compressor;
import io.kaiye.compress.PruneRows;
import io.kaiye.compress.PruneSettings;
import io.kaiye.compress.PrunedModel;
import io.kaiye.compress.Pruner;
import io.kaiye.compress.ScopeMove;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Report;
import io.kaiye.evaluate.ReportPage;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.registry.ContentRef;
import io.kaiye.registry.ModelVersion;
import io.kaiye.registry.Provenance;
import io.kaiye.registry.Quality;
import io.kaiye.registry.Registration;
import io.kaiye.registry.Submission;
import io.kaiye.train.RecoveryState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A version in, a smaller one registered as challenger out, both measured on the same rows. */
final class CompressJob {
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

    CompressOutcome run(CompressOrder order) {
        ModelVersion before = workbench.registry().resolve(order.reference());
        refuseInt8(before);
        Dataset dataset = workbench.datasets().load(order.dataset());
        Path stored = workbench.registry().folder(before);
        Optional<StateFile> state = state(order, before);
        Path work = workbench.store().newWorkFolder("compress");
        long start = System.nanoTime();
        try {
            Path source = ModelFolder.whole(stored, work.resolve("whole"));
            JudgedRows rows = JudgedRows.of(before.provenance(), dataset);
            Optional<PrunedModel> pruned =
                    state.map(file -> pruned(order, file, before, source, rows, work));
            Compressed small = compressed(order, pruned, before, source, rows, work);
            Duration wall = Duration.ofNanos(System.nanoTime() - start);
            CompressOutcome outcome = finish(before, dataset, source, small, rows, wall);
            state.ifPresent(StateFile::delete);
            return outcome;
        } finally {
            workbench.store().deleteWorkFolder(work);
        }
    }

    /** Of a pruning alone; int8 is done in less time than a checkpoint is worth. */
    private Optional<StateFile> state(CompressOrder order, ModelVersion before) {
        Optional<StateFile> state =
                order.prune()
                        .map(any -> StateFile.ofPruning(workbench.store().home(), before.model()));
        state.ifPresent(file -> file.begin(order.resume(), progress));
        return state;
    }

    private Compressed compressed(
            CompressOrder order,
            Optional<PrunedModel> pruned,
            ModelVersion before,
            Path source,
            JudgedRows rows,
            Path work) {
        if (!order.int8()) {
            return compressed(order, pruned, Optional.empty());
        }
        double left = order.lossPointsMax() - pruned.map(PrunedModel::lossPoints).orElse(0.0);
        CompressedModel small =
                new Int8Compressor(workbench.engine())
                        .compress(
                                pruned.map(PrunedModel::folder).orElse(source),
                                known(before, rows.rows()),
                                left,
                                work,
                                progress);
        CompressedModel scoped =
                ScopeMove.moved(workbench.engine(), source, small, rows.rows(), rows.unseen());
        return compressed(order, pruned, Optional.of(scoped));
    }

    private static Compressed compressed(
            CompressOrder order, Optional<PrunedModel> pruned, Optional<CompressedModel> int8) {
        double ratio = order.prune().map(PruneSettings::ratio).orElse(0.0);
        return new Compressed(pruned, int8, ratio, order.lossPointsMax());
    }

    private PrunedModel pruned(
            CompressOrder order,
            StateFile file,
            ModelVersion before,
            Path source,
            JudgedRows rows,
            Path work) {
        boolean seen = rows.seen() == JudgedRows.Seen.REFIT;
        Quality unseen = before.metrics().get("valid");
        PruneRows learnt =
                new PruneRows(
                        known(before, rows.fitting()),
                        known(before, rows.rows()),
                        seen,
                        seen && unseen != null
                                ? OptionalDouble.of(unseen.accuracy().value())
                                : OptionalDouble.empty());
        RecoveryState state =
                new RecoveryState(
                        file.path(), order.resume(), Map.of("version", before.reference()));
        PrunedModel pruned =
                new Pruner(workbench.engine(), workbench.trainer())
                        .prune(
                                source,
                                learnt,
                                order.prune().orElseThrow(),
                                order.lossPointsMax(),
                                Optional.of(state),
                                work,
                                progress);
        progress.note(
                String.format(
                        Locale.ROOT,
                        "pruned: %.1f%% on %s, %.2f points lost",
                        100 * pruned.after(),
                        rows.source(),
                        pruned.lossPoints()));
        return pruned.with(
                ScopeMove.moved(
                        workbench.engine(), source, pruned.folder(), rows.rows(), rows.unseen()));
    }

    /** The rows whose labels the model has; others are out of its scope. */
    private static List<Example> known(ModelVersion version, List<Example> rows) {
        return ScopedRows.of(version.info(), rows, Optional.empty()).known();
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
            Compressed small,
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
                        small.kind(),
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
            Compressed small,
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
        return workbench
                .registry()
                .submit(
                        new Submission(
                                before.model(),
                                small.folder(),
                                new Provenance.Compressed(
                                        new ContentRef(before.reference(), before.id()),
                                        before.provenance(),
                                        small.steps(rows),
                                        Makings.now(wall, workbench.costRate())),
                                metrics,
                                test.or(() -> Optional.ofNullable(judged))
                                        .map(measured -> Speeds.of(measured, workbench.costRate())),
                                "kaiye compress"));
    }
}

package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.data.SplitName;
import io.kaiye.evaluate.Comparison;
import io.kaiye.evaluate.PairedTest;
import io.kaiye.evaluate.Report;
import io.kaiye.evaluate.ReportPage;
import io.kaiye.evaluate.Summary;
import io.kaiye.model.Model;
import io.kaiye.registry.ModelVersion;
import io.kaiye.registry.Quality;
import io.kaiye.registry.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures a version on labelled data, or compares two on the same rows. */
@Command(name = "eval", description = "Measure a version on labelled data; --against compares two.")
final class EvalCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "MODEL", description = "name, name@3 or name@challenger.")
    private String reference = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DATASET[:SPLIT]",
            description = "Split test by default.")
    private String data = "";

    @Option(
            names = "--against",
            paramLabel = "MODEL",
            description = "A second version: a paired test is added.")
    private @Nullable String against;

    @Option(
            names = "--out-of-scope",
            paramLabel = "LABEL",
            description = "Label of rows that the version should answer \"none of these\".")
    private @Nullable String outOfScope;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "The HTML report; reports/ in the home otherwise.")
    private @Nullable Path report;

    EvalCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        int colon = data.lastIndexOf(':');
        SplitName named = colon < 0 ? SplitName.TEST : SplitName.of(data.substring(colon + 1));
        String split = named.word();
        Dataset dataset =
                session.workbench().datasets().load(colon < 0 ? data : data.substring(0, colon));
        List<Example> rows = dataset.split(named);
        ScopedRows.checkLabel(
                outOfScope, rows, "Split " + split + " of " + dataset.version().reference());
        ModelVersion version = version(reference);
        Measured measured = measure(version, rows, dataset, split);
        SeenRows seen = SeenRows.of(session.workbench().datasets(), version, dataset, rows);
        keep(seen, dataset, split, measured);
        ReportPage page =
                ReportPages.evaluated(
                        session.workbench().costRate(), dataset, split, version, measured, null);
        Path file =
                report == null
                        ? session.workbench()
                                .store()
                                .home()
                                .resolve("reports")
                                .resolve(
                                        version.model()
                                                + "-"
                                                + version.number()
                                                + "-"
                                                + dataset.version().name()
                                                + "-"
                                                + split
                                                + ".html")
                        : report;
        Report.write(page, file);
        List<String> lines = new ArrayList<>(Summary.lines(page));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", version.model());
        document.put("version", version.number());
        document.put("dataset", dataset.version().reference());
        document.put("split", split);
        document.put("evaluation", measured.evaluation());
        document.put("speed", measured.speed());
        document.put("report", file.toString());
        document.put("rowsLearntFrom", seen.seen());
        if (against != null) {
            compare(version, measured, rows, dataset, split, lines, document);
        }
        seen.words().ifPresent(lines::add);
        lines.add("report " + file.toAbsolutePath().toUri());
        return session.result(lines, document);
    }

    private void compare(
            ModelVersion version,
            Measured measured,
            List<Example> rows,
            Dataset dataset,
            String split,
            List<String> lines,
            Map<String, Object> document) {
        ModelVersion other = version(String.valueOf(against));
        Measured second = measure(other, rows, dataset, split);
        keep(
                SeenRows.of(session.workbench().datasets(), other, dataset, rows),
                dataset,
                split,
                second);
        Comparison comparison =
                PairedTest.compare(measured.predictions(), second.predictions(), Measured.SEED);
        lines.add("");
        lines.addAll(Summary.lines(comparison, version.reference(), other.reference()));
        document.put("against", other.reference());
        document.put("comparison", comparison);
    }

    /** What is said of rows that were learnt from says nothing, so it is not kept. */
    private void keep(SeenRows seen, Dataset dataset, String split, Measured measured) {
        ModelVersion version = seen.version();
        if (!seen.spoils() && !split.equals(SplitName.TRAIN.word())) {
            session.workbench()
                    .registry()
                    .addMeasurement(
                            version,
                            Results.split(version.provenance(), dataset.version(), split),
                            Quality.of(measured.evaluation()));
        }
    }

    private ModelVersion version(String named) {
        Registry registry = session.workbench().registry();
        ModelVersion version = registry.resolve(named);
        if (!version.info().classifies()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    version.reference()
                            + " is an encoder without labels; only classifiers can be evaluated.");
        }
        return version;
    }

    private Measured measure(
            ModelVersion version, List<Example> rows, Dataset dataset, String split) {
        Workbench workbench = session.workbench();
        try (Model model = workbench.engine().open(workbench.registry().folder(version))) {
            return Measured.on(
                    workbench.engine(),
                    model,
                    rows,
                    Optional.ofNullable(outOfScope),
                    "Split " + split + " of " + dataset.version().reference(),
                    session.progress());
        }
    }
}

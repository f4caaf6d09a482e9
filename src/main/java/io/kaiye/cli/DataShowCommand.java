package io.kaiye.cli;

import io.kaiye.base.Json;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.ErasedRows;
import io.kaiye.data.Terms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** All that is known of one version of a dataset. */
@Command(
        name = "show",
        description = "Show one version: rows, terms, how it was made, what was erased.")
final class DataShowCommand implements Callable<Integer> {
    private static final int LABELS_SHOWN_MAX = 8;

    private final Session session;

    @Parameters(paramLabel = "DATASET", description = "name or name@id.")
    private String reference = "";

    DataShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        DatasetVersion version = session.workbench().datasets().find(reference);
        List<ErasedRows> erased = session.workbench().datasets().erased(version);
        Optional<String> who = session.workbench().audit().maker(version);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", version);
        document.put("who", who);
        document.put("erased", erased);
        return session.result(lines(version, who, erased), document);
    }

    private static List<String> lines(
            DatasetVersion version, Optional<String> who, List<ErasedRows> erased) {
        List<String> lines = new ArrayList<>();
        lines.add(version.reference());
        lines.add("  id            " + version.id());
        lines.add("  made          " + version.created() + made(version, who));
        lines.add("  rows          " + rows(version));
        lines.add("  labels        " + labels(version.labels()));
        lines.add("  language      " + version.language());
        version.columns()
                .ifPresent(
                        columns ->
                                columns.forEach(
                                        one ->
                                                lines.add(
                                                        "  column        "
                                                                + one.name()
                                                                + " "
                                                                + one.type())));
        version.sources()
                .forEach(
                        one ->
                                lines.add(
                                        "  file          "
                                                + one.file()
                                                + " ("
                                                + one.role()
                                                + ", "
                                                + Numbers.bytes(one.bytes())
                                                + ", "
                                                + Numbers.grouped(one.rows())
                                                + " rows)"));
        lines.addAll(TermsOptions.lines(version.terms().orElse(Terms.UNSAID)));
        erased.forEach(one -> lines.add("  " + one.words()));
        version.warnings().forEach(warning -> lines.add("  note: " + warning.message()));
        return lines;
    }

    private static String rows(DatasetVersion version) {
        String rows = DataImportCommand.rows(version);
        return rows.isEmpty() ? "none" : rows;
    }

    private static String made(DatasetVersion version, Optional<String> who) {
        return version.making()
                .map(
                        making ->
                                " by "
                                        + making.who()
                                        + ", "
                                        + making.step()
                                        + " "
                                        + Json.line(making.recipe())
                                        + " from "
                                        + String.join(
                                                ", ",
                                                making.parents().stream()
                                                        .map(LineageLines::shortened)
                                                        .toList())
                                        + " with "
                                        + LineageLines.counts(making.rowsIn()))
                .orElse(", imported" + who.map(one -> " by " + one).orElse(""));
    }

    private static String labels(List<String> labels) {
        if (labels.isEmpty()) {
            return "none";
        }
        int shown = Math.min(LABELS_SHOWN_MAX, labels.size());
        return labels.size()
                + ": "
                + String.join(", ", labels.subList(0, shown))
                + (labels.size() > shown ? ", …" : "");
    }
}

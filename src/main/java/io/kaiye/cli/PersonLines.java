package io.kaiye.cli;

import io.kaiye.base.Excerpt;
import io.kaiye.data.FoundRow;
import io.kaiye.data.Terms;
import io.kaiye.govern.ModelAdvice;
import io.kaiye.govern.Outcome;
import io.kaiye.govern.PersonFound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a person is, and what an erasure came to, for people and for programs. */
final class PersonLines {
    static final int ROWS_SHOWN_MAX = 20;
    private static final int CHARACTERS_MAX = 70;
    private static final int PERSON_DIGITS = 12;

    private PersonLines() {}

    static List<String> of(PersonFound found, HeldRows held) {
        List<String> lines = new ArrayList<>();
        lines.add(
                Numbers.count(found.rows(), "row", "rows")
                        + " in all versions (person "
                        + found.person().substring(0, PERSON_DIGITS)
                        + " in the audit log)");
        if (!held.rows().isEmpty()) {
            Table table = new Table("dataset", "split", "row", "basis", "values");
            held.rows().stream().limit(ROWS_SHOWN_MAX).forEach(row -> row(table, row));
            lines.addAll(table.lines());
        }
        if (found.rows() > ROWS_SHOWN_MAX) {
            lines.add(
                    "and "
                            + Numbers.grouped(found.rows() - ROWS_SHOWN_MAX)
                            + " more; --json shows all, `kaiye person export` writes them.");
        }
        records(found.records(), lines, " hold it, too");
        lines.addAll(quarantined(found));
        lines.addAll(found.kept());
        return lines;
    }

    private static void row(Table table, FoundRow row) {
        table.row(
                row.version().reference(),
                row.split().word(),
                row.number(),
                row.version().terms().flatMap(Terms::lawfulBasis).orElse("not said"),
                Excerpt.line(
                        String.join(
                                " | ",
                                row.values().values().stream().map(String::valueOf).toList()),
                        CHARACTERS_MAX));
    }

    private static void records(Map<String, Integer> records, List<String> lines, String what) {
        records.forEach((table, count) -> lines.add(count + " rows of " + table + what));
    }

    /** Files of rows that could not be read, which are not among the rows. */
    static List<String> quarantined(PersonFound found) {
        return found.quarantined().entrySet().stream()
                .map(one -> one.getValue() + " lines of " + one.getKey() + " hold it, too")
                .toList();
    }

    static Map<String, Object> document(PersonFound found, HeldRows held) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("person", found.person());
        document.put("rows", held.rows().stream().map(PersonLines::document).toList());
        document.put("records", found.records());
        document.put("quarantined", found.quarantined());
        document.put("kept", found.kept());
        return document;
    }

    static Map<String, Object> document(FoundRow row) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("dataset", row.version().fullReference());
        document.put("split", row.split().word());
        document.put("row", row.number());
        document.put("madeFromOne", row.madeFromOne());
        document.put("source", row.version().terms().flatMap(Terms::source));
        document.put("lawfulBasis", row.version().terms().flatMap(Terms::lawfulBasis));
        document.put("purposes", row.version().terms().map(Terms::purposes).orElse(List.of()));
        document.put("deleteBy", row.version().terms().flatMap(Terms::deleteBy));
        document.put("values", row.values());
        return document;
    }

    static List<String> of(Outcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add(
                outcome.losses().isEmpty()
                        ? "No version held such a row."
                        : Numbers.count(outcome.rows(), "row is", "rows are")
                                + " gone from "
                                + Numbers.count(outcome.losses().size(), "version:", "versions:"));
        for (Outcome.Loss loss : outcome.losses()) {
            lines.add(
                    "  "
                            + LineageLines.shortened(loss.dataset())
                            + "  "
                            + Numbers.grouped(loss.rows())
                            + " gone, "
                            + Numbers.grouped(loss.left())
                            + " left");
        }
        outcome.made().forEach(made -> lines.add("  corrected as " + LineageLines.shortened(made)));
        records(outcome.records(), lines, " deleted");
        outcome.files().forEach(file -> lines.add("cleaned " + file));
        if (!outcome.models().isEmpty()) {
            lines.add("Models that were trained on those versions:");
            outcome.models().forEach(model -> lines.addAll(advice(model)));
        }
        outcome.remains().forEach(one -> lines.add("note: " + one));
        return lines;
    }

    private static List<String> advice(ModelAdvice advice) {
        return List.of(
                "  "
                        + advice.model()
                        + "  "
                        + advice.action()
                        + ": "
                        + advice.why()
                        + " ("
                        + Numbers.grouped(advice.rows())
                        + " rows of "
                        + LineageLines.shortened(advice.dataset())
                        + ")",
                "      " + advice.next());
    }
}

package io.kaiye.cli;

import io.kaiye.base.Excerpt;
import io.kaiye.base.Json;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Making;
import io.kaiye.data.Source;
import io.kaiye.data.SplitName;
import io.kaiye.govern.Lineage;
import io.kaiye.registry.ModelVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A lineage as a tree of lines, and as a document. */
final class LineageLines {
    private static final int SHORT_DIGITS = 8;
    private static final int RECIPE_CHARACTERS_MAX = 100;

    private LineageLines() {}

    /** From the sources down; a version with several parents stands under the first. */
    static List<String> tree(Lineage lineage) {
        List<String> lines = new ArrayList<>();
        for (Lineage.Step step : lineage.steps()) {
            if (parent(lineage, step).isEmpty()) {
                branch(lineage, step, "", "", lines);
            }
        }
        if (!lineage.derived().isEmpty()) {
            lines.add("derived from it: " + String.join(", ", lineage.derived()));
        }
        return lines;
    }

    private static void branch(
            Lineage lineage, Lineage.Step step, String edge, String rest, List<String> lines) {
        lines.add(edge + headline(step));
        List<Lineage.Step> children =
                lineage.steps().stream()
                        .filter(one -> parent(lineage, one).filter(step::equals).isPresent())
                        .toList();
        String bar = rest + (children.isEmpty() ? "   " : "│  ");
        details(lineage, step).forEach(line -> lines.add(bar + line));
        for (int i = 0; i < children.size(); i++) {
            boolean last = i == children.size() - 1;
            branch(
                    lineage,
                    children.get(i),
                    rest + (last ? "└─ " : "├─ "),
                    rest + (last ? "   " : "│  "),
                    lines);
        }
    }

    /** The first parent that is known. */
    private static Optional<Lineage.Step> parent(Lineage lineage, Lineage.Step step) {
        List<String> parents = step.version().making().map(Making::parents).orElse(List.of());
        return parents.stream()
                .flatMap(
                        parent ->
                                lineage.steps().stream()
                                        .filter(
                                                one ->
                                                        one.version()
                                                                .fullReference()
                                                                .equals(parent)))
                .findFirst();
    }

    private static String headline(Lineage.Step step) {
        DatasetVersion version = step.version();
        return version.reference()
                + "  "
                + version.making().map(Making::step).orElse("import")
                + "  "
                + version.created().toString().substring(0, 16).replace('T', ' ')
                + step.who().map(who -> "  " + who).orElse("");
    }

    private static List<String> details(Lineage lineage, Lineage.Step step) {
        List<String> lines = new ArrayList<>();
        DatasetVersion version = step.version();
        version.making()
                .ifPresent(
                        making ->
                                lines.add(
                                        Excerpt.line(
                                                Json.line(making.recipe()),
                                                RECIPE_CHARACTERS_MAX)));
        if (version.making().isEmpty()) {
            lines.add(
                    version.sources().stream().map(Source::file).collect(Collectors.joining(", ")));
        }
        lines.add(flow(version));
        version.making()
                .flatMap(Making::like)
                .ifPresent(like -> lines.add("with what was fitted for " + shortened(like)));
        List<String> others =
                version.making().map(Making::parents).orElse(List.of()).stream()
                        .filter(
                                parent ->
                                        parent(lineage, step)
                                                .filter(
                                                        one ->
                                                                one.version()
                                                                        .fullReference()
                                                                        .equals(parent))
                                                .isEmpty())
                        .map(LineageLines::shortened)
                        .toList();
        if (!others.isEmpty()) {
            lines.add("and from " + String.join(", ", others));
        }
        step.erased().forEach(one -> lines.add(one.words()));
        step.models().forEach(model -> lines.add("model " + model(model)));
        return lines;
    }

    private static String model(ModelVersion model) {
        return model.reference()
                + (model.aliases().isEmpty()
                        ? ""
                        : " (" + String.join(", ", model.aliases()) + ")");
    }

    /** "train 960 → 940, test 120 → 118"; for an import "train 960, test 120". */
    static String flow(DatasetVersion version) {
        if (version.making().isEmpty()) {
            return counts(version.rows());
        }
        Map<SplitName, Integer> in = version.making().get().rowsIn();
        List<String> parts = new ArrayList<>();
        for (SplitName split : SplitName.values()) {
            int before = in.getOrDefault(split, 0);
            if (before > 0 || version.rows(split) > 0) {
                parts.add(
                        split.word()
                                + " "
                                + Numbers.grouped(before)
                                + " → "
                                + Numbers.grouped(version.rows(split)));
            }
        }
        return "rows " + String.join(", ", parts);
    }

    static String counts(Map<SplitName, Integer> rows) {
        String all =
                rows.entrySet().stream()
                        .filter(one -> one.getValue() > 0)
                        .map(one -> one.getKey().word() + " " + Numbers.grouped(one.getValue()))
                        .collect(Collectors.joining(", "));
        return "rows " + (all.isEmpty() ? "none" : all);
    }

    /** name@id with as many digits of the id as people are shown. */
    static String shortened(String fullReference) {
        int at = fullReference.lastIndexOf('@');
        return fullReference.substring(0, Math.min(fullReference.length(), at + 1 + SHORT_DIGITS));
    }

    static Map<String, Object> document(Lineage lineage) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("dataset", lineage.of().fullReference());
        document.put("steps", lineage.steps().stream().map(LineageLines::document).toList());
        document.put("derived", lineage.derived());
        return document;
    }

    private static Map<String, Object> document(Lineage.Step step) {
        DatasetVersion version = step.version();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("dataset", version.fullReference());
        one.put("step", version.making().map(Making::step).orElse("import"));
        one.put("depth", step.depth());
        one.put("recipe", version.making().map(Making::recipe).orElse(Map.of()));
        one.put("parents", version.making().map(Making::parents).orElse(List.of()));
        one.put("missingParents", step.missing());
        one.put("sources", version.sources());
        one.put("rowsIn", version.making().map(Making::rowsIn).orElse(Map.of()));
        one.put("rows", version.rows());
        one.put("who", step.who());
        one.put("created", version.created());
        one.put("terms", version.terms());
        one.put("erased", step.erased());
        one.put("models", step.models().stream().map(ModelVersion::reference).toList());
        return one;
    }
}

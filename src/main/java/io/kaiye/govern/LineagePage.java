package io.kaiye.govern;

import io.kaiye.base.Excerpt;
import io.kaiye.base.Json;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Making;
import io.kaiye.data.SplitName;
import io.kaiye.registry.ModelVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A lineage as one page with a drawing, which needs nothing but itself. Sizes are in pixels. */
public final class LineagePage {
    private static final int BOX_WIDTH = 300;
    private static final int BOX_HEIGHT = 104;
    private static final int GAP_ACROSS = 60;
    private static final int GAP_DOWN = 24;
    private static final int MARGIN = 20;
    private static final int LINE_HEIGHT = 18;
    private static final int CHARACTERS_MAX = 44;

    private final Lineage lineage;
    private final Map<String, int[]> places = new HashMap<>();
    private final StringBuilder drawing = new StringBuilder();

    private LineagePage(Lineage lineage) {
        this.lineage = lineage;
    }

    /** The whole page. */
    public static String of(Lineage lineage) {
        return new LineagePage(lineage).page();
    }

    private String page() {
        int columns = 0;
        int rows = 0;
        Map<Integer, Integer> used = new HashMap<>();
        for (Lineage.Step step : lineage.steps()) {
            int row = used.merge(step.depth(), 1, Integer::sum) - 1;
            places.put(step.version().fullReference(), new int[] {step.depth(), row});
            columns = Math.max(columns, step.depth() + 1);
            rows = Math.max(rows, row + 1);
        }
        lineage.steps().forEach(this::edges);
        lineage.steps().forEach(this::box);
        int width = 2 * MARGIN + columns * (BOX_WIDTH + GAP_ACROSS) - GAP_ACROSS;
        int height = 2 * MARGIN + rows * (BOX_HEIGHT + GAP_DOWN) - GAP_DOWN;
        String title = escaped("Lineage of " + lineage.of().reference());
        return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>%s</title>
        <style>
        body { font: 14px system-ui, sans-serif; margin: 2em; color: #1c2733; }
        rect { fill: #f4f7fa; stroke: #8da2b5; } .asked rect { stroke: #0a6e5c; stroke-width: 2; }
        text { font: 12px system-ui, sans-serif; fill: #1c2733; } .name { font-weight: 600; }
        path { fill: none; stroke: #8da2b5; } .model { fill: #0a6e5c; }
        </style></head><body><h1>%s</h1>
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" role="img" aria-label="%s">
        %s</svg></body></html>
        """
                .formatted(title, title, width, height, title, drawing);
    }

    private void edges(Lineage.Step step) {
        int[] to = places.getOrDefault(step.version().fullReference(), new int[2]);
        for (String parent : Lineage.parents(step.version())) {
            int[] from = places.get(parent);
            if (from != null) {
                int middle = x(to) - GAP_ACROSS / 2;
                drawing.append(
                        "<path d=\"M%d %d H%d V%d H%d\"/>\n"
                                .formatted(
                                        x(from) + BOX_WIDTH,
                                        y(from) + BOX_HEIGHT / 2,
                                        middle,
                                        y(to) + BOX_HEIGHT / 2,
                                        x(to)));
            }
        }
    }

    private void box(Lineage.Step step) {
        int[] place = places.getOrDefault(step.version().fullReference(), new int[2]);
        boolean asked = step.version().equals(lineage.of());
        drawing.append(
                "<g%s><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n"
                        .formatted(
                                asked ? " class=\"asked\"" : "",
                                x(place),
                                y(place),
                                BOX_WIDTH,
                                BOX_HEIGHT));
        List<String> lines = lines(step);
        for (int i = 0; i < lines.size(); i++) {
            String kind =
                    i == 0 ? " class=\"name\"" : i == lines.size() - 1 ? " class=\"model\"" : "";
            drawing.append(
                    "<text x=\"%d\" y=\"%d\"%s>%s</text>\n"
                            .formatted(
                                    x(place) + 10,
                                    y(place) + LINE_HEIGHT * (i + 1),
                                    kind,
                                    escaped(Excerpt.of(lines.get(i), CHARACTERS_MAX))));
        }
        drawing.append("</g>\n");
    }

    private static List<String> lines(Lineage.Step step) {
        DatasetVersion version = step.version();
        List<String> lines = new ArrayList<>();
        lines.add(
                version.reference() + " · " + version.making().map(Making::step).orElse("import"));
        lines.add(
                version.created().toString().substring(0, 16).replace('T', ' ')
                        + step.who().map(who -> " · " + who).orElse(""));
        lines.add(
                version.making()
                        .map(making -> Json.line(making.recipe()))
                        .orElseGet(
                                () ->
                                        version.sources().stream()
                                                .map(source -> source.file())
                                                .collect(Collectors.joining(", "))));
        lines.add(rows(version));
        lines.add(
                step.models().stream()
                        .map(ModelVersion::reference)
                        .collect(
                                Collectors.joining(", ", step.models().isEmpty() ? "" : "→ ", "")));
        return lines;
    }

    private static String rows(DatasetVersion version) {
        List<String> parts = new ArrayList<>();
        for (SplitName split : SplitName.values()) {
            if (version.rows(split) > 0) {
                String in =
                        version.making()
                                .map(making -> making.rowsIn().getOrDefault(split, 0) + "→")
                                .orElse("");
                parts.add(split.word() + " " + in + version.rows(split));
            }
        }
        return String.join(", ", parts);
    }

    private static int x(int[] place) {
        return MARGIN + place[0] * (BOX_WIDTH + GAP_ACROSS);
    }

    private static int y(int[] place) {
        return MARGIN + place[1] * (BOX_HEIGHT + GAP_DOWN);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}

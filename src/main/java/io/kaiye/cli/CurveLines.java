package io.kaiye.cli;

import io.kaiye.evaluate.LinesPage;
import io.kaiye.label.Curve;
import io.kaiye.label.Saving;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Curves of labels bought, for a terminal, as JSON and as a page.
 *
 * @param on the rows that judged
 * @param savings against the random curve; empty without one
 */
record CurveLines(
        String dataset, String on, List<Curve> curves, List<Saving> savings, LabelPrice each) {
    private static final int ROWS_MAX = 12;

    List<String> lines(Path report) {
        List<String> lines = new ArrayList<>();
        lines.add(about());
        lines.add("");
        LinesPage.Grid qualities = qualities(ROWS_MAX);
        lines.addAll(table(qualities));
        if (!savings.isEmpty()) {
            lines.add("");
            lines.add(savingsTitle());
            lines.addAll(table(saved()));
        }
        lines.add("");
        lines.add("Curve: " + report);
        return lines;
    }

    Map<String, Object> document(Path report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("dataset", dataset);
        document.put("judgedOn", on);
        document.put("curves", curves);
        document.put("priceMicros", each.micros());
        document.put("currency", each.currency());
        document.put("secondsEach", each.seconds());
        document.put("savings", savings.stream().map(this::document).toList());
        document.put("report", report.toString());
        return document;
    }

    LinesPage page() {
        List<LinesPage.Line> lines =
                curves.stream()
                        .map(curve -> new LinesPage.Line(curve.strategy().word(), points(curve)))
                        .toList();
        List<LinesPage.Grid> tables = new ArrayList<>();
        if (!savings.isEmpty()) {
            tables.add(saved());
        }
        tables.add(qualities(Integer.MAX_VALUE));
        return new LinesPage(
                "Labels bought for " + dataset,
                about(),
                new LinesPage.Lines("labels bought", "answered right", lines),
                tables);
    }

    private static List<LinesPage.Point> points(Curve curve) {
        return curve.points().stream()
                .map(p -> new LinesPage.Point(p.labels(), p.quality(), p.low(), p.high()))
                .toList();
    }

    private String about() {
        return "Share of rows answered right (judged on "
                + on
                + ", median of all seeds) by labels bought of "
                + dataset
                + ", with a frozen encoder.";
    }

    /** Only some of the rounds where there are many, the last always. */
    private LinesPage.Grid qualities(int rowsMax) {
        int rounds = curves.getFirst().points().size();
        int step = rowsMax >= rounds ? 1 : (rounds + rowsMax - 1) / rowsMax;
        List<String> heads = new ArrayList<>(List.of("labels"));
        curves.forEach(curve -> heads.add(curve.strategy().word()));
        List<List<String>> rows =
                IntStream.range(0, rounds)
                        .filter(round -> (rounds - 1 - round) % step == 0)
                        .mapToObj(this::round)
                        .toList();
        return new LinesPage.Grid("Quality after each round", heads, rows);
    }

    private List<String> round(int round) {
        List<String> cells = new ArrayList<>();
        cells.add(Numbers.grouped(curves.getFirst().points().get(round).labels()));
        curves.forEach(curve -> cells.add(Numbers.percent(curve.points().get(round).quality())));
        return cells;
    }

    private String savingsTitle() {
        Saving any = savings.getFirst();
        return "For the "
                + Numbers.percent(any.quality())
                + " that random reaches with "
                + Numbers.grouped(any.labelsOfOther())
                + " labels ("
                + each.money(any.labelsOfOther())
                + ", "
                + each.time(any.labelsOfOther())
                + "):";
    }

    private LinesPage.Grid saved() {
        List<List<String>> rows =
                savings.stream()
                        .map(
                                saving -> {
                                    String name = saving.strategy().word();
                                    if (saving.saved().isEmpty()) {
                                        return List.of(name, "not reached", "-", "-", "-");
                                    }
                                    int fewer = saving.saved().getAsInt();
                                    return List.of(
                                            name,
                                            Numbers.grouped(saving.labels().orElseThrow()),
                                            Numbers.grouped(fewer),
                                            each.money(fewer),
                                            each.time(fewer));
                                })
                        .toList();
        return new LinesPage.Grid(
                savingsTitle(),
                List.of("strategy", "labels", "labels saved", "money saved", "time saved"),
                rows);
    }

    private Map<String, Object> document(Saving saving) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("strategy", saving.strategy().word());
        document.put("quality", saving.quality());
        document.put("labelsOfRandom", saving.labelsOfOther());
        saving.labels().ifPresent(labels -> document.put("labels", labels));
        saving.saved()
                .ifPresent(
                        fewer -> {
                            document.put("labelsSaved", fewer);
                            document.put(
                                    "moneySavedMicros",
                                    Math.multiplyExact(each.micros(), (long) fewer));
                            document.put("secondsSaved", each.seconds() * fewer);
                        });
        return document;
    }

    private static List<String> table(LinesPage.Grid grid) {
        Table table = new Table(grid.heads().toArray(String[]::new));
        grid.rows().forEach(row -> table.row(row.toArray()));
        return table.lines();
    }
}

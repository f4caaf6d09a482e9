package io.kaiye.evaluate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader sees first.
 *
 * @param facts what, on what, when
 * @param badge whether the target was met; empty without a target
 * @param comparison with a large language model; empty if there is none
 */
record Headline(
        String model,
        List<String> facts,
        boolean met,
        String badge,
        String why,
        List<Tile> tiles,
        String comparison,
        String assumption,
        String also) {
    /** One large figure; the chart may be empty. */
    record Tile(String big, String label, String small, String chart) {}

    static Headline of(ReportPage page, Words words) {
        ReportPage.Goal goal = page.goal();
        ReportPage.Subject subject = page.subject();
        Evaluation evaluation = page.evaluation();
        Double target = goal.target();
        String result = goal.met() ? "target.met" : "target.missed";
        return new Headline(
                subject.model(),
                List.of(
                        words.text("on", subject.recipe(), subject.dataset()),
                        words.text(
                                "rows",
                                Format.count(evaluation.rows()),
                                words.textOr("split", subject.split()),
                                Format.count(evaluation.labels().size())),
                        words.date(subject.created())),
                goal.met(),
                target == null ? "" : words.text(result),
                target == null
                        ? ""
                        : words.text(
                                result + ".why",
                                metric(goal.metric(), words),
                                Format.percent(target)),
                tiles(page, words),
                comparison(page.running(), words),
                assumption(page.running().llm(), words),
                also(evaluation, goal.metric(), words));
    }

    static String metric(Metric metric, Words words) {
        return words.text("metric." + metric.word());
    }

    private static List<Tile> tiles(ReportPage page, Words words) {
        List<Tile> tiles = new ArrayList<>();
        Metric metric = page.goal().metric();
        Interval quality = page.evaluation().metric(metric);
        tiles.add(
                new Tile(
                        Format.percent(quality.value()),
                        metric(metric, words),
                        words.text("tile.quality.small", Format.range(quality)),
                        intervalBar(quality, page.goal().target(), words, metric)));
        ReportPage.Running running = page.running();
        if (running.costMicrosPer1000() > 0) {
            double forADollar = 1e9 / running.costMicrosPer1000();
            tiles.add(
                    new Tile(
                            Format.dollars(running.costMicrosPer1000()),
                            words.text("tile.cost"),
                            words.text("tile.cost.small", words.large(forADollar)),
                            ""));
        }
        Speed speed = running.speed();
        if (speed != null) {
            tiles.add(speedTile(speed, words));
        }
        tiles.add(
                new Tile(
                        Format.bytes(running.sizeBytes()),
                        words.text("tile.size"),
                        words.text("tile.size.small", page.subject().recipe()),
                        ""));
        return tiles;
    }

    private static Tile speedTile(Speed speed, Words words) {
        String cores = Integer.toString(speed.cores());
        return new Tile(
                Format.about(speed.textsPerSecond()),
                words.text("tile.speed"),
                speed.tokensPerSecond() > 0
                        ? words.text(
                                "tile.speed.small", Format.about(speed.tokensPerSecond()), cores)
                        : words.text("tile.speed.cores", cores),
                "");
    }

    /** The interval on a short axis, with a tick at the target. */
    private static String intervalBar(
            Interval quality, @Nullable Double target, Words words, Metric metric) {
        double aim = target == null ? quality.value() : target;
        Scale scale =
                Scale.shares(Math.min(quality.low(), aim), Math.max(quality.high(), aim), 0, 300);
        Svg svg =
                new Svg(
                        "quality",
                        300,
                        30,
                        metric(metric, words),
                        words.text("tile.quality.small", Format.range(quality)));
        svg.box(0, 5, 300, 4, "track");
        double low = scale.place(quality.low());
        svg.box(low, 2, Math.max(3, scale.place(quality.high()) - low), 10, "span");
        svg.leaf("circle", "cx", scale.place(quality.value()), "cy", 7, "r", 6, "class", "mark");
        if (target != null) {
            svg.line(scale.place(aim), -3, scale.place(aim), 17, "target");
        }
        svg.text(Format.percent(scale.low()), 0, 29, "start", "tick");
        svg.text(Format.percent(scale.high()), 300, 29, "end", "tick");
        return svg.end();
    }

    /** Our own assumption is named in the reader's language, a caller's as it is. */
    static String llmName(LlmCall llm, Words words) {
        return llm.equals(LlmCall.TYPICAL) ? words.text("llm.typical") : llm.name();
    }

    private static String comparison(ReportPage.Running running, Words words) {
        LlmCall llm = running.llm();
        if (llm == null) {
            return "";
        }
        String cost = Format.dollars(llm.costMicrosPer1000());
        if (running.costMicrosPer1000() == 0) {
            return words.text("llm.less", llmName(llm, words), cost);
        }
        double times = (double) llm.costMicrosPer1000() / running.costMicrosPer1000();
        return words.text(
                "llm",
                llmName(llm, words),
                cost,
                times < 1e6 ? Format.about(times) : words.large(times));
    }

    private static String assumption(@Nullable LlmCall llm, Words words) {
        return llm == null
                ? ""
                : words.text(
                        "llm.assumption",
                        Format.count(llm.inputTokens()),
                        Format.count(llm.outputTokens()),
                        Format.dollars(llm.inputMicrosPerMillion()),
                        Format.dollars(llm.outputMicrosPerMillion()));
    }

    /** The metrics that are not the headline's. Micro F1 equals the accuracy and is left out. */
    private static String also(Evaluation evaluation, Metric shown, Words words) {
        Metric other = shown == Metric.MACRO_F1 ? Metric.ACCURACY : Metric.MACRO_F1;
        Interval interval = evaluation.metric(other);
        String first =
                words.text(
                        "also.metric",
                        metric(other, words),
                        Format.percent(interval.value()),
                        Format.range(interval));
        String second = words.text("also.logloss", Format.fixed(evaluation.logLoss(), 3));
        return words.text("also", words.text("llm.short", first, second));
    }
}

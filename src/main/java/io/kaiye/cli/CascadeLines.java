package io.kaiye.cli;

import io.kaiye.evaluate.CascadeChoice;
import io.kaiye.evaluate.CascadeSingle;
import io.kaiye.evaluate.CascadeStep;
import io.kaiye.gateway.AuditBounds;
import io.kaiye.gateway.AuditWindow;
import io.kaiye.gateway.CascadeLevel;
import io.kaiye.gateway.CascadeSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Cascades as people read them. */
final class CascadeLines {
    private CascadeLines() {}

    /** What a calibration found. */
    static List<String> of(CalibrateJob.Calibrated calibrated) {
        CascadeChoice choice = calibrated.choice();
        CascadeStep chosen = choice.chosen();
        List<String> lines = new ArrayList<>();
        lines.add(
                calibrated.route().id()
                        + " on "
                        + calibrated.rows()
                        + ": "
                        + Numbers.grouped(choice.rowsPicked())
                        + " rows picked candidates, "
                        + Numbers.grouped(chosen.rows())
                        + " others tested them");
        lines.addAll(table(choice));
        lines.add("");
        lines.add(verdict(choice));
        lines.add(
                "cost     "
                        + Numbers.dollars(chosen.costMicrosPer1000())
                        + " per 1,000 answers, wasted lower rungs included");
        lines.addAll(savings(choice));
        lines.addAll(calibrated.notes());
        return lines;
    }

    private static List<String> table(CascadeChoice choice) {
        CascadeStep chosen = choice.chosen();
        int local = chosen.thresholds().size();
        Table table = new Table("rung", "threshold", "answers", "alone", "alone per 1,000");
        for (int rung = 0; rung < choice.singles().size(); rung++) {
            CascadeSingle single = choice.singles().get(rung);
            table.row(
                    single.name(),
                    rung < local ? threshold(chosen.thresholds().get(rung)) : "-",
                    rung <= local ? Numbers.percent(chosen.shares().get(rung)) : "fallback",
                    Results.interval(single.quality()),
                    Numbers.dollars(single.costMicrosPer1000()));
        }
        return table.lines();
    }

    private static String threshold(double threshold) {
        return threshold > 1 ? "never" : String.format(Locale.ROOT, "%.4f", threshold);
    }

    private static String verdict(CascadeChoice choice) {
        String target = Numbers.percent(choice.target());
        return switch (choice.outcome()) {
            case CERTIFIED ->
                    "quality  "
                            + Results.interval(choice.chosen().quality())
                            + ", the target of "
                            + target
                            + " is met";
            case UNREACHABLE ->
                    "NOT MET  the target of "
                            + target
                            + " is out of reach: all upstream has "
                            + Results.interval(choice.allUpstream().quality())
                            + (choice.upstreamMisses() > 0
                                    ? ", " + points(choice.upstreamMisses()) + " points below it"
                                    : "")
                            + ", and no thresholds are better. Everything goes upstream.";
            case TOO_FEW_ROWS ->
                    "NOT MET  the target of "
                            + target
                            + " may be met, but so few rows do not show it: about "
                            + Numbers.grouped(choice.rowsNeeded())
                            + " would. Until then everything goes upstream.";
        };
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%.1f", share * 100);
    }

    private static List<String> savings(CascadeChoice choice) {
        String alone =
                choice.cheapestSingle()
                        .map(
                                single ->
                                        saved(
                                                choice.savedAgainstSingle().orElse(0L),
                                                single.costMicrosPer1000(),
                                                single.name()
                                                        + " alone, the cheapest that meets the"
                                                        + " target"))
                        .orElse("no single model meets the target on its own");
        return List.of(
                "saved    "
                        + saved(
                                choice.savedAgainstUpstream(),
                                choice.allUpstream().costMicrosPer1000(),
                                "all upstream"),
                "         " + alone);
    }

    /** "93.0% against all upstream ($0.07)", or by how much it costs more than that. */
    static String saved(long micros, long of, String what) {
        String named = what + " (" + Numbers.dollars(of) + ")";
        String share = of == 0 ? "" : Numbers.percent(Math.abs((double) micros / of));
        if (micros >= 0) {
            return (micros == 0 ? "nothing" : share) + " against " + named;
        }
        return "nothing; it costs more" + (of == 0 ? "" : " by " + share) + " than " + named;
    }

    /** The thresholds of a setting: "desk 0.9120, desk-tuned never". */
    static String thresholds(CascadeSetting setting) {
        List<String> all = new ArrayList<>();
        for (int rung = 0; rung < setting.local(); rung++) {
            String of = setting.rungs().get(rung);
            all.add(
                    of.substring(0, of.lastIndexOf('@'))
                            + " "
                            + threshold(setting.threshold(rung)));
        }
        return String.join(", ", all);
    }

    /** The versions of a setting: "desk@1f0c9a42b7d0". */
    static String versions(CascadeSetting setting) {
        return setting.rungs().stream()
                .limit(setting.local())
                .map(of -> of.substring(0, Math.min(of.length(), of.lastIndexOf('@') + 13)))
                .collect(Collectors.joining(", "));
    }

    /** One setting with its audits. */
    static List<String> of(CascadeSetting setting, List<AuditWindow> windows) {
        List<String> lines = new ArrayList<>();
        lines.add(
                setting.at().toString().substring(0, 19).replace('T', ' ')
                        + "  "
                        + setting.kind().name().toLowerCase(Locale.ROOT)
                        + ": "
                        + thresholds(setting)
                        + "  ("
                        + versions(setting)
                        + ")");
        lines.add("    " + setting.why());
        if (setting.level() >= 0) {
            CascadeLevel level = setting.levels().get(setting.level());
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "    as calibrated: quality %.1f%% (%.1f–%.1f), %.1f%% local, agreement"
                                    + " %.1f%%, %s per 1,000",
                            level.quality() * 100,
                            level.low() * 100,
                            level.high() * 100,
                            level.localShare() * 100,
                            level.agreement() * 100,
                            Numbers.dollars(level.costMicrosPer1000())));
        }
        windows.forEach(window -> lines.add("    " + audits(window)));
        return lines;
    }

    private static String audits(AuditWindow window) {
        AuditBounds bounds = window.bounds();
        return String.format(
                Locale.ROOT,
                "audits %d: agreement %.1f%% (%.1f–%.1f) on %,d, at least %.1f%% needed",
                window.number(),
                bounds.share() * 100,
                bounds.low() * 100,
                bounds.high() * 100,
                window.audits(),
                window.goal().floor() * 100);
    }
}

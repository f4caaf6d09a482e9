package io.kaiye.evaluate;

import io.kaiye.data.ColumnProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One column of a profile ready to be set.
 *
 * @param spark a picture for the table of all columns
 * @param missing share of the rows, as text
 * @param missingBar the same as a number of percent, for a bar
 * @param range low, median and high, where the column has such
 * @param chart id of the box with its chart; empty where there is none
 * @param facts in the order shown
 */
record ProfileCard(
        String name,
        String kind,
        String type,
        String spark,
        String missing,
        String missingBar,
        String distinct,
        String range,
        String chart,
        List<ReportPage.Fact> facts) {

    static ProfileCard of(ColumnProfile column, String chart, Words words) {
        return new ProfileCard(
                column.name(),
                words.text("kind." + column.kind().name().toLowerCase(Locale.ROOT)),
                column.type().toLowerCase(Locale.ROOT),
                ProfileCharts.spark(column),
                ProfileFigures.share(column.missing(), column.rows()),
                Format.fixed(100.0 * column.missing() / Math.max(1, column.rows()), 1),
                ProfileFigures.distinct(column),
                range(column),
                chart,
                facts(column, words));
    }

    private static String range(ColumnProfile column) {
        if (column.numbers().isPresent()) {
            ColumnProfile.Spread spread = column.numbers().get();
            return ProfileFigures.number(spread.min())
                    + " · "
                    + ProfileFigures.number(spread.at(0.5))
                    + " · "
                    + ProfileFigures.number(spread.max());
        }
        if (column.times().isPresent()) {
            return day(column.times().get().first()) + " – " + day(column.times().get().last());
        }
        return "";
    }

    private static String day(String iso) {
        return iso.substring(0, Math.min(10, iso.length()));
    }

    private static List<ReportPage.Fact> facts(ColumnProfile column, Words words) {
        List<ReportPage.Fact> facts = new ArrayList<>();
        column.numbers().ifPresent(spread -> numbers(facts, spread, words));
        column.outliers().ifPresent(some -> fact(facts, words, "outliers", outliers(column, some)));
        column.times()
                .ifPresent(
                        times -> {
                            fact(facts, words, "first", shown(times.first()));
                            fact(facts, words, "median", shown(times.median()));
                            fact(facts, words, "last", shown(times.last()));
                        });
        column.texts().ifPresent(texts -> texts(facts, texts, words));
        if (!column.values().isEmpty() && column.numbers().isEmpty()) {
            ColumnProfile.ValueCount first = column.values().getFirst();
            fact(
                    facts,
                    words,
                    "most",
                    ProfileCharts.cut(first.value())
                            + " ("
                            + ProfileFigures.share(first.count(), column.rows())
                            + ")");
        }
        return facts;
    }

    private static void numbers(
            List<ReportPage.Fact> facts, ColumnProfile.Spread spread, Words words) {
        fact(facts, words, "mean", ProfileFigures.number(spread.mean()));
        fact(facts, words, "deviation", ProfileFigures.number(spread.deviation()));
        fact(facts, words, "min", ProfileFigures.number(spread.min()));
        spread(facts, spread);
        fact(facts, words, "max", ProfileFigures.number(spread.max()));
    }

    private static String outliers(ColumnProfile column, ColumnProfile.Outliers some) {
        return some.rows() == 0
                ? "0"
                : Format.count(some.rows())
                        + " ("
                        + ProfileFigures.share(some.rows(), column.rows() - column.missing())
                        + ")";
    }

    private static void texts(List<ReportPage.Fact> facts, ColumnProfile.Texts texts, Words words) {
        fact(facts, words, "language", words.textOr("language", texts.language()));
        fact(facts, words, "characters", typical(texts.characters(), words));
        fact(facts, words, "tokens", typical(texts.tokens(), words));
        fact(facts, words, "longest", ProfileFigures.number(texts.characters().max()));
    }

    private static void spread(List<ReportPage.Fact> facts, ColumnProfile.Spread spread) {
        for (ColumnProfile.Quantile quantile : spread.quantiles()) {
            facts.add(
                    new ReportPage.Fact(
                            Format.fixed(quantile.share() * 100, 0) + "%",
                            ProfileFigures.number(quantile.value())));
        }
    }

    /** The median with the range of nine in ten. */
    private static String typical(ColumnProfile.Spread spread, Words words) {
        return words.text(
                "typical",
                ProfileFigures.number(spread.at(0.5)),
                ProfileFigures.number(spread.at(0.05)),
                ProfileFigures.number(spread.at(0.95)));
    }

    private static String shown(String iso) {
        return iso.replace('T', ' ').replace("Z", "");
    }

    private static void fact(List<ReportPage.Fact> facts, Words words, String key, String value) {
        facts.add(new ReportPage.Fact(words.text("fact." + key), value));
    }
}

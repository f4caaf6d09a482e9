package io.kaiye.data;

import io.kaiye.data.ColumnProfile.Bin;
import io.kaiye.data.ColumnProfile.Kind;
import io.kaiye.data.ColumnProfile.Outliers;
import io.kaiye.data.ColumnProfile.Quantile;
import io.kaiye.data.ColumnProfile.Spread;
import io.kaiye.data.ColumnProfile.Texts;
import io.kaiye.data.ColumnProfile.Times;
import io.kaiye.data.ColumnProfile.ValueCount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** One column while it is looked at, in two readings of the table. One thread. */
final class ColumnLook {
    /** Different values are counted by one hash in so many, where there are too many for all. */
    private static final long HASHES_OF = 16;

    private static final int COUNTED_AGAIN_MAX = 20_000;
    private static final int MAYBE_FEW_MAX = 400;
    private static final int FEW_MAX = 100;
    private static final int FEW_NUMBERS_MAX = 20;
    private static final int ROWS_A_VALUE_MIN = 5;
    private static final int VALUES_SHOWN_MAX = 20;
    private static final double FENCE = 1.5;
    private static final double TOKENS_OF_TEXT = 3;
    private static final double IDENTIFIER_SHARE = 0.9;
    private static final double LONG_NUMBER = 1e8;
    private static final int NONE = -1;

    private final Column column;
    private final ColumnForm form;
    private final boolean exact;
    private final String quoted;
    private final String measure;

    private int askedCount;
    private int askedDistinct;
    private int askedLengths = NONE;
    private int askedSpread = NONE;
    private int askedQuantiles = NONE;
    private int askedBins = NONE;
    private int askedOutliers = NONE;
    private int askedValues = NONE;
    private int askedDistinctAgain = NONE;

    private long present;
    private long distinct;
    private boolean distinctExact;
    private Optional<Spread> spread = Optional.empty();
    private Optional<LengthCounts> lengths = Optional.empty();
    private Optional<BinPlan> bins = Optional.empty();
    private Optional<Outliers> outliers = Optional.empty();
    private List<Bin> histogram = List.of();
    private List<ValueCount> values = List.of();
    private Map<String, Long> counts = Map.of();

    ColumnLook(Column column, boolean exact) {
        this.column = column;
        this.form = ColumnForm.of(column.type());
        this.exact = exact;
        this.quoted = Duck.name(column.name());
        this.measure = form.measure(quoted, column.type());
    }

    Column column() {
        return column;
    }

    String quoted() {
        return quoted;
    }

    ColumnForm form() {
        return form;
    }

    String measure() {
        return measure;
    }

    long distinct() {
        return distinct;
    }

    void ask(Aggregates asked) {
        askedCount = asked.add("count(" + quoted + ")");
        askedDistinct =
                asked.add(
                        exact
                                ? "count(DISTINCT " + quoted + ")"
                                : "count(DISTINCT hash("
                                        + quoted
                                        + ")) FILTER (hash("
                                        + quoted
                                        + ") < "
                                        + Long.divideUnsigned(-1, HASHES_OF)
                                        + " AND "
                                        + quoted
                                        + " IS NOT NULL)");
        if (form == ColumnForm.TRUTH) {
            return;
        }
        if (form == ColumnForm.TEXT) {
            askedLengths = asked.addNested("histogram(" + measure + ")");
            return;
        }
        askedSpread = asked.add("min(" + measure + ")");
        asked.add("max(" + measure + ")");
        asked.add("avg(" + measure + ")");
        asked.add("stddev_samp(" + measure + ")");
        askedQuantiles = asked.addNested(ColumnForm.quantiles(measure, exact));
    }

    void read(Aggregates answers) {
        present = answers.count(askedCount);
        distinctExact = exact;
        long counted = answers.count(askedDistinct);
        distinct = exact ? counted : Math.min(present, counted * HASHES_OF);
        if (askedLengths != NONE) {
            LengthCounts found = new LengthCounts(answers.counts(askedLengths));
            lengths = Optional.of(found);
            spread = found.spread();
            return;
        }
        List<Double> quantiles =
                askedQuantiles == NONE ? List.of() : answers.numbers(askedQuantiles);
        if (present > 0 && quantiles.size() == ColumnForm.SHARES.size()) {
            List<Quantile> named = new ArrayList<>();
            for (int i = 0; i < quantiles.size(); i++) {
                named.add(new Quantile(ColumnForm.SHARES.get(i), quantiles.get(i)));
            }
            spread =
                    Optional.of(
                            new Spread(
                                    answers.number(askedSpread),
                                    answers.number(askedSpread + 1),
                                    answers.number(askedSpread + 2),
                                    answers.number(askedSpread + 3),
                                    named));
        }
    }

    /** The second reading: what needs the range or the number of values first. */
    void askMore(Aggregates asked) {
        if (spread.isPresent()) {
            BinPlan plan =
                    form == ColumnForm.TIME
                            ? BinPlan.ofTimes(spread.get())
                            : BinPlan.of(spread.get(), measuresAreWhole());
            bins = Optional.of(plan);
            if (lengths.isPresent()) {
                histogram = lengths.get().bins(plan);
            } else {
                askedBins = asked.addNested("histogram(" + plan.sql(measure) + ")");
            }
        }
        if (form == ColumnForm.NUMBER && spread.isPresent()) {
            fences(spread.get())
                    .ifPresent(
                            fence -> {
                                String value = "(" + measure + ")";
                                askedOutliers =
                                        asked.add(
                                                "count(*) FILTER ("
                                                        + value
                                                        + " < "
                                                        + fence.low()
                                                        + ")");
                                asked.add("count(*) FILTER (" + value + " > " + fence.high() + ")");
                                outliers = Optional.of(fence);
                            });
        }
        if (present > 0 && maybeFew()) {
            askedValues = asked.addNested("histogram(CAST(" + quoted + " AS VARCHAR))");
        } else if (!exact && distinct <= COUNTED_AGAIN_MAX) {
            askedDistinctAgain = asked.add("count(DISTINCT " + quoted + ")");
        }
    }

    private boolean maybeFew() {
        long most = exact ? FEW_MAX : MAYBE_FEW_MAX;
        return distinct <= most
                && form != ColumnForm.TIME
                && (form != ColumnForm.NUMBER || ColumnForm.isWhole(column.type()));
    }

    void readMore(Aggregates answers) {
        if (askedBins != NONE) {
            histogram = bins.orElseThrow().bins(answers.counts(askedBins));
        }
        if (askedOutliers != NONE) {
            Outliers fence = outliers.orElseThrow();
            outliers =
                    Optional.of(
                            new Outliers(
                                    fence.low(),
                                    fence.high(),
                                    answers.count(askedOutliers),
                                    answers.count(askedOutliers + 1)));
        }
        if (askedValues != NONE) {
            counts = answers.counts(askedValues);
            distinct = counts.size();
            distinctExact = true;
            values = few() ? shown() : List.of();
        } else if (askedDistinctAgain != NONE) {
            distinct = answers.count(askedDistinctAgain);
            distinctExact = true;
        }
    }

    private boolean few() {
        return form == ColumnForm.TRUTH
                || (distinct <= (form == ColumnForm.NUMBER ? FEW_NUMBERS_MAX : FEW_MAX)
                        && distinct * ROWS_A_VALUE_MIN <= present);
    }

    /** Rows of every value, where these are few; else empty. */
    Map<String, Long> counts() {
        return counts;
    }

    /** A value of very few rows could be about one person; it is not shown. */
    private List<ValueCount> shown() {
        if (ColumnForm.soundsPersonal(column.name())) {
            return List.of();
        }
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= ROWS_A_VALUE_MIN)
                .map(entry -> new ValueCount(entry.getKey(), entry.getValue()))
                .sorted(
                        Comparator.comparing(ValueCount::count)
                                .reversed()
                                .thenComparing(ValueCount::value))
                .limit(VALUES_SHOWN_MAX)
                .toList();
    }

    private boolean measuresAreWhole() {
        return form == ColumnForm.TEXT || ColumnForm.isWhole(column.type());
    }

    private static Optional<Outliers> fences(Spread spread) {
        double low = spread.at(0.25);
        double high = spread.at(0.75);
        double reach = FENCE * (high - low);
        return reach > 0
                ? Optional.of(new Outliers(low - reach, high + reach, 0, 0))
                : Optional.empty();
    }

    /**
     * All that was found.
     *
     * @param texts of a text column that was looked at in the sample
     * @param shown true for a value that is no personal data
     */
    ColumnProfile profile(
            long rows,
            Optional<Texts> texts,
            Predicate<String> shown,
            List<ColumnProfile.InSplit> splits) {
        Kind kind = kind(texts);
        boolean numeric = kind == Kind.NUMBER;
        boolean lengths = kind == Kind.TEXT || kind == Kind.CODE;
        return new ColumnProfile(
                column.name(),
                column.type(),
                kind,
                rows,
                rows - present,
                distinct,
                distinctExact,
                numeric ? spread : Optional.empty(),
                numeric ? outliers : Optional.empty(),
                kind == Kind.TIME ? spread.map(ColumnLook::times) : Optional.empty(),
                lengths ? texts : Optional.empty(),
                numeric || lengths || kind == Kind.TIME ? histogram : List.of(),
                values.stream().filter(value -> shown.test(value.value())).toList(),
                splits);
    }

    Optional<Spread> spread() {
        return spread;
    }

    private Kind kind(Optional<Texts> texts) {
        if (present == 0) {
            return Kind.EMPTY;
        }
        return switch (form) {
            case TRUTH -> Kind.TRUTH;
            case TIME -> Kind.TIME;
            case NUMBER -> isNumbering() ? Kind.IDENTIFIER : Kind.NUMBER;
            case TEXT -> {
                boolean words =
                        texts.map(some -> some.tokens().mean() >= TOKENS_OF_TEXT).orElse(false);
                yield few()
                        ? Kind.CATEGORY
                        : words
                                ? Kind.TEXT
                                : distinct >= IDENTIFIER_SHARE * present
                                        ? Kind.IDENTIFIER
                                        : Kind.CODE;
            }
        };
    }

    /** Whole numbers that count rows, or are as long as those of cards and telephones. */
    private boolean isNumbering() {
        if (!ColumnForm.isWhole(column.type()) || spread.isEmpty()) {
            return false;
        }
        Spread some = spread.get();
        boolean different = distinct >= IDENTIFIER_SHARE * present && present > 1;
        boolean gapless = some.max() - some.min() + 1 <= present / IDENTIFIER_SHARE;
        boolean lengthy = some.min() >= LONG_NUMBER && distinct * 2 >= present;
        return (different && gapless) || lengthy;
    }

    private static Times times(Spread seconds) {
        return new Times(iso(seconds.min()), iso(seconds.at(0.5)), iso(seconds.max()));
    }

    private static String iso(double seconds) {
        String text = Instant.ofEpochSecond((long) Math.floor(seconds)).toString();
        return text.endsWith("T00:00:00Z") ? text.substring(0, text.length() - 10) : text;
    }
}

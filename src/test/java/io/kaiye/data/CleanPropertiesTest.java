package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.FileTrees;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of cleaning whatever the rows and the plan. */
class CleanPropertiesTest {
    /** Steps that may be done again and change nothing more. */
    private static final List<String> ONCE =
            List.of(
                    "missing: {columns: [n], method: median}",
                    "missing: {columns: [n, m], method: mean}",
                    "missing: {columns: [n], method: constant, value: 3}",
                    "missing: {columns: [s], method: constant, value: none}",
                    "missing: {columns: [n], method: nearest, by: [m], neighbours: 3}",
                    "missing: {columns: [n, s], method: drop}",
                    "missing: {columns: [n], method: linear, order_by: id}",
                    "scale: {columns: [n], method: min-max}",
                    "duplicates: {columns: [s, n]}",
                    "duplicates: {columns: [s], scope: all}",
                    "text: {columns: [s], do: [nfkc, half-width, urls, emoji, simplified,"
                            + " stop-words, white-space], stop_words: [en, zh]}",
                    "text: {columns: [s], do: [white-space], empty: missing}");

    /**
     * Capping is among these: a quartile between a capped value and its neighbour moves with it.
     */
    private static final List<String> ANY =
            List.of(
                    "outliers: {columns: [n, m], method: iqr, action: cap}",
                    "outliers: {columns: [n], method: z-score, action: cap, factor: 1}",
                    "outliers: {columns: [n, m], method: iqr, action: drop, factor: 3}",
                    "scale: {columns: [m], method: z}",
                    "scale: {columns: [m], method: robust}",
                    "text: {columns: [s], do: [html, full-width]}");

    /** What they fit is not in the recipe alone, or is used by those. */
    private static final List<String> KEPT =
            List.of(
                    "missing: {columns: [m], method: nearest, by: [n], neighbours: 2}",
                    "missing: {columns: [m], method: nearest, by: [id, n], neighbours: 4}",
                    "outliers: {columns: [n], method: isolation-forest, action: drop, share: 0.1}",
                    "outliers: {columns: [n, m], method: isolation-forest, action: flag, into: f}",
                    "missing: {columns: [s], method: mode}",
                    "encode: {columns: [s], method: ordinal}");

    record Row(int split, String n, String m, String s) {}

    @Provide
    Arbitrary<List<Row>> rows() {
        Arbitrary<String> numbers =
                Arbitraries.oneOf(
                        Arbitraries.of("", "0", "1", "-5", "1000"),
                        Arbitraries.doubles().between(-100, 100).map(String::valueOf));
        Arbitrary<String> texts =
                Arbitraries.of(
                        "",
                        " ",
                        "the",
                        "a  b",
                        "ＡＢ",
                        "😀",
                        "<b>x</b>",
                        "www.a.example",
                        "目的",
                        "後 來",
                        "的了",
                        "x y z",
                        "é");
        return Combinators.combine(Arbitraries.integers().between(0, 3), numbers, numbers, texts)
                .as((split, n, m, s) -> new Row(split, n, m, s))
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<String>> plans() {
        List<String> all = new ArrayList<>(ONCE);
        all.addAll(ANY);
        return Arbitraries.of(all).list().ofMinSize(1).ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<String>> plansToFollow() {
        List<String> all = new ArrayList<>(ONCE);
        all.addAll(ANY);
        Arbitrary<List<String>> some = Arbitraries.of(all).list().ofMaxSize(3);
        Arbitrary<List<String>> kept =
                Arbitraries.of(KEPT).list().ofMinSize(1).ofMaxSize(4).uniqueElements();
        return Combinators.combine(some, kept)
                .flatAs(
                        (one, other) -> {
                            List<String> both = new ArrayList<>(one);
                            both.addAll(other);
                            return Arbitraries.shuffle(both);
                        });
    }

    @Provide
    Arbitrary<String> once() {
        return Arbitraries.of(ONCE);
    }

    /** The same twice, and every row that goes is counted by the step that took it. */
    @Property(tries = 15)
    void cleaningIsDeterministicAndCountsEveryRow(
            @ForAll("rows") List<Row> rows, @ForAll("plans") List<String> plan) throws IOException {
        String first =
                with(
                        rows,
                        desk -> {
                            CleanOutcome outcome = desk.clean(plan.toArray(String[]::new));
                            DatasetVersion parent = desk.desk.datasets.list().getLast();
                            for (SplitName split : SplitName.values()) {
                                long left = parent.rows(split);
                                for (CleanReport.StepReport step : outcome.report().steps()) {
                                    StepCounts counts =
                                            step.counts()
                                                    .getOrDefault(split, new StepCounts(0, 0, 0));
                                    assertEquals(left, counts.rowsIn(), step.step());
                                    assertTrue(counts.rowsOut() <= left);
                                    assertTrue(
                                            counts.rowsOut() == left
                                                    || step.step().contains("drop")
                                                    || step.step().startsWith("text")
                                                    || step.step().startsWith("duplicates"));
                                    left = counts.rowsOut();
                                }
                                assertEquals(left, outcome.version().rows(split));
                            }
                            return outcome.version().id();
                        });
        String second = with(rows, desk -> desk.clean(plan.toArray(String[]::new)).version().id());

        assertEquals(first, second);
    }

    /** With what was fitted the same rows become the same again, whatever the split. */
    @Property(tries = 20)
    void rowsCleanedLikeThemselvesComeOutAsTheyDid(
            @ForAll("rows") List<Row> rows, @ForAll("plansToFollow") List<String> plan)
            throws IOException {
        with(
                rows,
                desk -> {
                    String source = desk.desk.datasets.find("desk").fullReference();
                    if (!fits(desk, plan)) {
                        return "";
                    }
                    List<String> cleaned = hashes(desk);
                    CleanPlan like = desk.desk.datasets.planOf("desk");
                    desk.desk.datasets.clean(source, like, "desk", Progress.silent());
                    assertEquals(cleaned, hashes(desk), plan.toString());
                    return "";
                });
    }

    /** Of the content of every split, also of one that has lost all rows. */
    private static List<String> hashes(CleanDesk desk) {
        DatasetVersion version = desk.desk.datasets.find("desk");
        return desk.desk.store.read(
                sql ->
                        Stream.of(SplitName.values())
                                .map(split -> DatasetTable.blob(sql, version, split))
                                .toList());
    }

    /** False where nothing is left to fit on, or a code has taken the place of what is read. */
    private static boolean fits(CleanDesk desk, List<String> plan) throws IOException {
        try {
            desk.clean(plan.toArray(String[]::new));
            return true;
        } catch (KaiyeException e) {
            assertTrue(
                    e.code() == ErrorCode.INVALID_DATA || e.code() == ErrorCode.INVALID_FILE,
                    e.getMessage());
            return false;
        }
    }

    @Property(tries = 15)
    void whatIsCleanStaysAsItIs(@ForAll("rows") List<Row> rows, @ForAll("once") String step)
            throws IOException {
        with(
                rows,
                desk -> {
                    desk.clean(step);
                    Map<SplitName, String> cleaned = content(desk);
                    CleanOutcome again = desk.clean(step);
                    again.report()
                            .steps()
                            .getFirst()
                            .counts()
                            .forEach(
                                    (split, counts) ->
                                            assertEquals(counts.rowsIn(), counts.rowsOut()));
                    assertEquals(cleaned, content(desk), step);
                    return "";
                });
    }

    @Property(tries = 2000)
    void textChangesDoneTwiceAreDoneOnce(
            @ForAll("anyText") String text, @ForAll TextChange change) {
        if (change != TextChange.HTML) {
            UnaryOperator<String> function = change.function(new StopWords(List.of("en", "zh")));
            String once = function.apply(text);
            assertEquals(once, function.apply(once));
        }
    }

    @Provide
    Arbitrary<String> anyText() {
        Arbitrary<String> pieces =
                Arbitraries.of(
                        "http", "://", "www.", "a.b", "/", ".", " ", "\n", "\u200d", "👍", "🏽",
                        "☀", "\ufe0f", "的", "目", "为", "了", "但", "是", "the", "'s", "乾", "坤", "瞭",
                        "解", "<b>", "&lt;", "Ａ", "é", "e\u0301", "\u00a0", "一", "个", "1", "\u20e3");
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(20),
                pieces.list().ofMaxSize(12).map(list -> String.join("", list)));
    }

    private interface Use {
        String with(CleanDesk desk) throws IOException;
    }

    /** Rows of split 3 are test rows; the first row is train's in any case, and whole. */
    private static String with(List<Row> rows, Use use) throws IOException {
        StringBuilder train = new StringBuilder("id,n,m,s\n0,1.5,2.5,text that stays\n");
        StringBuilder test = new StringBuilder("id,n,m,s\n0,1.5,2.5,text that stays too\n");
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            (row.split() == 3 ? test : train)
                    .append(i + 1)
                    .append(',')
                    .append(String.join(",", row.n(), row.m(), row.s()))
                    .append('\n');
        }
        Path folder = Files.createTempDirectory("clean");
        try (CleanDesk desk = new CleanDesk(folder)) {
            desk.table(train.toString(), test.toString());
            return use.with(desk);
        } finally {
            FileTrees.delete(folder);
        }
    }

    private static Map<SplitName, String> content(CleanDesk desk) throws IOException {
        return Map.of(SplitName.TRAIN, desk.train(), SplitName.TEST, desk.rows(SplitName.TEST));
    }
}

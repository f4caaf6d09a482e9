package io.kaiye.govern;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the database holds of a person outside of the datasets. */
final class RecordTraces {
    /** Tables whose rows are overwritten or deleted by an erasure. */
    static final List<String> SCRUBBED =
            List.of(
                    "dataset_version",
                    "dataset_split",
                    "feedback",
                    "kept_answer",
                    "label_task",
                    "label_given",
                    "erasure",
                    "withdrawal");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(u([0-9a-fA-F]{4})|[nrtbf\"\\\\/])");

    /** Bodies may have a MiB each. */
    private static final int PAGE_ROWS = 100;

    /** What the law says is kept: table, its columns, what it is. */
    private record Kept(String table, List<String> columns, String what) {}

    private static final List<Kept> KEPT =
            List.of(
                    new Kept("customer", List.of("id", "name"), "customers of the books"),
                    new Kept(
                            "customer_terms",
                            List.of("name", "address", "tax_id"),
                            "what invoices are made with"),
                    new Kept("invoice", List.of("content"), "invoices"),
                    new Kept("credit_note", List.of("content"), "credit notes"));

    private RecordTraces() {}

    /** Rows of feedback, kept answers and texts to be labelled that say it, by table. */
    static Map<String, Integer> count(Sql sql, Predicate<String> texts) {
        return counts(
                feedback(sql, texts).size(),
                answers(sql, texts).size(),
                LabelTraces.tasks(sql, texts).size());
    }

    /** Deletes them. */
    static Map<String, Integer> erase(Sql sql, Predicate<String> texts) {
        List<Row> feedback = feedback(sql, texts);
        feedback.forEach(
                row ->
                        sql.update(
                                "DELETE FROM feedback WHERE sequence = ?", row.number("sequence")));
        List<List<String>> answers = answers(sql, texts);
        answers.forEach(
                key ->
                        sql.update(
                                "DELETE FROM kept_answer WHERE caller = ? AND idempotency = ?",
                                key.getFirst(),
                                key.getLast()));
        return counts(feedback.size(), answers.size(), LabelTraces.erase(sql, texts));
    }

    /** Deletes those alone that are held because the person consented. */
    static Map<String, Integer> withdraw(
            Sql sql, Predicate<String> texts, Optional<String> purpose) {
        return counts(0, 0, LabelTraces.withdraw(sql, texts, purpose));
    }

    private static Map<String, Integer> counts(int feedback, int answers, int tasks) {
        Map<String, Integer> counts = new TreeMap<>();
        counts.put("feedback", feedback);
        counts.put("kept_answer", answers);
        counts.put("label_task", tasks);
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** What stays because the books have to be kept, each in a sentence without personal data. */
    static List<String> kept(Sql sql, Predicate<String> texts) {
        List<String> all = new ArrayList<>();
        for (Kept kept : KEPT) {
            long rows =
                    sql
                            .query(
                                    "SELECT "
                                            + String.join(", ", kept.columns())
                                            + " FROM "
                                            + kept.table())
                            .stream()
                            .filter(row -> says(row, kept.columns(), texts))
                            .count();
            if (rows > 0) {
                all.add(
                        rows
                                + " rows of "
                                + kept.table()
                                + " ("
                                + kept.what()
                                + ") stay: the law on accounts asks for them"
                                + " (GDPR article 17(3)(b), PIPL article 47).");
            }
        }
        return all;
    }

    private static boolean says(Row row, List<String> columns, Predicate<String> texts) {
        return columns.stream().anyMatch(column -> texts.test(unescaped(row.text(column))));
    }

    private static List<Row> feedback(Sql sql, Predicate<String> texts) {
        List<Row> found = new ArrayList<>();
        long last = Long.MIN_VALUE;
        while (true) {
            List<Row> page =
                    sql.query(
                            "SELECT sequence, label, comment FROM feedback WHERE sequence > ?"
                                    + " ORDER BY sequence LIMIT ?",
                            last,
                            PAGE_ROWS);
            page.stream()
                    .filter(
                            row ->
                                    texts.test(row.text("comment"))
                                            || row.optionalText("label").filter(texts).isPresent())
                    .forEach(found::add);
            if (page.size() < PAGE_ROWS) {
                return found;
            }
            last = page.getLast().number("sequence");
        }
    }

    /** Caller and name of each, without its body. */
    private static List<List<String>> answers(Sql sql, Predicate<String> texts) {
        List<List<String>> found = new ArrayList<>();
        List<String> last = List.of("", "");
        while (true) {
            List<Row> page =
                    sql.query(
                            "SELECT caller, idempotency, headers, body FROM kept_answer WHERE"
                                    + " caller > ? OR (caller = ? AND idempotency > ?) ORDER BY"
                                    + " caller, idempotency LIMIT ?",
                            last.getFirst(),
                            last.getFirst(),
                            last.getLast(),
                            PAGE_ROWS);
            page.stream()
                    .filter(row -> says(row, texts))
                    .map(row -> List.of(row.text("caller"), row.text("idempotency")))
                    .forEach(found::add);
            if (page.size() < PAGE_ROWS) {
                return found;
            }
            Row end = page.getLast();
            last = List.of(end.text("caller"), end.text("idempotency"));
        }
    }

    private static boolean says(Row answer, Predicate<String> texts) {
        return texts.test(unescaped(answer.text("body")))
                || texts.test(answer.text("idempotency"))
                || texts.test(unescaped(answer.text("headers")));
    }

    /** JSON as text without its escapes. */
    static String unescaped(String json) {
        Matcher escape = ESCAPE.matcher(json);
        return escape.replaceAll(found -> Matcher.quoteReplacement(character(found.group(1))));
    }

    private static String character(String escape) {
        return switch (escape.charAt(0)) {
            case 'u' -> String.valueOf((char) Integer.parseInt(escape.substring(1), 16));
            case 'n', 'r', 't', 'b', 'f' -> " ";
            default -> escape;
        };
    }
}

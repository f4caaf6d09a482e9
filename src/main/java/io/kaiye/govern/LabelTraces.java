package io.kaiye.govern;

import io.kaiye.base.Json;
import io.kaiye.data.Terms;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What queues of texts to be labelled hold of a person. */
final class LabelTraces {
    /** Texts may have a million characters each. */
    private static final int PAGE_ROWS = 100;

    private LabelTraces() {}

    /** Numbers of the tasks whose text says it. */
    static List<Long> tasks(Sql sql, Predicate<String> texts) {
        return tasks(sql, texts, any -> true);
    }

    private static List<Long> tasks(Sql sql, Predicate<String> texts, Predicate<String> queues) {
        List<Long> found = new ArrayList<>();
        long last = 0;
        while (true) {
            List<Row> page =
                    sql.query(
                            "SELECT id, queue, text FROM label_task WHERE id > ?"
                                    + " ORDER BY id LIMIT ?",
                            last,
                            PAGE_ROWS);
            page.stream()
                    .filter(row -> queues.test(row.text("queue")) && texts.test(row.text("text")))
                    .forEach(row -> found.add(row.number("id")));
            if (page.size() < PAGE_ROWS) {
                return found;
            }
            last = page.getLast().number("id");
        }
    }

    /** Of the same those in queues whose texts are held because the person consented. */
    private static List<Long> consented(Sql sql, Predicate<String> texts) {
        Set<String> queues =
                sql.query("SELECT name, settings FROM label_queue").stream()
                        .filter(row -> isConsent(row.text("settings")))
                        .map(row -> row.text("name"))
                        .collect(Collectors.toSet());
        return tasks(sql, texts, queues::contains);
    }

    private static boolean isConsent(String settings) {
        try {
            String basis =
                    Json.mapper().readTree(settings).path("terms").path("lawfulBasis").asText();
            return basis.equals(Terms.CONSENT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes them with the labels they were given; how many. */
    static int erase(Sql sql, Predicate<String> texts) {
        return delete(sql, tasks(sql, texts));
    }

    /** As {@link #erase}, in queues alone that are held because the person consented. */
    static int withdraw(Sql sql, Predicate<String> texts) {
        return delete(sql, consented(sql, texts));
    }

    private static int delete(Sql sql, List<Long> tasks) {
        for (long task : tasks) {
            sql.update("DELETE FROM label_given WHERE task = ?", task);
            sql.update("DELETE FROM label_claim WHERE task = ?", task);
            sql.update("DELETE FROM label_task WHERE id = ?", task);
        }
        return tasks.size();
    }
}

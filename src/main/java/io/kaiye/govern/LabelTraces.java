package io.kaiye.govern;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.data.Terms;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What queues of texts to be labelled hold of a person. */
final class LabelTraces {
    /** Texts may have a million characters each. */
    private static final int PAGE_ROWS = 100;

    private LabelTraces() {}

    /** Numbers of the tasks whose text says it. */
    static List<Long> tasks(Sql sql, Predicate<String> texts) {
        List<Long> found = new ArrayList<>();
        each(
                sql,
                0,
                row -> {
                    if (texts.test(row.text("text"))) {
                        found.add(row.number("id"));
                    }
                });
        return found;
    }

    private static void each(Sql sql, long after, Consumer<Row> use) {
        long last = after;
        while (true) {
            List<Row> page =
                    sql.query(
                            "SELECT id, queue, text FROM label_task WHERE id > ?"
                                    + " ORDER BY id LIMIT ?",
                            last,
                            PAGE_ROWS);
            page.forEach(use);
            if (page.size() < PAGE_ROWS) {
                return;
            }
            last = page.getLast().number("id");
        }
    }

    /** The number of the last task, 0 where there is none. */
    static long last(Sql sql) {
        return sql.first("SELECT coalesce(max(id), 0) AS n FROM label_task")
                .orElseThrow()
                .number("n");
    }

    /** True if tasks with a higher number are held because the person consented. */
    static boolean isConsentedSince(Sql sql, long task) {
        Set<String> queues = consented(sql).keySet();
        return !queues.isEmpty()
                && sql.query("SELECT DISTINCT queue FROM label_task WHERE id > ?", task).stream()
                        .anyMatch(row -> queues.contains(row.text("queue")));
    }

    /** Gives the texts of such tasks with the terms of their queue. */
    static void eachConsented(Sql sql, long after, BiConsumer<Terms, String> use) {
        Map<String, Terms> queues = consented(sql);
        if (!queues.isEmpty()) {
            each(
                    sql,
                    after,
                    row ->
                            Optional.ofNullable(queues.get(row.text("queue")))
                                    .ifPresent(terms -> use.accept(terms, row.text("text"))));
        }
    }

    /** The terms of the queues whose texts are held because the person consented. */
    private static Map<String, Terms> consented(Sql sql) {
        Map<String, Terms> queues = new HashMap<>();
        for (Row row : sql.query("SELECT name, settings FROM label_queue")) {
            terms(row.text("settings"))
                    .filter(Withdrawal::isConsent)
                    .ifPresent(terms -> queues.put(row.text("name"), terms));
        }
        return queues;
    }

    private static Optional<Terms> terms(String settings) {
        try {
            JsonNode terms = Json.mapper().readTree(settings).path("terms");
            return terms.isObject()
                    ? Optional.of(Json.parse(terms.toString(), Terms.class))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes them with the labels they were given; how many. */
    static int erase(Sql sql, Predicate<String> texts) {
        return delete(sql, tasks(sql, texts));
    }

    /** As {@link #erase}, in queues alone that are held because the person consented. */
    static int withdraw(Sql sql, Predicate<String> texts, Optional<String> purpose) {
        Map<String, Terms> queues = consented(sql);
        queues.values().removeIf(terms -> !Withdrawal.concerns(terms, purpose));
        List<Long> tasks = new ArrayList<>();
        each(
                sql,
                0,
                row -> {
                    if (queues.containsKey(row.text("queue")) && texts.test(row.text("text"))) {
                        tasks.add(row.number("id"));
                    }
                });
        return delete(sql, tasks);
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

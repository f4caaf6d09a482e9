package io.kaiye.govern;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What queues of texts to be labelled hold of a person. */
final class LabelTraces {
    /** Texts may have a million characters each. */
    private static final int PAGE_ROWS = 100;

    private LabelTraces() {}

    /** Numbers of the tasks whose text says it. */
    static List<Long> tasks(Sql sql, Predicate<String> texts) {
        List<Long> found = new ArrayList<>();
        long last = 0;
        while (true) {
            List<Row> page =
                    sql.query(
                            "SELECT id, text FROM label_task WHERE id > ? ORDER BY id LIMIT ?",
                            last,
                            PAGE_ROWS);
            page.stream()
                    .filter(row -> texts.test(row.text("text")))
                    .forEach(row -> found.add(row.number("id")));
            if (page.size() < PAGE_ROWS) {
                return found;
            }
            last = page.getLast().number("id");
        }
    }

    /** Deletes them with the labels they were given; how many. */
    static int erase(Sql sql, Predicate<String> texts) {
        List<Long> tasks = tasks(sql, texts);
        for (long task : tasks) {
            sql.update("DELETE FROM label_given WHERE task = ?", task);
            sql.update("DELETE FROM label_claim WHERE task = ?", task);
            sql.update("DELETE FROM label_task WHERE id = ?", task);
        }
        return tasks.size();
    }
}

package io.kaiye.label;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The labels of one task as they stand: the last that each person gave, and what settled them.
 *
 * @param byPerson in the order of names
 * @param settled by the last who settled it, or null
 */
record TaskLabels(long task, Map<String, String> byPerson, @Nullable String settled) {

    /** The label that stands: settled, or the same of everybody. */
    Optional<String> decided() {
        if (settled != null) {
            return Optional.of(settled);
        }
        List<String> different = byPerson.values().stream().distinct().toList();
        return different.size() == 1 ? Optional.of(different.getFirst()) : Optional.empty();
    }

    /** Labelled differently and not settled. */
    boolean disputed() {
        return !byPerson.isEmpty() && decided().isEmpty();
    }

    /** Of every task of the queue that has a label, by its number. */
    static Map<Long, TaskLabels> ofQueue(Sql sql, String queue) {
        return gathered(
                sql.query(
                        "SELECT g.task, g.annotator, g.settles, g.label FROM label_given g"
                                + " JOIN label_task t ON t.id = g.task WHERE t.queue = ?"
                                + " ORDER BY g.id",
                        queue));
    }

    private static Map<Long, TaskLabels> gathered(List<Row> rows) {
        Map<Long, TaskLabels> all = new LinkedHashMap<>();
        for (Row row : rows) {
            long task = row.number("task");
            TaskLabels before = all.getOrDefault(task, new TaskLabels(task, new TreeMap<>(), null));
            String label = row.text("label");
            if (row.flag("settles")) {
                all.put(task, new TaskLabels(task, before.byPerson(), label));
            } else {
                before.byPerson().put(row.text("annotator"), label);
                all.put(task, before);
            }
        }
        return all;
    }
}

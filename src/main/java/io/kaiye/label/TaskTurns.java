package io.kaiye.label;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whose turn a task is. */
final class TaskTurns {
    /** After so long a task that was shown and not labelled goes to others. */
    static final Duration CLAIM_TIME = Duration.ofMinutes(30);

    private static final String OPEN =
            "SELECT t.id, t.queue, t.text, t.suggested, t.confidence FROM label_task t"
                    + " WHERE t.queue = ? AND t.place IS NOT NULL"
                    + " AND NOT EXISTS (SELECT 1 FROM label_given g WHERE g.task = t.id"
                    + " AND (g.annotator = ? OR g.settles = 1))"
                    + " AND (SELECT COUNT(DISTINCT g.annotator) FROM label_given g"
                    + " WHERE g.task = t.id) < t.wanted";

    private TaskTurns() {}

    /** The one that this person was shown last, else the first that needs a person; claims it. */
    static Optional<Task> next(Sql sql, String queue, String by, Instant now) {
        Optional<Row> found = sql.first(OPEN + mine(), queue, by, by);
        if (found.isEmpty()) {
            found = sql.first(OPEN + needed(), queue, by, by, now.minus(CLAIM_TIME));
        }
        Optional<Task> task = found.map(Queues::task);
        task.ifPresent(one -> claim(sql, one.id(), by, now));
        return task;
    }

    private static String mine() {
        return " AND EXISTS (SELECT 1 FROM label_claim c WHERE c.task = t.id AND c.annotator = ?)"
                + " ORDER BY t.place LIMIT 1";
    }

    /** People who labelled it, and others who were just shown it, are fewer than it needs. */
    private static String needed() {
        return " AND (SELECT COUNT(DISTINCT g.annotator) FROM label_given g WHERE g.task = t.id)"
                + " + (SELECT COUNT(*) FROM label_claim c WHERE c.task = t.id"
                + " AND c.annotator <> ? AND c.at_millis > ? AND NOT EXISTS"
                + " (SELECT 1 FROM label_given d WHERE d.task = t.id"
                + " AND d.annotator = c.annotator)) < t.wanted"
                + " ORDER BY t.place LIMIT 1";
    }

    private static void claim(Sql sql, long task, String by, Instant now) {
        int there =
                sql.update(
                        "UPDATE label_claim SET at_millis = ? WHERE task = ? AND annotator = ?",
                        now,
                        task,
                        by);
        if (there == 0) {
            sql.update(
                    "INSERT INTO label_claim (task, annotator, at_millis) VALUES (?, ?, ?)",
                    task,
                    by,
                    now);
        }
    }

    /** How long ago somebody was shown a task; not more than {@code most}. */
    static Duration since(Sql sql, long task, String by, Instant now, Duration most) {
        Duration since =
                sql.first(
                                "SELECT at_millis FROM label_claim WHERE task = ?"
                                        + " AND annotator = ?",
                                task,
                                by)
                        .map(row -> Duration.between(row.instant("at_millis"), now))
                        .orElse(Duration.ZERO);
        return since.isNegative() ? Duration.ZERO : since.compareTo(most) > 0 ? most : since;
    }
}

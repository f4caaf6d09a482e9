package io.kaiye.label;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Keeps one label, within a transaction. */
final class Giving {
    /** Whoever takes longer was away. */
    static final Duration TIME_MAX = Duration.ofMinutes(10);

    private final Sql sql;
    private final LabelOrder order;
    private final Instant now;

    Giving(Sql sql, LabelOrder order, Instant now) {
        this.sql = sql;
        this.order = order;
        this.now = now;
    }

    Given give() {
        Task task = Queues.task(sql, order.task());
        QueueSettings settings = Queues.settings(sql, task.queue());
        checkLabel(task, settings);
        Optional<Row> before = before();
        if (before.isPresent() && before.get().text("label").equals(order.label())) {
            return given(
                    true,
                    before.get().number("price_micros"),
                    Duration.ofMillis(before.get().number("took_millis")));
        }
        if (before.isPresent() && !order.change()) {
            throw new KaiyeException(
                    ErrorCode.ALREADY_EXISTS,
                    order.by()
                            + " gave task "
                            + order.task()
                            + " the label \""
                            + before.get().text("label")
                            + "\" already. To give another one in its place, add --change.");
        }
        Duration took =
                order.took()
                        .orElseGet(
                                () ->
                                        TaskTurns.since(
                                                sql, order.task(), order.by(), now, TIME_MAX));
        long price = order.settles() || before.isPresent() ? 0 : settings.priceMicros();
        keep(before.map(row -> row.number("turn") + 1).orElse(0L), price, took);
        return given(false, price, took);
    }

    private void checkLabel(Task task, QueueSettings settings) {
        if (settings.labels().isEmpty() || order.unheard()) {
            return;
        }
        Set<String> labels = Queues.labels(sql, task.queue(), settings);
        if (!labels.contains(order.label())) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The queue "
                            + task.queue()
                            + " has no label \""
                            + order.label()
                            + "\". "
                            + Suggestions.didYouMean(order.label(), labels)
                            + "To begin a new label, add --new.");
        }
    }

    private Optional<Row> before() {
        return sql.first(
                "SELECT label, turn, price_micros, took_millis FROM label_given WHERE task = ?"
                        + " AND annotator = ? AND settles = ? ORDER BY turn DESC LIMIT 1",
                order.task(),
                order.by(),
                order.settles());
    }

    private void keep(long turn, long price, Duration took) {
        sql.update(
                "INSERT INTO label_given (task, annotator, settles, turn, label, price_micros,"
                        + " took_millis, at_millis) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                order.task(),
                order.by(),
                order.settles(),
                turn,
                order.label(),
                price,
                took.toMillis(),
                now);
    }

    private Given given(boolean already, long price, Duration took) {
        return new Given(order.task(), order.label(), order.by(), already, price, took);
    }
}

package io.kaiye.label;

import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Counts a queue, within a transaction. */
final class QueueCount {
    private static final double MILLIS_OF_A_MINUTE = 60_000;

    private QueueCount() {}

    static QueueStatus of(Sql sql, String queue, QueueSettings settings) {
        Row counts =
                sql.first(
                                "SELECT COUNT(*) AS texts, COUNT(place) AS ranked FROM label_task"
                                        + " WHERE queue = ?",
                                queue)
                        .orElseThrow();
        Map<Long, TaskLabels> labels = TaskLabels.ofQueue(sql, queue);
        Map<String, Integer> decided = new TreeMap<>();
        labels.values()
                .forEach(
                        one ->
                                one.decided()
                                        .ifPresent(label -> decided.merge(label, 1, Integer::sum)));
        List<QueueStatus.Annotator> annotators = annotators(sql, queue);
        return new QueueStatus(
                queue,
                (int) counts.number("texts"),
                (int) counts.number("ranked"),
                labels.size(),
                decided.values().stream().mapToInt(i -> i).sum(),
                decided,
                annotators,
                agreements(labels.values()),
                disagreements(sql, labels.values()),
                annotators.stream().mapToDouble(QueueStatus.Annotator::minutes).sum(),
                annotators.stream().mapToLong(QueueStatus.Annotator::spentMicros).sum(),
                settings.currency());
    }

    private static List<QueueStatus.Annotator> annotators(Sql sql, String queue) {
        return sql
                .query(
                        "SELECT g.annotator, SUM(CASE WHEN g.settles = 0 AND g.turn = 0 THEN 1"
                                + " ELSE 0 END) AS labels, SUM(g.took_millis) AS took,"
                                + " SUM(g.price_micros) AS spent FROM label_given g"
                                + " JOIN label_task t ON t.id = g.task WHERE t.queue = ?"
                                + " GROUP BY g.annotator ORDER BY g.annotator",
                        queue)
                .stream()
                .map(
                        row ->
                                new QueueStatus.Annotator(
                                        row.text("annotator"),
                                        (int) row.number("labels"),
                                        row.number("took") / MILLIS_OF_A_MINUTE,
                                        row.number("spent")))
                .toList();
    }

    private static List<QueueStatus.Agreement> agreements(Collection<TaskLabels> tasks) {
        TreeSet<String> people = new TreeSet<>();
        tasks.forEach(task -> people.addAll(task.byPerson().keySet()));
        List<String> names = List.copyOf(people);
        List<QueueStatus.Agreement> agreements = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                agreement(tasks, names.get(i), names.get(j), agreements);
            }
        }
        return agreements;
    }

    private static void agreement(
            Collection<TaskLabels> tasks,
            String one,
            String other,
            List<QueueStatus.Agreement> agreements) {
        List<String> ofOne = new ArrayList<>();
        List<String> ofOther = new ArrayList<>();
        int agreed = 0;
        for (TaskLabels task : tasks) {
            String first = task.byPerson().get(one);
            String second = task.byPerson().get(other);
            if (first != null && second != null) {
                ofOne.add(first);
                ofOther.add(second);
                agreed += first.equals(second) ? 1 : 0;
            }
        }
        if (!ofOne.isEmpty()) {
            agreements.add(
                    new QueueStatus.Agreement(
                            one, other, ofOne.size(), agreed, Kappa.of(ofOne, ofOther)));
        }
    }

    private static List<QueueStatus.Disagreement> disagreements(
            Sql sql, Collection<TaskLabels> tasks) {
        return tasks.stream()
                .filter(TaskLabels::disputed)
                .map(
                        task ->
                                new QueueStatus.Disagreement(
                                        task.task(),
                                        Queues.task(sql, task.task()).text(),
                                        task.byPerson()))
                .toList();
    }
}

package io.kaiye.label;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.data.Example;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Queues of texts that people label. Everything is one transaction: what was given is on the disk
 * when the call returns, and a call that is repeated adds nothing. Safe for threads and for several
 * processes on one home.
 */
public final class Queues {
    /** Texts of one queue. */
    public static final int TEXTS_MAX = 200_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Store store;
    private final InstantSource clock;

    /** The queues of a home. */
    public Queues(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Makes a queue; no text has its turn yet.
     *
     * @param texts different ones
     * @throws KaiyeException ALREADY_EXISTS, INVALID_ARGUMENT, TOO_LARGE
     */
    public void create(String name, QueueSettings settings, List<String> texts) {
        if (!NAME.matcher(name).matches()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "\""
                            + name
                            + "\" cannot name a queue; accepted are 1 to 64 letters, digits, dots,"
                            + " dashes and underscores, beginning with a letter or digit.");
        }
        if (texts.size() > TEXTS_MAX) {
            throw new KaiyeException(
                    ErrorCode.TOO_LARGE,
                    texts.size() + " texts; a queue takes up to " + TEXTS_MAX + ".");
        }
        store.write(
                sql -> {
                    if (find(sql, name).isPresent()) {
                        throw new KaiyeException(
                                ErrorCode.ALREADY_EXISTS,
                                "There is a queue \""
                                        + name
                                        + "\". Leave --unlabelled away to rank more of its texts,"
                                        + " or choose another name.");
                    }
                    sql.update(
                            "INSERT INTO label_queue (name, settings, created_millis)"
                                    + " VALUES (?, ?, ?)",
                            name,
                            Json.line(settings),
                            clock.instant());
                    for (String text : texts) {
                        sql.update(
                                "INSERT INTO label_task (queue, text, wanted) VALUES (?, ?, 1)",
                                name,
                                text);
                    }
                    return texts.size();
                });
    }

    /** Whether there is a queue of that name. */
    boolean exists(String name) {
        return store.read(sql -> find(sql, name)).isPresent();
    }

    /**
     * What a queue was made with.
     *
     * @throws KaiyeException UNKNOWN_QUEUE, naming those that are
     */
    public QueueSettings settings(String name) {
        return store.read(sql -> settings(sql, name));
    }

    /** All texts of a queue, in the order they came in. */
    public List<QueuedText> texts(String name) {
        return store.read(
                sql -> {
                    settings(sql, name);
                    Map<Long, TaskLabels> labels = TaskLabels.ofQueue(sql, name);
                    List<QueuedText> texts = new ArrayList<>();
                    for (Row row :
                            sql.query(
                                    "SELECT id, text, place FROM label_task WHERE queue = ?"
                                            + " ORDER BY id",
                                    name)) {
                        long id = row.number("id");
                        texts.add(
                                new QueuedText(
                                        id,
                                        row.text("text"),
                                        row.optionalNumber("place").isPresent(),
                                        Optional.ofNullable(labels.get(id))
                                                .flatMap(TaskLabels::decided)));
                    }
                    return texts;
                });
    }

    /**
     * Gives texts their turn, behind those that have one; a text that has one keeps it.
     *
     * @return how many got one
     */
    public int rank(String name, List<Ranked> ranked) {
        return store.write(
                sql -> {
                    double twice = settings(sql, name).twice();
                    long place =
                            sql.first(
                                            "SELECT COALESCE(MAX(place), 0) AS last FROM label_task"
                                                    + " WHERE queue = ?",
                                            name)
                                    .orElseThrow()
                                    .number("last");
                    int count = 0;
                    for (Ranked one : ranked) {
                        boolean two = Math.floor((place + 1) * twice) > Math.floor(place * twice);
                        int changed = place(sql, name, one, place + 1, two ? 2 : 1);
                        place += changed;
                        count += changed;
                    }
                    return count;
                });
    }

    private static int place(Sql sql, String name, Ranked one, long place, int wanted) {
        return sql.update(
                "UPDATE label_task SET place = ?, wanted = ?, suggested = ?, confidence = ?"
                        + " WHERE id = ? AND queue = ? AND place IS NULL",
                place,
                wanted,
                one.suggestion().map(Suggestion::label),
                one.suggestion().map(Suggestion::confidence),
                one.id(),
                name);
    }

    /**
     * The task that somebody is to label now. Asked again before a label is given, it is the same
     * one; two people do not get the same one, unless two are to label it.
     *
     * @return empty if there is nothing to do for them
     */
    public Optional<Task> next(String name, String by) {
        LabelOrder.checkName(by);
        return store.write(
                sql -> {
                    settings(sql, name);
                    return TaskTurns.next(sql, name, by, clock.instant());
                });
    }

    /**
     * Keeps a label.
     *
     * @throws KaiyeException UNKNOWN_TASK; INVALID_ARGUMENT for a label that the queue does not
     *     have; ALREADY_EXISTS if the same person gave another one and does not change it
     */
    public Given give(LabelOrder order) {
        return store.write(sql -> new Giving(sql, order, clock.instant()).give());
    }

    /** The task of that number. */
    Task task(long id) {
        return store.read(sql -> task(sql, id));
    }

    /** How far a queue is. */
    public QueueStatus status(String name) {
        return store.read(sql -> QueueCount.of(sql, name, settings(sql, name)));
    }

    /** The texts whose label stands, in the order of work. */
    public List<Example> decided(String name) {
        return texts(name).stream()
                .filter(text -> text.label().isPresent())
                .map(text -> new Example(text.text(), text.label().orElseThrow()))
                .toList();
    }

    /** Every queue, by name. */
    public List<String> names() {
        return store.read(Queues::names);
    }

    /** Labels that may be given: declared, suggested or given before; sorted. */
    public List<String> labels(String name) {
        return store.read(sql -> List.copyOf(labels(sql, name, settings(sql, name))));
    }

    static Set<String> labels(Sql sql, String name, QueueSettings settings) {
        Set<String> labels = new TreeSet<>(settings.labels());
        sql.query(
                        "SELECT DISTINCT g.label FROM label_given g JOIN label_task t"
                                + " ON t.id = g.task WHERE t.queue = ?",
                        name)
                .forEach(row -> labels.add(row.text("label")));
        return labels;
    }

    static QueueSettings settings(Sql sql, String name) {
        return find(sql, name)
                .map(json -> Json.parse(json, QueueSettings.class))
                .orElseThrow(
                        () ->
                                new KaiyeException(
                                        ErrorCode.UNKNOWN_QUEUE,
                                        "There is no queue \""
                                                + name
                                                + "\". "
                                                + existing(names(sql))));
    }

    static Task task(Sql sql, long id) {
        return sql.first(
                        "SELECT id, queue, text, suggested, confidence FROM label_task"
                                + " WHERE id = ?",
                        id)
                .map(Queues::task)
                .orElseThrow(
                        () ->
                                new KaiyeException(
                                        ErrorCode.UNKNOWN_TASK,
                                        "There is no task "
                                                + id
                                                + "; `kaiye data label next NAME --by WHO` shows"
                                                + " one."));
    }

    static Task task(Row row) {
        Optional<String> suggested = row.optionalText("suggested");
        return new Task(
                row.number("id"),
                row.text("queue"),
                row.text("text"),
                suggested,
                suggested.isPresent()
                        ? OptionalDouble.of(row.real("confidence"))
                        : OptionalDouble.empty());
    }

    private static String existing(List<String> names) {
        return names.isEmpty()
                ? "Make one with `kaiye data label queue NAME --unlabelled FILE`."
                : "Queues: "
                        + Suggestions.list(new ArrayList<>(new LinkedHashSet<>(names)), 20)
                        + ".";
    }

    private static List<String> names(Sql sql) {
        return sql.query("SELECT name FROM label_queue ORDER BY name").stream()
                .map(row -> row.text("name"))
                .toList();
    }

    private static Optional<String> find(Sql sql, String name) {
        return sql.first("SELECT settings FROM label_queue WHERE name = ?", name)
                .map(row -> row.text("settings"));
    }
}

package io.kaiye.govern;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.AllRows;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Terms;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Withdrawals that hold, and which of them something that was stored since is about. Each has a
 * mark, up to which versions and texts to be labelled were looked through; what is behind it is not
 * read again. Safe for threads.
 */
final class Withdrawals {
    private static final String SELECT =
            "SELECT id, person, in_columns, purpose, secret, who, at_millis, checked_import,"
                    + " checked_task FROM withdrawal WHERE lifted_millis IS NULL";

    /** So many are named where some cannot be read. */
    private static final int NAMED_MAX = 3;

    private final Store store;
    private final PersonKey key;
    private final FileTraces files;

    Withdrawals(Store store, PersonKey key) {
        this.store = store;
        this.key = key;
        this.files = new FileTraces(store.home());
    }

    /**
     * How far was looked.
     *
     * @param version number of the last that was stored
     * @param task number of the last text to be labelled
     */
    record Mark(long version, long task) {
        Mark first(Mark other) {
            return new Mark(Math.min(version, other.version), Math.min(task, other.task));
        }
    }

    /** One that holds, and how the person is known. */
    record Standing(Withdrawal withdrawal, PersonQuery query) {
        boolean concerns(Terms terms) {
            return withdrawal.concerns(terms);
        }
    }

    /**
     * What a look at everything new came to.
     *
     * @param standing all that hold and can be read
     * @param matching those with something to take
     * @param mark up to where it looked
     * @param unreadable says which could not be read and were left out
     */
    record Look(
            List<Standing> standing,
            List<Standing> matching,
            Mark mark,
            Optional<KaiyeException> unreadable) {}

    /**
     * Enters one, unless the same holds already; its id. Who it is goes in encrypted.
     *
     * @param erasure that comes of it, in the journal already
     */
    String record(Sql sql, Erasure erasure, AuditLog audit, String who, Instant now) {
        Erasure.Request request = erasure.request().orElseThrow();
        PersonQuery query = request.query().orElseThrow();
        String columns = Json.line(query.columns().stream().sorted().toList());
        String purpose = request.purpose().orElse("");
        Optional<Row> there =
                sql.first(
                        "SELECT id FROM withdrawal WHERE lifted_millis IS NULL AND person = ? AND"
                                + " in_columns = ? AND purpose = ?",
                        erasure.person(),
                        columns,
                        purpose);
        if (there.isPresent()) {
            return there.get().text("id");
        }
        sql.update(
                "INSERT INTO withdrawal (id, person, in_columns, purpose, secret, who, at_millis,"
                        + " checked_import, checked_task, lifted_millis) VALUES (?, ?, ?, ?, ?, ?,"
                        + " ?, 0, 0, NULL)",
                erasure.id(),
                erasure.person(),
                columns,
                purpose,
                key.seal(Json.line(query.terms()), erasure.id()),
                who,
                now);
        audit.append(
                sql,
                "withdraw-recorded",
                Map.of(
                        "withdrawal",
                        erasure.id(),
                        "person",
                        erasure.person(),
                        "purpose",
                        purpose.isEmpty() ? "all" : purpose));
        return erasure.id();
    }

    /** Ends one: the person has consented again. Who it is is forgotten. */
    Withdrawal lift(Sql sql, String id, AuditLog audit, Instant now) {
        List<Withdrawal> all = standing(sql);
        Withdrawal lifted =
                all.stream()
                        .filter(one -> one.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> unknown(id, all));
        sql.update("UPDATE withdrawal SET secret = '', lifted_millis = ? WHERE id = ?", now, id);
        audit.append(sql, "withdraw-lifted", Map.of("withdrawal", id, "person", lifted.person()));
        return lifted;
    }

    private static KaiyeException unknown(String id, List<Withdrawal> all) {
        return new KaiyeException(
                ErrorCode.INVALID_ARGUMENT,
                "No withdrawal \""
                        + id
                        + "\" holds. "
                        + (all.isEmpty()
                                ? "None does."
                                : "`kaiye person withdrawals` lists those that do."));
    }

    /** Those that hold, the first recorded first. */
    List<Withdrawal> standing() {
        return store.read(Withdrawals::standing);
    }

    private static List<Withdrawal> standing(Sql sql) {
        return rows(sql).stream().map(Withdrawals::of).toList();
    }

    private static List<Row> rows(Sql sql) {
        return sql.query(SELECT + " ORDER BY at_millis, id");
    }

    /** True if something by consent was stored that was not looked through. Reads no rows. */
    boolean isDue() {
        return store.read(
                sql -> {
                    Optional<Mark> from = from(rows(sql));
                    return from.isPresent()
                            && (!AllRows.consentedSince(sql, from.get().version()).isEmpty()
                                    || LabelTraces.isConsentedSince(sql, from.get().task()));
                });
    }

    private static Optional<Mark> from(List<Row> rows) {
        return rows.stream()
                .map(row -> new Mark(row.number("checked_import"), row.number("checked_task")))
                .reduce(Mark::first);
    }

    /** Where a look that begins now has come to when it ends. */
    Mark mark() {
        return store.read(sql -> new Mark(AllRows.last(sql), LabelTraces.last(sql)));
    }

    /**
     * Looks through what was stored since the last time: rows, rows that could not be read, texts
     * to be labelled.
     */
    Look look() {
        Mark mark = mark();
        Opened opened = opened(store.read(Withdrawals::rows));
        Optional<Mark> from = from(opened.rows());
        List<Standing> all = opened.standing();
        Set<Standing> matching = new LinkedHashSet<>();
        if (from.isPresent()) {
            lookAtRows(all, from.get(), matching);
            lookAtTasks(all, from.get(), matching);
        }
        return new Look(all, List.copyOf(matching), mark, opened.unreadable());
    }

    /** Ids of those that may be about rows of a version and have not looked through it. */
    List<String> unapplied(DatasetVersion version) {
        return store.read(
                sql ->
                        rows(sql).stream()
                                .filter(row -> of(row).concerns(terms(version)))
                                .filter(row -> isBehind(sql, row, version))
                                .map(row -> row.text("id"))
                                .toList());
    }

    private static boolean isBehind(Sql sql, Row row, DatasetVersion version) {
        return AllRows.consentedSince(sql, row.number("checked_import")).stream()
                .anyMatch(one -> one.fullReference().equals(version.fullReference()));
    }

    private void lookAtRows(List<Standing> all, Mark from, Set<Standing> matching) {
        List<DatasetVersion> fresh =
                store.read(sql -> AllRows.consentedSince(sql, from.version())).stream()
                        .filter(
                                version ->
                                        all.stream().anyMatch(one -> one.concerns(terms(version))))
                        .toList();
        if (fresh.isEmpty()) {
            return;
        }
        List<PersonQuery> queries = all.stream().map(Standing::query).toList();
        new AllRows(store)
                .findIn(
                        fresh,
                        PersonQuery.rowsOfAny(queries),
                        row ->
                                all.stream()
                                        .filter(one -> one.concerns(terms(row.version())))
                                        .filter(one -> one.query().rows().test(row.values()))
                                        .forEach(matching::add));
        Predicate<String> texts = PersonQuery.textsOfAny(queries);
        for (DatasetVersion version : fresh) {
            if (files.isQuarantined(texts, version.fullReference())) {
                all.stream()
                        .filter(one -> one.concerns(terms(version)))
                        .filter(one -> isQuarantined(one, version))
                        .forEach(matching::add);
            }
        }
    }

    private boolean isQuarantined(Standing one, DatasetVersion version) {
        return files.isQuarantined(one.query().texts(), version.fullReference());
    }

    private void lookAtTasks(List<Standing> all, Mark from, Set<Standing> matching) {
        Predicate<String> texts =
                PersonQuery.textsOfAny(all.stream().map(Standing::query).toList());
        store.read(
                sql -> {
                    LabelTraces.eachConsented(
                            sql,
                            from.task(),
                            (terms, text) -> {
                                if (texts.test(text)) {
                                    all.stream()
                                            .filter(one -> one.concerns(terms))
                                            .filter(one -> one.query().texts().test(text))
                                            .forEach(matching::add);
                                }
                            });
                    return true;
                });
    }

    private static Terms terms(DatasetVersion version) {
        return version.terms().orElse(Terms.UNSAID);
    }

    /** What was looked through need not be looked at again. */
    void looked(List<String> ids, Mark mark) {
        if (ids.isEmpty()) {
            return;
        }
        store.write(
                sql -> {
                    ids.forEach(
                            id ->
                                    sql.update(
                                            "UPDATE withdrawal SET checked_import = ?,"
                                                    + " checked_task = ? WHERE id = ?",
                                            mark.version(),
                                            mark.task(),
                                            id));
                    return true;
                });
    }

    /** Those that can be read here, and the rows they come from. */
    private record Opened(
            List<Row> rows, List<Standing> standing, Optional<KaiyeException> unreadable) {}

    private Opened opened(List<Row> all) {
        List<Row> rows = new ArrayList<>();
        List<Standing> standing = new ArrayList<>();
        List<String> closed = new ArrayList<>();
        String why = "they were recorded with another.";
        for (Row row : all) {
            try {
                Optional<Standing> one = opened(row);
                one.ifPresentOrElse(standing::add, () -> closed.add(row.text("id")));
                one.ifPresent(any -> rows.add(row));
            } catch (KaiyeException e) {
                closed.add(row.text("id"));
                why = e.getMessage();
            }
        }
        return new Opened(
                rows,
                standing,
                closed.isEmpty() ? Optional.empty() : Optional.of(unreadable(closed, why)));
    }

    private Optional<Standing> opened(Row row) {
        Withdrawal withdrawal = of(row);
        return key.open(row.text("secret"), withdrawal.id())
                .map(terms -> List.of(Json.parse(terms, String[].class)))
                .map(terms -> new PersonQuery(terms, withdrawal.columns()))
                .map(query -> new Standing(withdrawal, query));
    }

    private KaiyeException unreadable(List<String> ids, String why) {
        return new KaiyeException(
                ErrorCode.CORRUPT_FILE,
                "Who took consent back cannot be read with "
                        + key.file()
                        + " in "
                        + ids.size()
                        + (ids.size() == 1 ? " withdrawal (" : " withdrawals (")
                        + String.join(", ", ids.subList(0, Math.min(ids.size(), NAMED_MAX)))
                        + (ids.size() > NAMED_MAX ? ", …" : "")
                        + "): "
                        + why
                        + " Put back the file of the home where they were recorded; if that is"
                        + " lost, end each with `kaiye person withdrawals --lift "
                        + ids.getFirst()
                        + "` and record it again.");
    }

    private static Withdrawal of(Row row) {
        return new Withdrawal(
                row.text("id"),
                row.text("person"),
                List.of(Json.parse(row.text("in_columns"), String[].class)),
                Optional.of(row.text("purpose")).filter(text -> !text.isEmpty()),
                row.text("who"),
                row.instant("at_millis"));
    }
}

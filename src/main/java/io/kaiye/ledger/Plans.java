package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.base.Yaml;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What can be bought. A plan is a row of versions that never change; a change is the next version,
 * and who bought an earlier one keeps it. Safe for threads.
 */
public final class Plans {
    private static final int SHOWN_MAX = 5;
    private static final String NEWEST =
            "SELECT p.id, p.number, p.content FROM plan p WHERE p.number ="
                    + " (SELECT MAX(q.number) FROM plan q WHERE q.id = p.id)";

    private final Store store;
    private final InstantSource clock;

    public Plans(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * What became of a plan of a file.
     *
     * @param fresh true if it is a new version; false if the newest one says the same
     */
    public record Applied(Plan plan, boolean fresh) {}

    /**
     * Takes over a file of plans, all or none. A plan that is the same as its newest version stays
     * as it is; plans that the file does not name stay too.
     *
     * @throws KaiyeException INVALID_FILE with everything that is wrong
     */
    public List<Applied> apply(Path file) {
        List<Plan> plans = PlanFile.read(file);
        return store.write(sql -> plans.stream().map(plan -> apply(sql, plan)).toList());
    }

    /**
     * As {@link #apply(Path)}, from the text of such a file.
     *
     * @throws KaiyeException INVALID_FILE with everything that is wrong
     */
    public List<Applied> apply(String yaml) {
        List<Plan> plans = PlanFile.plans(Yaml.parse(yaml), "The body");
        return store.write(sql -> plans.stream().map(plan -> apply(sql, plan)).toList());
    }

    private Applied apply(Sql sql, Plan wanted) {
        Optional<Plan> newest = newest(sql, wanted.id());
        if (newest.isPresent() && numbered(wanted, newest.get().number()).equals(newest.get())) {
            return new Applied(newest.get(), false);
        }
        Plan added = numbered(wanted, newest.map(Plan::number).orElse(0) + 1);
        sql.update(
                "INSERT INTO plan (id, number, content, created_millis) VALUES (?, ?, ?, ?)",
                added.id(),
                added.number(),
                Json.line(added),
                clock.instant());
        return new Applied(added, true);
    }

    private static Plan numbered(Plan plan, int number) {
        return new Plan(
                plan.id(),
                number,
                plan.names(),
                plan.currency(),
                plan.billing(),
                plan.period(),
                plan.feeMicros(),
                plan.trialDays(),
                plan.units(),
                plan.rate(),
                plan.discountBasisPoints(),
                plan.listings());
    }

    /** The newest version of every plan, by id. */
    public List<Plan> list() {
        return store.read(
                sql -> sql.query(NEWEST + " ORDER BY p.id").stream().map(Plans::plan).toList());
    }

    /**
     * A version.
     *
     * @param reference {@code starter} for the newest, {@code starter@2} for that one
     * @throws KaiyeException UNKNOWN_PLAN, naming near ones
     */
    public Plan require(String reference) {
        return store.read(sql -> require(sql, reference));
    }

    static Plan require(Sql sql, String reference) {
        int at = reference.indexOf('@');
        String id = at < 0 ? reference : reference.substring(0, at);
        Optional<Plan> newest = newest(sql, id);
        if (newest.isEmpty()) {
            throw unknown(sql, id);
        }
        if (at < 0) {
            return newest.get();
        }
        String number = reference.substring(at + 1);
        return Optional.of(number)
                .filter(digits -> digits.matches("\\d{1,9}"))
                .flatMap(digits -> find(sql, id, Integer.parseInt(digits)))
                .orElseThrow(
                        () ->
                                new KaiyeException(
                                        ErrorCode.UNKNOWN_PLAN,
                                        "The plan "
                                                + id
                                                + " has no version \""
                                                + number
                                                + "\"; there are 1 to "
                                                + newest.get().number()
                                                + "."));
    }

    static Optional<Plan> find(Sql sql, String id, int number) {
        return sql.first(
                        "SELECT id, number, content FROM plan WHERE id = ? AND number = ?",
                        id,
                        number)
                .map(Plans::plan);
    }

    private static Optional<Plan> newest(Sql sql, String id) {
        return sql.first(NEWEST + " AND p.id = ?", id).map(Plans::plan);
    }

    private static KaiyeException unknown(Sql sql, String id) {
        List<String> ids =
                sql.query(NEWEST + " ORDER BY p.id").stream().map(row -> row.text("id")).toList();
        return new KaiyeException(
                ErrorCode.UNKNOWN_PLAN,
                "There is no plan \""
                        + id
                        + "\". "
                        + Suggestions.didYouMean(id, ids)
                        + (ids.isEmpty()
                                ? "There is none yet; write a file of plans and run: kaiye plan"
                                        + " apply FILE"
                                : "There are: " + Suggestions.list(ids, SHOWN_MAX))
                        + ".");
    }

    private static Plan plan(Row row) {
        return Json.parse(row.text("content"), Plan.class);
    }
}

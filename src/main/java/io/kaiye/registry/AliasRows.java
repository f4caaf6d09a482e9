package io.kaiye.registry;

import io.kaiye.registry.AliasMove.Kind;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The table of moves. Where an alias points is the newest move of it.
 *
 * <p>Every move of the champion remembers the move that a roll-back returns to. A promotion links
 * to the move before it, a roll-back takes over the link of the move it returned to: a stack that
 * never forgets, though rows are only added.
 *
 * <p>Each method runs inside one transaction of the store.
 */
final class AliasRows {
    private static final String COLUMNS =
            "sequence, model, alias, kind, from_number, to_number, back, reason, who, at_millis";

    /** A move with its link to the move before. */
    record Link(AliasMove move, Optional<Long> back) {}

    /** A move about to be made. */
    record Move(
            String model,
            String alias,
            Kind kind,
            Optional<Integer> to,
            Optional<Long> back,
            String reason,
            String who,
            Instant at) {}

    private final Sql sql;

    AliasRows(Sql sql) {
        this.sql = sql;
    }

    /** The number of the newest move of all; grows with every move. */
    long newest() {
        return sql.query("SELECT COALESCE(MAX(sequence), 0) AS newest FROM alias_move")
                .getFirst()
                .number("newest");
    }

    /** The newest move of an alias; empty if it never was set. */
    Optional<Link> newest(String model, String alias) {
        return sql
                .query(
                        "SELECT "
                                + COLUMNS
                                + " FROM alias_move WHERE model = ? AND alias = ?"
                                + " ORDER BY sequence DESC LIMIT 1",
                        model,
                        alias)
                .stream()
                .findFirst()
                .map(AliasRows::link);
    }

    /** The number that an alias points at now. */
    Optional<Integer> number(String model, String alias) {
        return newest(model, alias).flatMap(link -> link.move().to());
    }

    Link at(long sequence) {
        return link(
                sql.query("SELECT " + COLUMNS + " FROM alias_move WHERE sequence = ?", sequence)
                        .getFirst());
    }

    /** Alias to number, sorted by alias, for those that point somewhere. */
    Map<String, Integer> current(String model) {
        Map<String, Integer> current = new TreeMap<>();
        for (AliasMove move : history(model)) {
            if (move.to().isPresent()) {
                current.put(move.alias(), move.to().get());
            } else {
                current.remove(move.alias());
            }
        }
        return current;
    }

    /** Every move, the oldest first. */
    List<AliasMove> history(String model) {
        return sql
                .query(
                        "SELECT " + COLUMNS + " FROM alias_move WHERE model = ? ORDER BY sequence",
                        model)
                .stream()
                .map(row -> link(row).move())
                .toList();
    }

    /** Adds a move from where the alias points now; without {@code to} the alias is taken away. */
    AliasMove add(Move move) {
        sql.update(
                "INSERT INTO alias_move"
                        + " (model, alias, kind, from_number, to_number, back, reason, who,"
                        + " at_millis)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                move.model(),
                move.alias(),
                move.kind(),
                number(move.model(), move.alias()),
                move.to(),
                move.back(),
                move.reason(),
                move.who(),
                move.at());
        return newest(move.model(), move.alias()).orElseThrow().move();
    }

    private static Link link(Row row) {
        return new Link(
                new AliasMove(
                        row.number("sequence"),
                        row.text("model"),
                        row.text("alias"),
                        Kind.valueOf(row.text("kind")),
                        present(row.optionalNumber("from_number")),
                        present(row.optionalNumber("to_number")),
                        row.text("reason"),
                        row.text("who"),
                        row.instant("at_millis")),
                row.optionalNumber("back").stream().boxed().findFirst());
    }

    private static Optional<Integer> present(OptionalLong number) {
        return number.stream().mapToObj(Math::toIntExact).findFirst();
    }
}

package io.kaiye.registry;

import static io.kaiye.registry.AliasMove.CHALLENGER;
import static io.kaiye.registry.AliasMove.CHAMPION;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.registry.AliasMove.Kind;
import io.kaiye.registry.AliasRows.Link;
import io.kaiye.registry.AliasRows.Move;
import io.kaiye.store.Sql;
import java.time.Instant;
import java.util.Optional;

/**
 * The rules of the aliases, inside one transaction. A version is never both champion and
 * challenger: becoming champion takes the challenger's alias away from it.
 */
final class Aliases {
    private final AliasRows rows;
    private final String who;
    private final Instant at;

    Aliases(Sql sql, String who, Instant at) {
        this.rows = new AliasRows(sql);
        this.who = who;
        this.at = at;
    }

    /** The first version of a model becomes its champion, later ones its challenger. */
    void registered(String model, int number) {
        boolean first = rows.newest(model, CHAMPION).isEmpty();
        move(
                model,
                first ? CHAMPION : CHALLENGER,
                Kind.REGISTERED,
                number,
                Optional.empty(),
                first ? "the first version" : "the newest version");
    }

    AliasMove promote(ModelVersion version, String reason) {
        Optional<Link> champion = rows.newest(version.model(), CHAMPION);
        refuseSame(version, CHAMPION);
        AliasMove move =
                move(
                        version.model(),
                        CHAMPION,
                        Kind.PROMOTED,
                        version.number(),
                        champion.map(link -> link.move().sequence()),
                        reason);
        retireChallenger(version.model(), version.number());
        return move;
    }

    AliasMove rollback(String model, String reason) {
        Link champion = rows.newest(model, CHAMPION).orElseThrow(() -> noEarlier(model, ""));
        Link earlier =
                champion.back()
                        .map(rows::at)
                        .orElseThrow(
                                () ->
                                        noEarlier(
                                                model,
                                                champion.move().to().map(n -> "@" + n).orElse("")));
        int number = earlier.move().to().orElseThrow(() -> noEarlier(model, ""));
        AliasMove move = move(model, CHAMPION, Kind.ROLLED_BACK, number, earlier.back(), reason);
        retireChallenger(model, number);
        return move;
    }

    private void retireChallenger(String model, int number) {
        if (rows.number(model, CHALLENGER).filter(to -> to == number).isPresent()) {
            takeAway(model, CHALLENGER, "it became champion");
        }
    }

    private AliasMove takeAway(String model, String alias, String reason) {
        return rows.add(
                new Move(
                        model,
                        alias,
                        Kind.REMOVED,
                        Optional.empty(),
                        Optional.empty(),
                        reason,
                        who,
                        at));
    }

    private AliasMove move(
            String model, String alias, Kind kind, int to, Optional<Long> back, String reason) {
        return rows.add(new Move(model, alias, kind, Optional.of(to), back, reason, who, at));
    }

    private void refuseSame(ModelVersion version, String alias) {
        if (rows.number(version.model(), alias).filter(to -> to == version.number()).isPresent()) {
            throw new KaiyeException(
                    ErrorCode.ALREADY_EXISTS,
                    version.reference() + " is " + alias + " already; nothing was changed.");
        }
    }

    private static KaiyeException noEarlier(String model, String champion) {
        return new KaiyeException(
                ErrorCode.UNKNOWN_MODEL,
                "Cannot roll back "
                        + model
                        + ": there is no champion before "
                        + (champion.isEmpty() ? "this one" : model + champion)
                        + ". To choose a version: kaiye models promote "
                        + model
                        + "@NUMBER --reason TEXT");
    }
}

package io.kaiye.evaluate;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.List;

/**
 * Held-out rows as every rung of a cascade answered them.
 *
 * @param rungs in the order they are asked: local ones, at least one, then at least one other
 * @param truth label of each row: the true one, or the upstream's where agreement is the target
 */
public record CascadeRows(List<CascadeRung> rungs, List<String> truth) {
    /** Local rungs of one cascade: more make the search too coarse. */
    public static final int LOCAL_MAX = 5;

    public CascadeRows {
        rungs = List.copyOf(rungs);
        truth = List.copyOf(truth);
        long local = rungs.stream().takeWhile(CascadeRung::local).count();
        if (local < 1
                || local > LOCAL_MAX
                || local == rungs.size()
                || rungs.stream().skip(local).anyMatch(CascadeRung::local)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "A cascade has 1 to "
                            + LOCAL_MAX
                            + " local rungs and after them at least one upstream, not "
                            + rungs.stream().map(CascadeRung::name).toList()
                            + ".");
        }
        int rows = truth.size();
        if (rungs.stream().anyMatch(rung -> rung.labels().size() != rows)) {
            throw new IllegalArgumentException("every rung answers every row");
        }
    }

    /** How many rows there are. */
    public int rows() {
        return truth.size();
    }

    /** How many rungs may pass a row on. */
    public int local() {
        return (int) rungs.stream().takeWhile(CascadeRung::local).count();
    }

    /** The rung that answers what no local one takes. */
    CascadeRung last() {
        return rungs.get(local());
    }
}

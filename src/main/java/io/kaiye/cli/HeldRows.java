package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.FoundRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The rows of a person that are shown: the first few, or all of them in a JSON document. */
final class HeldRows implements Consumer<FoundRow> {
    /** Of a JSON document. */
    static final int ROWS_MAX = 100_000;

    /** Of all values of a JSON document together. */
    static final long CHARACTERS_MAX = 64_000_000;

    private final boolean all;
    private final List<FoundRow> rows = new ArrayList<>();
    private long characters;

    /**
     * @param all true to hold every row, and refuse more than a document may have
     */
    HeldRows(boolean all) {
        this.all = all;
    }

    static HeldRows of(Session session) {
        return new HeldRows(session.json());
    }

    @Override
    public void accept(FoundRow row) {
        if (!all && rows.size() == PersonLines.ROWS_SHOWN_MAX) {
            return;
        }
        characters +=
                row.values().values().stream().mapToLong(one -> one.toString().length()).sum();
        if (rows.size() == ROWS_MAX || (all && characters > CHARACTERS_MAX)) {
            throw new KaiyeException(
                    ErrorCode.TOO_LARGE,
                    "More rows hold this than one document may have: "
                            + Numbers.grouped(ROWS_MAX)
                            + ", or "
                            + Numbers.grouped(CHARACTERS_MAX)
                            + " characters. `kaiye person export` writes any number of them to a"
                            + " file; or say more of the person.");
        }
        rows.add(row);
    }

    List<FoundRow> rows() {
        return rows;
    }
}

package io.kaiye.data;

import io.kaiye.base.KaiyeException;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Every row of every version of every dataset: to be found, and to be taken out of versions that
 * otherwise never change. Safe for threads.
 */
public final class AllRows {
    private final Store store;

    public AllRows(Store store) {
        this.store = store;
    }

    /**
     * Each row that passes or was made of one that does, version by version. Reads every row; a
     * content that several versions share is read once.
     *
     * @param max how many there may be
     * @throws KaiyeException TOO_LARGE as soon as there are more
     */
    public List<FoundRow> find(Predicate<Map<String, Object>> test, int max) {
        List<StoredSplit> splits = store.read(StoredSplit::all);
        RowSelection selection = RowSelection.values(store, splits, test, max);
        List<FoundRow> found = new ArrayList<>();
        for (StoredSplit split : splits) {
            selection.each(
                    split,
                    row -> {
                        if (found.size() == max) {
                            throw RowSelection.tooMany(max);
                        }
                        found.add(row);
                    });
        }
        return found;
    }

    /**
     * Makes ready what the versions will hold without some rows. Nothing is visible before {@link
     * Rewrite#commit}.
     *
     * @param who makes the corrected versions
     */
    public Rewrite prepare(Taking taking, String who, Instant now) {
        Path work = store.newWorkFolder("erase");
        boolean done = false;
        try {
            List<StoredSplit> before = store.read(StoredSplit::all);
            Rewrite rewrite =
                    new Rewrite(store, work, before, taking.reason(), now).fill(taking, who);
            done = true;
            return rewrite;
        } finally {
            if (!done) {
                store.deleteWorkFolder(work);
            }
        }
    }
}

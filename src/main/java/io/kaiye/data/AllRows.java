package io.kaiye.data;

import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
     * Gives each row that passes or was made of one that does, version by version, and holds none.
     * Reads every row, and contents with such rows once more; a content that several versions share
     * is tested once.
     *
     * @return how many there are
     */
    public long find(Predicate<Map<String, Object>> test, Consumer<FoundRow> use) {
        List<StoredSplit> splits = store.read(StoredSplit::all);
        return found(splits, new RowSelection(store, splits, test, true), use);
    }

    private static long found(
            List<StoredSplit> splits, RowSelection selection, Consumer<FoundRow> use) {
        long[] found = {0};
        for (StoredSplit split : splits) {
            selection.each(
                    split,
                    row -> {
                        found[0]++;
                        use.accept(row);
                    });
        }
        return found[0];
    }

    /** As {@link #find}, in some versions, of the rows alone that pass themselves. */
    public long findIn(
            Collection<DatasetVersion> versions,
            Predicate<Map<String, Object>> test,
            Consumer<FoundRow> use) {
        Set<String> wanted = // what is said of a version may have changed since it was read
                versions.stream().map(DatasetVersion::fullReference).collect(Collectors.toSet());
        List<StoredSplit> splits =
                store.read(StoredSplit::all).stream()
                        .filter(split -> wanted.contains(split.version().fullReference()))
                        .toList();
        return found(splits, new RowSelection(store, splits, test, false), use);
    }

    /** The number of the version that was stored last, 0 where there is none. */
    public static long last(Sql sql) {
        return DatasetTable.last(sql);
    }

    /**
     * Versions that are held because the persons consented and were stored, or became the newest of
     * their name again, after the one with a number.
     */
    public static List<DatasetVersion> consentedSince(Sql sql, long number) {
        return DatasetTable.consentedSince(sql, number);
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

package io.kaiye.data;

import io.kaiye.store.Sql;

/** Is told what becomes of datasets, so that it can keep a record of it. Safe for threads. */
@FunctionalInterface
public interface DatasetListener {
    /** Called in the transaction that does it; a failure undoes both. */
    void happened(Sql sql, DatasetEvent event);

    /** Lets everything pass. */
    static DatasetListener none() {
        return (sql, event) -> {};
    }
}

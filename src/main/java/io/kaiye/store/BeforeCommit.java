package io.kaiye.store;

/** Work that is gathered during a transaction and written at its end. One thread. */
@FunctionalInterface
public interface BeforeCommit {
    /** Writes what was gathered; called once, before the transaction commits at the latest. */
    void write(Sql sql);
}

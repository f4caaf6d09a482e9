package io.kaiye.store;

import io.kaiye.base.KaiyeException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * All that differs between the databases that Kaiye keeps its books in. Everything else is one SQL
 * that both understand. Safe for threads.
 */
sealed interface Dialect permits Sqlite, Postgres {
    /** A connection to write on, one at a time for each {@link Database}. */
    Connection connectWriter() throws SQLException;

    /** A connection to read on. */
    Connection connectReader() throws SQLException;

    /** Makes the schema, or brings it to its newest version. */
    void bringUpToDate(Connection writer) throws SQLException;

    /**
     * Begins a transaction alone among all writers, of other processes and machines too. What is
     * committed is on the disk.
     *
     * @return what {@link #isCommitted} knows the transaction by
     */
    String beginWrite(Connection writer, StatementCache statements) throws SQLException;

    /** Ends a transaction so that what it changed is there. */
    void commit(Connection connection, StatementCache statements) throws SQLException;

    /** Begins a transaction that sees one snapshot and changes nothing. */
    void beginRead(Connection reader) throws SQLException;

    /** Does now what would hold up a writer later; outside a transaction. */
    void tidy(Connection reader) throws SQLException;

    /** Leaves nothing of deleted rows of these tables in its files; on a connection of its own. */
    void scrub(List<String> tables) throws SQLException;

    /** True if the connection that failed so is no more. */
    boolean isLost(SQLException failure);

    /** What changes when the server loses what was not yet on the disk, and only then or seldom. */
    String incarnation(Connection writer) throws SQLException;

    /** True if a transaction of this incarnation came to its end, whose connection was lost. */
    boolean isCommitted(Connection writer, String transaction) throws SQLException;

    /** What a failure means to the person whose home it is. */
    KaiyeException failure(SQLException cause);

    /** Another writer took too long. */
    KaiyeException busy(Throwable cause);

    /** The connection was lost in the commit, and nobody can say what became of it. */
    KaiyeException unknownOutcome(Throwable cause);

    /** For a person: which database, what version of it, and where. */
    String description(Sql sql);

    /** What the database's own checks find wrong; empty when all is well. */
    List<String> problems(Sql sql);

    /** For messages: where it is; without its password. */
    String place();
}

package io.kaiye.store;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;

/** What PostgreSQL's failures mean to the person whose books it keeps, by SQLSTATE. */
record PostgresFailures(DatabaseAddress address, Duration busyWait) {
    /** Class 57P: it is told to stop, has crashed, or starts; 25P03: idle in its turn for long. */
    private static final Set<String> LOST =
            Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25P04");

    private static final Set<String> BUSY = Set.of("40001", "40P01", "55P03");
    private static final Set<String> NO_PERMISSION = Set.of("42501", "25006");
    private static final Set<String> DAMAGED = Set.of("XX001", "XX002", "58030");
    private static final String NOTHING = ". Nothing was changed. ";

    static boolean isLost(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08") || LOST.contains(state);
    }

    /** Not for what was asked: permission, disk, memory, connection. */
    static boolean isOfSurroundings(SQLException failure) {
        String state = state(failure);
        return isLost(failure)
                || state.startsWith("53")
                || state.startsWith("28")
                || NO_PERMISSION.contains(state);
    }

    /** A number of a transaction that the server has not given yet. */
    static boolean isOfTheFuture(SQLException failure) {
        return state(failure).equals("22023");
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }

    KaiyeException exception(SQLException cause) {
        String state = state(cause);
        String said = said(cause);
        if (BUSY.contains(state)) {
            return busy(cause);
        }
        if (state.startsWith("23")) {
            return exception(
                    ErrorCode.ALREADY_EXISTS,
                    "The database refused a row: " + said + NOTHING.stripTrailing(),
                    cause);
        }
        if (state.equals("53100")) {
            return exception(
                    ErrorCode.DISK_FULL,
                    "The disk of the server of "
                            + address
                            + " is full"
                            + NOTHING
                            + "Free some space there and try again.",
                    cause);
        }
        if (DAMAGED.contains(state)) {
            return exception(
                    ErrorCode.CORRUPT_FILE,
                    "The server of "
                            + address
                            + " has damaged files ("
                            + said
                            + "). Restore the database from a backup.",
                    cause);
        }
        return state.startsWith("28") || NO_PERMISSION.contains(state)
                ? notAllowed(state, said, cause)
                : otherwise(state, said, cause);
    }

    private KaiyeException otherwise(String state, String said, SQLException cause) {
        if (isLost(cause) || state.startsWith("53") || state.equals("3D000")) {
            return unreachable(state, said, cause);
        }
        if (state.equals("22021")) {
            return exception(
                    ErrorCode.INVALID_ARGUMENT,
                    "PostgreSQL cannot keep a text with a NUL character in it" + NOTHING + said,
                    cause);
        }
        return exception(
                ErrorCode.INTERNAL,
                "The database " + address + " failed: " + said + " (SQLSTATE " + state + ")",
                cause);
    }

    private KaiyeException unreachable(String state, String said, SQLException cause) {
        String next =
                switch (state) {
                    case "08001", "08004" ->
                            "Does the server run? Look at host and port in --database or"
                                    + " KAIYE_DATABASE.";
                    case "53300" ->
                            "The server has no connection left. Kaiye takes up to "
                                    + (Database.READERS_MAX + 1)
                                    + " for each process: raise max_connections.";
                    case "3D000" ->
                            "Make the database (CREATE DATABASE), or name another one in"
                                    + " --database.";
                    default -> "Try again; the next call makes a new connection.";
                };
        return exception(
                ErrorCode.DATABASE_UNREACHABLE,
                "No connection to the database " + address + " (" + said + ")" + NOTHING + next,
                cause);
    }

    private KaiyeException notAllowed(String state, String said, SQLException cause) {
        String next =
                switch (state) {
                    case "25006" ->
                            "The server is a standby, or the transaction may only read: name the"
                                    + " primary server.";
                    case "42501" ->
                            "Make the user the owner of the database (ALTER DATABASE … OWNER TO"
                                    + " …).";
                    default ->
                            "Look at user and password in --database or KAIYE_DATABASE, and at the"
                                    + " server's pg_hba.conf.";
                };
        return exception(
                ErrorCode.NOT_WRITABLE,
                "The database " + address + " does not allow it (" + said + ")" + NOTHING + next,
                cause);
    }

    KaiyeException busy(Throwable cause) {
        return exception(
                ErrorCode.HOME_BUSY,
                "Another Kaiye has been writing to "
                        + address
                        + " for more than "
                        + busyWait.toMillis() / 1000.0
                        + " s"
                        + NOTHING
                        + "Try again when it is done.",
                cause);
    }

    KaiyeException unknownOutcome(Throwable cause) {
        return exception(
                ErrorCode.OUTCOME_UNKNOWN,
                "The connection to "
                        + address
                        + " was lost just when a change was to become final, and it cannot be said"
                        + " whether it did. Look whether it is there, or send the same request with"
                        + " the same id again.",
                cause);
    }

    private static KaiyeException exception(ErrorCode code, String message, Throwable cause) {
        return new KaiyeException(code, message, cause);
    }

    /** The server's first line, without anything that could be a password. */
    private static String said(SQLException cause) {
        String message = String.valueOf(cause.getMessage());
        return DatabaseAddress.masked(message.lines().findFirst().orElse("").strip())
                .replaceFirst("[.!]$", "");
    }
}

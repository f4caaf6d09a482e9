package io.kaiye.store;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's failures mean to the person whose home it is. */
record SqliteFailures(Path home, Duration busyWait) {
    /** SQLite's extended codes keep the primary code in their low byte. */
    private static final int PRIMARY_CODE = 0xff;

    KaiyeException exception(SQLException cause) {
        int code =
                cause instanceof SQLiteException sqlite
                        ? sqlite.getResultCode().code & PRIMARY_CODE
                        : cause.getErrorCode() & PRIMARY_CODE;
        if (code == SQLiteErrorCode.SQLITE_BUSY.code
                || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return busy(cause);
        }
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return new KaiyeException(
                    ErrorCode.DISK_FULL,
                    "The disk is full: cannot write to "
                            + home
                            + ". Nothing was changed. Free some space or choose another folder with"
                            + " --home.",
                    cause);
        }
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code
                || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return corrupt(cause);
        }
        if (code == SQLiteErrorCode.SQLITE_READONLY.code
                || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || code == SQLiteErrorCode.SQLITE_PERM.code) {
            return notWritable(cause);
        }
        if (code == SQLiteErrorCode.SQLITE_CONSTRAINT.code) {
            return new KaiyeException(
                    ErrorCode.ALREADY_EXISTS,
                    "The database refused a row: " + cause.getMessage() + ". Nothing was changed.",
                    cause);
        }
        return new KaiyeException(
                ErrorCode.INTERNAL,
                "The database in " + home + " failed: " + cause.getMessage(),
                cause);
    }

    KaiyeException busy(Throwable cause) {
        return new KaiyeException(
                ErrorCode.HOME_BUSY,
                "Another kaiye command has been writing to "
                        + home
                        + " for more than "
                        + busyWait.toMillis() / 1000.0
                        + " s. Nothing was changed. Try again when it is done, or use another"
                        + " folder with --home.",
                cause);
    }

    private KaiyeException corrupt(SQLException cause) {
        return new KaiyeException(
                ErrorCode.CORRUPT_FILE,
                home.resolve(Sqlite.FILE)
                        + " is damaged or is not a Kaiye database ("
                        + cause.getMessage()
                        + "). Put back a copy of the whole home folder, or move this one away and"
                        + " start anew.",
                cause);
    }

    private KaiyeException notWritable(SQLException cause) {
        return new KaiyeException(
                ErrorCode.NOT_WRITABLE,
                "Cannot write the database in "
                        + home
                        + " ("
                        + cause.getMessage()
                        + "). Choose a folder you own with --home, or change its permissions.",
                cause);
    }
}

package io.kaiye.store;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * A home folder: {@code kaiye.db}, {@code blobs/}, {@code reports/}, {@code logs/} and {@code
 * work/}. Several processes may have one home open; writers take turns. The database may also be on
 * a PostgreSQL server, which several homes then share. Safe for threads.
 */
public final class Store implements AutoCloseable {
    /** How long a writer waits for another one before it gives up with HOME_BUSY. */
    public static final Duration BUSY_WAIT = Duration.ofSeconds(10);

    private static final List<String> FOLDERS = List.of("blobs", "reports", "logs", "work");

    /** Every column that names a blob. */
    private static final String USE =
            "SELECT blob FROM model_file WHERE blob = ?"
                    + " UNION ALL SELECT blob FROM dataset_split WHERE blob = ?"
                    + " UNION ALL SELECT blob FROM dataset_fit WHERE blob = ?";

    private final Path home;
    private final Database database;
    private final WorkFolders workFolders;
    private final Blobs blobs;

    private Store(Path home, Database database, WorkFolders workFolders) {
        this.home = home;
        this.database = database;
        this.workFolders = workFolders;
        this.blobs = new Blobs(home, workFolders);
    }

    /**
     * Opens a home, making it first if need be, and sweeps the work folders of dead processes; what
     * they had put among the blobs and did not live to name goes, too.
     *
     * @throws KaiyeException INVALID_ARGUMENT if it is not a folder, NOT_WRITABLE, DISK_FULL,
     *     HOME_BUSY, NEWER_HOME if a newer Kaiye has changed its schema, CORRUPT_FILE
     */
    public static Store open(Path home) {
        return open(home, DatabaseAddress.IN_HOME);
    }

    /**
     * As {@link #open(Path)}, with the database where the address says.
     *
     * @throws KaiyeException DATABASE_UNREACHABLE, beside those
     */
    public static Store open(Path home, DatabaseAddress address) {
        return open(home, address, BUSY_WAIT);
    }

    static Store open(Path home, DatabaseAddress address, Duration busyWait) {
        Path absolute = home.toAbsolutePath().normalize();
        makeFolders(absolute);
        Database database = Database.open(dialect(absolute, address, busyWait), busyWait);
        WorkFolders workFolders = new WorkFolders(absolute, address.identity());
        Store store = new Store(absolute, database, workFolders);
        workFolders.sweep(store::withdrawUnused);
        return store;
    }

    private static Dialect dialect(Path home, DatabaseAddress address, Duration busyWait) {
        if (!address.isInHome()) {
            return new Postgres(address, busyWait);
        }
        SqliteLibrary.prepare(home);
        return new Sqlite(home, busyWait);
    }

    /** The folder, absolute. */
    public Path home() {
        return home;
    }

    /** Runs queries on one consistent snapshot; never waits for writers. */
    public <T> T read(Function<Sql, T> work) {
        return database.read(work);
    }

    /**
     * Runs one transaction, alone among all writers. It is on the disk when this returns, and
     * leaves nothing behind if {@code work} throws, or a statement of it failed. Not to be nested.
     *
     * @throws KaiyeException HOME_BUSY after {@link #BUSY_WAIT}, DISK_FULL, NOT_WRITABLE,
     *     DATABASE_UNREACHABLE (nothing was changed), OUTCOME_UNKNOWN if the connection was lost in
     *     the commit and the server could not be asked
     */
    public <T> T write(Function<Sql, T> work) {
        return database.write(work);
    }

    /** Does housekeeping now that would hold up a write later; meant for a thread of its own. */
    public void tidy() {
        database.tidy();
    }

    /**
     * Makes what was deleted or overwritten in these tables unreadable in the database's own files
     * as well: nothing else writes meanwhile, and there must be room for a copy. What PostgreSQL
     * keeps elsewhere (archived logs, replicas, backups) is not touched.
     *
     * @throws KaiyeException HOME_BUSY if others read without end, DISK_FULL
     */
    public void scrub(List<String> tables) {
        database.scrub(tables);
    }

    /** True if a row of the database names this blob. */
    public boolean isUsed(Sql sql, String blob) {
        return sql.first(USE, blob, blob, blob).isPresent();
    }

    /** For writes of many threads at once, which then share transactions. One is enough. */
    public GroupWriter groupWriter() {
        return new GroupWriter(
                work ->
                        write(
                                sql -> {
                                    work.accept(sql);
                                    return true;
                                }));
    }

    /** The content-addressed files of this home. */
    public Blobs blobs() {
        return blobs;
    }

    /**
     * Deletes those of these blobs that no row of the database names, after work that was to name
     * them has failed. Waits its turn among the writers: who names a blob that was there already
     * looks in the same {@link #write} whether it still is.
     */
    public void withdrawUnused(Collection<String> hashes) {
        write(
                sql -> {
                    hashes.stream().filter(hash -> !isUsed(sql, hash)).forEach(blobs::withdraw);
                    return hashes.size();
                });
    }

    /**
     * A new empty folder on the same disk as the blobs. It is deleted when the store is closed, and
     * by the next {@link #open} if this process dies before.
     *
     * @param prefix what it is for, a lower-case word
     */
    public Path newWorkFolder(String prefix) {
        return workFolders.create(prefix);
    }

    /** Deletes a work folder of this store with all it holds, before the store is closed. */
    public void deleteWorkFolder(Path folder) {
        workFolders.delete(folder);
    }

    /** What the database's own checks find wrong; empty when all is well. */
    public List<String> problems() {
        return read(database.dialect()::problems);
    }

    /** For a person: which database, its version and where it is; without its password. */
    public String databaseDescription() {
        return read(database.dialect()::description);
    }

    /** Ends the work under way, deletes this store's work folders. Closing twice is harmless. */
    @Override
    public void close() {
        database.close();
        workFolders.deleteMine();
    }

    private static void makeFolders(Path home) {
        if (home.toString().indexOf('?') >= 0) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--home "
                            + home
                            + " has a question mark in its name, which SQLite cannot take. Choose"
                            + " another folder.");
        }
        if (Files.exists(home) && !Files.isDirectory(home)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--home " + home + " is a file. Name a folder; it is made if it is missing.");
        }
        try {
            for (String folder : FOLDERS) {
                Files.createDirectories(home.resolve(folder));
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(home, e);
        }
        if (!Files.isWritable(home)) {
            throw new KaiyeException(
                    ErrorCode.NOT_WRITABLE,
                    "No permission to write "
                            + home
                            + ". Choose a folder you own with --home, or change its permissions.");
        }
    }
}

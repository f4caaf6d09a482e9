package io.kaiye.ledger;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * A process that serves from the books, under a name that no other living one has. Names are used
 * again, so that there are few of them. Safe for threads.
 *
 * <p>A node of the same home is dead when nobody holds the lock on its file; one of another home,
 * perhaps on another machine, when it was not seen for {@link #DEAD_AFTER}. Should such a node live
 * after all, it finds the accounts that it spends from empty, and asks for more: nothing is spent
 * twice.
 */
final class Node implements AutoCloseable {
    static final Duration DEAD_AFTER = Duration.ofSeconds(20);

    private static final int NAMES_MAX = 1000;
    private static final String SUFFIX = ":at:";

    private final Ledger ledger;
    private final InstantSource clock;
    private final String name;
    private final String process;
    private final Path file;
    private final FileChannel lock;
    private volatile boolean lost;

    private Node(
            Ledger ledger,
            InstantSource clock,
            String name,
            String process,
            Path file,
            FileChannel lock) {
        this.ledger = ledger;
        this.clock = clock;
        this.name = name;
        this.process = process;
        this.file = file;
        this.lock = lock;
    }

    /** Takes the first free name, and gives back what a dead node of that name had not spent. */
    static Node start(Store store, Ledger ledger, InstantSource clock) {
        Path folder = store.home().resolve("nodes");
        try {
            Files.createDirectories(folder);
            String home = homeId(folder);
            for (int i = 1; i <= NAMES_MAX; i++) {
                String name = "n" + i;
                Path file = folder.resolve(name + ".calls");
                Optional<FileChannel> lock = lock(file);
                if (lock.isPresent()) {
                    String process = UUID.randomUUID().toString();
                    if (claim(ledger, name, home, process, clock.instant())) {
                        return new Node(ledger, clock, name, process, file, lock.get());
                    }
                    lock.get().close();
                }
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        }
        throw new KaiyeException(
                ErrorCode.HOME_BUSY, "More than " + NAMES_MAX + " servers share these books.");
    }

    private static String homeId(Path folder) throws IOException {
        Path file = folder.resolve("home-id");
        if (!Files.exists(file)) {
            byte[] id = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
            AtomicFiles.write(file, out -> out.write(id));
        }
        return Files.readString(file);
    }

    private static Optional<FileChannel> lock(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Another node of this very process has it.
        }
        channel.close();
        return Optional.empty();
    }

    private static boolean claim(
            Ledger ledger, String name, String home, String process, Instant now) {
        return ledger.write(
                sql -> {
                    Optional<Row> there =
                            sql.first(
                                    "SELECT home, seen_millis, ended FROM node WHERE name = ?",
                                    name);
                    if (there.filter(row -> !mayBeTaken(row, home, now)).isPresent()) {
                        return false;
                    }
                    sql.update(
                            "INSERT INTO node (name, home, process, seen_millis, ended)"
                                    + " VALUES (?, ?, ?, ?, 0) ON CONFLICT (name) DO UPDATE SET"
                                    + " home = excluded.home, process = excluded.process,"
                                    + " seen_millis = excluded.seen_millis, ended = 0",
                            name,
                            home,
                            process,
                            now);
                    giveBack(ledger, sql, name, now);
                    return true;
                });
    }

    private static boolean mayBeTaken(Row row, String home, Instant now) {
        return row.flag("ended")
                || row.text("home").equals(home)
                || row.instant("seen_millis").plus(DEAD_AFTER).isBefore(now);
    }

    /** Posts what is left on the accounts of a node back to where it came from. */
    private static void giveBack(Ledger ledger, Sql sql, String name, Instant now) {
        sql.query(
                        "SELECT name, balance_micros FROM account WHERE balance_micros > 0"
                                + " AND name LIKE ?",
                        "%" + SUFFIX + name)
                .forEach(
                        row -> {
                            AccountId from = new AccountId(row.text("name"));
                            ledger.post(
                                    sql,
                                    new Transfer(
                                            new TransferId("lease-" + UUID.randomUUID()),
                                            from,
                                            source(from),
                                            row.number("balance_micros"),
                                            "given back by " + name,
                                            now));
                        });
    }

    private static AccountId source(AccountId lease) {
        return new AccountId(lease.value().substring(0, lease.value().lastIndexOf(SUFFIX)));
    }

    /** The account that this node spends from for another one. */
    AccountId lease(AccountId source) {
        return new AccountId(source + SUFFIX + name);
    }

    /** Matches the accounts that nodes spend from for another one. */
    static String leases(AccountId source) {
        return source + SUFFIX + "%";
    }

    String name() {
        return name;
    }

    /** Its own file, locked as long as it lives. */
    Path file() {
        return file;
    }

    FileChannel channel() {
        return lock;
    }

    /** Says that it lives, and ends nodes of other homes that do not. */
    void beat() {
        Instant now = clock.instant();
        ledger.write(
                sql -> {
                    sql.update(
                            "UPDATE node SET seen_millis = ?, ended = 0 WHERE name = ?"
                                    + " AND process = ?",
                            now,
                            name,
                            process);
                    requireMine(sql);
                    for (Row dead :
                            sql.query(
                                    "SELECT name FROM node WHERE ended = 0 AND seen_millis < ?",
                                    now.minus(DEAD_AFTER))) {
                        giveBack(ledger, sql, dead.text("name"), now);
                        sql.update("UPDATE node SET ended = 1 WHERE name = ?", dead.text("name"));
                    }
                    return true;
                });
    }

    private boolean isMine(Sql sql) {
        return sql.first("SELECT process FROM node WHERE name = ?", name)
                .filter(row -> row.text("process").equals(process))
                .isPresent();
    }

    /** Another node of another home may have thought this one dead, and taken its name. */
    private void requireMine(Sql sql) {
        if (!isMine(sql)) {
            lost = true;
            throw new KaiyeException(
                    ErrorCode.NOT_READY,
                    "This server was not seen for "
                            + DEAD_AFTER.toSeconds()
                            + " s, and another one has taken its place in the books.");
        }
    }

    /**
     * @throws KaiyeException NOT_READY if another node has taken this one's name
     */
    void requireLiving() {
        if (lost) {
            throw new KaiyeException(
                    ErrorCode.NOT_READY,
                    "Another server has taken this one's place in the books, since it was not seen"
                            + " for too long. Start it again.");
        }
    }

    /** Nodes that live, this one among them. */
    static int living(Sql sql) {
        return (int)
                sql.first("SELECT COUNT(*) AS living FROM node WHERE ended = 0")
                        .orElseThrow()
                        .number("living");
    }

    /** Gives back what was not spent, and frees the name. */
    @Override
    public void close() {
        try (lock) {
            ledger.write(
                    sql -> {
                        if (isMine(sql)) {
                            giveBack(ledger, sql, name, clock.instant());
                            sql.update("UPDATE node SET ended = 1 WHERE name = ?", name);
                        }
                        return true;
                    });
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }
}

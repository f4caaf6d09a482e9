package io.kaiye.govern;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.Json;
import io.kaiye.data.DatasetListener;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Making;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The record of what was done with data: only ever added to, each entry chained to the one before
 * by SHA-256. The newest entry is anchored in the database, in the transaction that adds it, and
 * afterwards in a file of the home, so that a cut-off end and a database put back are seen. Who can
 * write all three can forge it: copy the anchor elsewhere where that matters. Safe for threads.
 */
public final class AuditLog implements AutoCloseable {
    /** In the home folder. */
    static final String ANCHOR_FILE = "audit-anchor.json";

    /** Entries that are read back to find one. */
    private static final int LOOKED_AT_MAX = 100;

    private final Store store;
    private final InstantSource clock;
    private final String who;
    private final AtomicBoolean added = new AtomicBoolean();

    /**
     * @param who is named in the entries
     */
    public AuditLog(Store store, InstantSource clock, String who) {
        this.store = store;
        this.clock = clock;
        this.who = who;
    }

    /** Adds an entry of its own. */
    public void append(String action, Map<String, Object> details) {
        store.write(
                sql -> {
                    append(sql, action, details);
                    return true;
                });
        anchorFile();
    }

    /** Adds an entry to what a transaction does. */
    void append(Sql sql, String action, Map<String, Object> details) {
        AuditChain.Link last = AuditChain.anchor(sql).orElse(AuditChain.START);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        AuditEntry entry = new AuditEntry(last.number() + 1, now, who, action, details);
        String content = AuditChain.canonical(entry);
        AuditChain.Link link =
                new AuditChain.Link(entry.number(), AuditChain.hash(last.hash(), content));
        sql.update(
                "INSERT INTO audit_entry (number, at_millis, action, content, previous, hash)"
                        + " VALUES (?, ?, ?, ?, ?, ?)",
                entry.number(),
                now,
                action,
                content,
                last.hash(),
                link.hash());
        AuditChain.keepAnchor(sql, link);
        added.set(true);
    }

    /** Enters what becomes of datasets, each in its own transaction. */
    public DatasetListener datasets() {
        return (sql, event) -> {
            Map<String, Object> details = new TreeMap<>(event.details());
            details.put("dataset", event.version().fullReference());
            append(sql, event.kind(), details);
        };
    }

    /**
     * The entries from some time on, the oldest first.
     *
     * @param count the newest so many of them
     */
    public List<AuditEntry> list(Instant since, int count) {
        List<Row> rows =
                store.read(
                        sql ->
                                sql.query(
                                        "SELECT content FROM audit_entry WHERE at_millis >= ?"
                                                + " ORDER BY number DESC LIMIT ?",
                                        since,
                                        count));
        return rows.reversed().stream()
                .map(row -> Json.parse(row.text("content"), AuditEntry.class))
                .toList();
    }

    /**
     * True if there is such an entry, and none after it that is about the same person and says that
     * it was done, or that it failed otherwise.
     */
    boolean isLast(String action, Map<String, Object> details, String done) {
        return store
                .read(
                        sql ->
                                sql.query(
                                        "SELECT content FROM audit_entry WHERE action IN (?, ?) AND"
                                                + " content LIKE ? ORDER BY number DESC LIMIT ?",
                                        action,
                                        done,
                                        "%\"person\":\"" + details.get("person") + "\"%",
                                        LOOKED_AT_MAX))
                .stream()
                .map(row -> Json.parse(row.text("content"), AuditEntry.class))
                .takeWhile(entry -> entry.action().equals(action))
                .filter(entry -> isAboutTheSame(entry.details(), details))
                .findFirst()
                .filter(entry -> entry.details().equals(details))
                .isPresent();
    }

    private static boolean isAboutTheSame(Map<String, Object> one, Map<String, Object> other) {
        return Objects.equals(one.get("withdrawal"), other.get("withdrawal"));
    }

    /** Who made a version: of a step as it says itself, of an import by its entry. */
    public Optional<String> maker(DatasetVersion version) {
        return version.making()
                .map(Making::who)
                .or(
                        () ->
                                store.read(
                                                sql ->
                                                        sql.first(
                                                                "SELECT content FROM audit_entry"
                                                                        + " WHERE action = 'import'"
                                                                        + " AND content LIKE ?"
                                                                        + " ORDER BY number LIMIT"
                                                                        + " 1",
                                                                "%" + version.id() + "%"))
                                        .map(row -> row.text("content"))
                                        .map(text -> Json.parse(text, AuditEntry.class).who()));
    }

    /** Reads every entry and recomputes the chain. */
    public AuditState verify() {
        Optional<AuditChain.Link> kept = keptAnchor();
        return store.read(sql -> new AuditChain(sql).verify(kept));
    }

    /** Writes the anchor's file, if entries were added. */
    @Override
    public void close() {
        anchorFile();
    }

    /** After the commit: a file that is behind says less, never anything wrong. */
    void anchorFile() {
        if (added.getAndSet(false)) {
            Optional<AuditChain.Link> last = store.read(AuditChain::anchor);
            last.ifPresent(link -> AtomicFiles.write(file(), out -> out.write(Json.bytes(link))));
        }
    }

    private Optional<AuditChain.Link> keptAnchor() {
        return Files.isRegularFile(file())
                ? Optional.of(Json.read(file(), AuditChain.Link.class))
                : Optional.empty();
    }

    private Path file() {
        return store.home().resolve(ANCHOR_FILE);
    }
}

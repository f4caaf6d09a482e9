package io.kaiye.govern;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.AllRows;
import io.kaiye.data.Column;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Datasets;
import io.kaiye.data.FoundRow;
import io.kaiye.registry.Registry;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The rights of the people in the data: to be found, to have what is there, to have it corrected or
 * erased, to take consent back. Every use is in the audit log. Safe for threads and processes: one
 * erases at a time.
 */
public final class Persons {
    private static final String LOCK = "erasing.lock";

    private final Store store;
    private final Datasets datasets;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final String who;
    private final Erasing erasing;
    private final PersonKey key;
    private final FileTraces files;

    /**
     * @param ids of erasures, each another
     * @param who does it, as versions and the audit log are to say it
     */
    public Persons(
            Store store,
            Datasets datasets,
            Registry registry,
            AuditLog audit,
            InstantSource clock,
            Supplier<String> ids,
            String who) {
        this.store = store;
        this.datasets = datasets;
        this.ids = ids;
        this.audit = audit;
        this.clock = clock;
        this.who = who;
        this.erasing = new Erasing(store, datasets, registry, audit, clock, who);
        this.files = new FileTraces(store.home());
        this.key = new PersonKey(store.home());
    }

    /**
     * Gives every row of every version that holds one of the texts, as it is read, and says what
     * else holds them.
     *
     * @throws KaiyeException INVALID_ARGUMENT for a column that no dataset has
     */
    public PersonFound find(PersonQuery query, Consumer<FoundRow> use) {
        return look(query, "person-find", use);
    }

    /** As {@link #find}, to hand it to the person. */
    public PersonFound export(PersonQuery query, Consumer<FoundRow> use) {
        return look(query, "person-export", use);
    }

    private PersonFound look(PersonQuery query, String action, Consumer<FoundRow> use) {
        checkColumns(query);
        long rows = new AllRows(store).find(query.rows(), use);
        Map<String, Integer> quarantined = files.quarantined(query.texts());
        PersonFound found =
                store.read(
                        sql ->
                                new PersonFound(
                                        key.of(query),
                                        rows,
                                        RecordTraces.count(sql, query.texts()),
                                        quarantined,
                                        RecordTraces.kept(sql, query.texts())));
        audit.append(action, Map.of("person", found.person(), "rows", rows));
        return found;
    }

    /** Takes every row of the person out of every version, and cleans what else holds them. */
    public Outcome erase(PersonQuery query) {
        return ask(ErasureKind.ERASE, query, Optional.empty());
    }

    /** As {@link #erase}, in the versions alone that are held because the person consented. */
    public Outcome withdraw(PersonQuery query) {
        return ask(ErasureKind.WITHDRAW, query, Optional.empty());
    }

    /**
     * As {@link #erase}; and each dataset whose newest version held such rows gets a newer one with
     * the texts replaced.
     *
     * @param replacement takes the place of each of the texts
     * @throws KaiyeException INVALID_ARGUMENT if a column of numbers or days cannot hold it; then
     *     nothing was entered
     */
    public Outcome correct(PersonQuery query, String replacement) {
        if (replacement.isBlank()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "A correction needs what is right; to remove it, erase it.");
        }
        return ask(ErasureKind.CORRECT, query, Optional.of(replacement));
    }

    private Outcome ask(ErasureKind kind, PersonQuery query, Optional<String> replacement) {
        checkColumns(query);
        Erasure.Request request =
                new Erasure.Request(Optional.of(query), replacement, Optional.empty());
        return alone(
                        () -> {
                            if (replacement.isPresent()) {
                                erasing.tryOut(kind, request);
                            }
                            return finish(kind, key.of(query), request);
                        })
                .orElseThrow(
                        () ->
                                new KaiyeException(
                                        ErrorCode.HOME_BUSY,
                                        "Another process is erasing rows in "
                                                + store.home()
                                                + ". Wait for it, and try again."));
    }

    private Outcome finish(ErasureKind kind, String person, Erasure.Request request) {
        Erasure erasure =
                new Erasure(
                        ids.get(),
                        kind,
                        Erasure.State.ASKED,
                        person,
                        Optional.of(request),
                        Optional.empty());
        store.write(
                sql -> {
                    erasure.insert(sql, who, clock.instant());
                    return true;
                });
        try {
            return erasing.finish(erasure);
        } catch (RuntimeException e) {
            giveUp(erasure, e);
            throw e;
        }
    }

    private void giveUp(Erasure erasure, RuntimeException failure) {
        try {
            erasing.giveUp(erasure);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /**
     * What runs by itself: ends erasures that a crash stopped, erases versions that may not be kept
     * any longer, deletes what erasures of other homes left here. Does nothing while another
     * process is erasing.
     *
     * @return what was done now; mostly nothing
     */
    public List<Outcome> catchUp() {
        if (store.read(Erasure::open).isEmpty() && overdue().isEmpty()) {
            erasing.dropBlobs();
            return List.of();
        }
        return alone(
                        () -> {
                            List<Outcome> done = new ArrayList<>();
                            store.read(Erasure::open).forEach(one -> done.add(erasing.finish(one)));
                            if (!overdue().isEmpty()) {
                                done.add(finish(ErasureKind.DELETE_BY, "", overdueRequest()));
                            }
                            erasing.dropBlobs();
                            return done;
                        })
                .orElse(List.of());
    }

    /** Erasures that were begun and not ended, and versions that should have no rows any more. */
    public int pending() {
        return store.read(Erasure::open).size() + overdue().size();
    }

    private Erasure.Request overdueRequest() {
        return new Erasure.Request(Optional.empty(), Optional.empty(), Optional.of(today()));
    }

    /** Versions that still have rows, read or not, though their time is over. */
    private List<DatasetVersion> overdue() {
        List<DatasetVersion> over = datasets.overdue(today());
        if (over.isEmpty()) {
            return over;
        }
        Predicate<String> quarantined = files.quarantined();
        return over.stream()
                .filter(
                        version ->
                                version.rows().values().stream().anyMatch(rows -> rows > 0)
                                        || quarantined.test(version.fullReference()))
                .toList();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void checkColumns(PersonQuery query) {
        if (query.columns().isEmpty()) {
            return;
        }
        List<String> known =
                datasets.list().stream()
                        .flatMap(version -> columns(version).stream())
                        .distinct()
                        .sorted()
                        .toList();
        for (String column : query.columns()) {
            if (!known.contains(column)) {
                throw new KaiyeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "No dataset has a column \""
                                + column
                                + (known.isEmpty()
                                        ? "\"; none has been imported yet. Leave --column away."
                                        : "\"; there are: " + String.join(", ", known) + "."));
            }
        }
    }

    private static List<String> columns(DatasetVersion version) {
        return version.columns()
                .map(columns -> columns.stream().map(Column::name).toList())
                .orElse(List.of("text", "label"));
    }

    /** Empty where another process, or another thread of this one, is at it. */
    private <T> Optional<T> alone(Supplier<T> work) {
        Path file = store.home().resolve(LOCK);
        try (FileChannel channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null ? Optional.empty() : Optional.of(work.get());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }
}

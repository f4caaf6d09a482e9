package io.kaiye.govern;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.AllRows;
import io.kaiye.data.Column;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Datasets;
import io.kaiye.data.FoundRow;
import io.kaiye.data.Terms;
import io.kaiye.registry.Registry;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
    private final Withdrawals withdrawals;
    private final DueErasures due;

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
        this.withdrawals = new Withdrawals(store, key);
        this.due = new DueErasures(store, datasets, audit, clock, ids, erasing, withdrawals);
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
        checkColumns(query);
        String person = key.of(query);
        Outcome outcome =
                alone(() -> finish(ErasureKind.ERASE, person, Erasure.Request.of(query)))
                        .orElseThrow(this::busy);
        List<String> remains = new ArrayList<>(outcome.remains());
        withdrawals.standing().stream()
                .filter(one -> one.person().equals(person))
                .forEach(one -> remains.add(stands(one)));
        return outcome.cleaned(outcome.files(), remains);
    }

    private static String stands(Withdrawal one) {
        return "its withdrawal of consent, encrypted, so that it is applied to what is imported"
                + " later; `kaiye person withdrawals --lift "
                + one.id()
                + "` forgets it.";
    }

    /**
     * As {@link #erase}, in the versions alone that are held because the person consented. It is
     * recorded, and {@link #catchUp} applies it to all that is stored later, until it is lifted.
     *
     * @param purpose leaves versions alone that are for other purposes; empty for none
     * @throws KaiyeException INVALID_ARGUMENT for what cannot be a purpose
     */
    public Outcome withdraw(PersonQuery query, Optional<String> purpose) {
        checkColumns(query);
        purpose.ifPresent(Terms::checkPurpose);
        Erasure.Request request = Erasure.Request.withdrawing(query, purpose);
        return alone(
                        () -> {
                            Withdrawals.Mark mark = withdrawals.mark();
                            Erasure erasure = asked(ErasureKind.WITHDRAW, key.of(query), request);
                            String id =
                                    store.write(
                                            sql -> {
                                                erasure.insert(sql, who, clock.instant());
                                                return withdrawals.record(
                                                        sql, erasure, audit, who, clock.instant());
                                            });
                            audit.anchorFile();
                            Outcome outcome = erasing.finishOrGiveUp(erasure);
                            withdrawals.looked(List.of(id), mark);
                            return outcome;
                        })
                .orElseThrow(this::busy);
    }

    /** Withdrawals that hold, the first recorded first. */
    public List<Withdrawal> withdrawals() {
        return withdrawals.standing();
    }

    /**
     * Ends a withdrawal: the person has consented again. What was erased stays erased.
     *
     * @throws KaiyeException INVALID_ARGUMENT if none of that id holds
     */
    public Lifted lift(String id) {
        return alone(
                        () -> {
                            Withdrawal lifted =
                                    store.write(
                                            sql ->
                                                    withdrawals.lift(
                                                            sql, id, audit, clock.instant()));
                            return new Lifted(lifted, scrubbed());
                        })
                .orElseThrow(this::busy);
    }

    /** It holds no more by now, whatever comes of this; empty, or why it is not done. */
    private Optional<String> scrubbed() {
        try {
            audit.anchorFile();
            store.scrub(List.of("withdrawal"));
            return Optional.empty();
        } catch (KaiyeException e) {
            return Optional.of(e.getMessage());
        }
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
        checkColumns(query);
        Erasure.Request request = Erasure.Request.correcting(query, replacement);
        return alone(
                        () -> {
                            erasing.tryOut(ErasureKind.CORRECT, request);
                            return finish(ErasureKind.CORRECT, key.of(query), request);
                        })
                .orElseThrow(this::busy);
    }

    private KaiyeException busy() {
        return new KaiyeException(
                ErrorCode.HOME_BUSY,
                "Another process is erasing rows in "
                        + store.home()
                        + ". Wait for it, and try again.");
    }

    private Erasure asked(ErasureKind kind, String person, Erasure.Request request) {
        return Erasure.asked(ids.get(), kind, person, request);
    }

    private Outcome finish(ErasureKind kind, String person, Erasure.Request request) {
        Erasure erasure = asked(kind, person, request);
        store.write(
                sql -> {
                    erasure.insert(sql, who, clock.instant());
                    return true;
                });
        return erasing.finishOrGiveUp(erasure);
    }

    /**
     * What runs by itself: ends erasures that a crash stopped, erases versions that may not be kept
     * any longer, applies withdrawals to what was stored since they were recorded, deletes what
     * erasures of other homes left here. What fails does not stop the rest. Does nothing while
     * another process is erasing.
     *
     * @return what was done now; mostly nothing
     */
    public CaughtUp catchUp() {
        if (!due.isAny()) {
            erasing.dropBlobs();
            return CaughtUp.NOTHING;
        }
        return alone(due::run).orElse(CaughtUp.BUSY);
    }

    /**
     * Erasures that were begun and not ended, versions that should have no rows any more, and one
     * where withdrawals were not applied to something that was stored since.
     */
    public int pending() {
        return due.pending();
    }

    /** Ids of the withdrawals that may be about rows of a version and were not applied to it. */
    public List<String> unapplied(DatasetVersion version) {
        return withdrawals.unapplied(version);
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

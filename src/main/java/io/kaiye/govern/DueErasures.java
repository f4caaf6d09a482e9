package io.kaiye.govern;

import io.kaiye.base.KaiyeException;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Datasets;
import io.kaiye.store.Store;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Erasures that nobody asks for now: begun ones, days to delete by, withdrawals. Each part is done
 * whatever becomes of the others. One thread at a time runs them.
 */
final class DueErasures {
    private final Store store;
    private final Datasets datasets;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final Erasing erasing;
    private final Withdrawals withdrawals;
    private final FileTraces files;

    DueErasures(
            Store store,
            Datasets datasets,
            AuditLog audit,
            InstantSource clock,
            Supplier<String> ids,
            Erasing erasing,
            Withdrawals withdrawals) {
        this.store = store;
        this.datasets = datasets;
        this.audit = audit;
        this.clock = clock;
        this.ids = ids;
        this.erasing = erasing;
        this.withdrawals = withdrawals;
        this.files = new FileTraces(store.home());
    }

    boolean isAny() {
        return !open().isEmpty() || withdrawals.isDue() || !overdue().isEmpty();
    }

    int pending() {
        return open().size() + overdue().size() + (withdrawals.isDue() ? 1 : 0);
    }

    private List<Erasure> open() {
        return store.read(Erasure::open);
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

    CaughtUp run() {
        return new Run().all();
    }

    /** One run through all that is due. */
    private final class Run {
        private final List<Outcome> done = new ArrayList<>();
        private final Map<String, String> applied = new HashMap<>();
        private final List<Throwable> failures = new ArrayList<>();

        CaughtUp all() {
            open().forEach(one -> tried(() -> done.add(erasing.finish(one))));
            tried(this::deleteBy);
            tried(this::withdraw);
            tried(erasing::dropBlobs);
            return new CaughtUp(done, applied, failures, false);
        }

        private boolean tried(Runnable part) {
            try {
                part.run();
                return true;
            } catch (RuntimeException | Error e) {
                failures.add(e);
                return false;
            }
        }

        private void deleteBy() {
            if (!overdue().isEmpty()) {
                Erasure.Request request = Erasure.Request.overdue(today());
                done.add(
                        begun(
                                Erasure.asked(ids.get(), ErasureKind.DELETE_BY, "", request),
                                Map.of()));
            }
        }

        /** Each that takes nothing leaves no trace. */
        private void withdraw() {
            if (!withdrawals.isDue()) {
                return;
            }
            Withdrawals.Look look = withdrawals.look();
            look.unreadable().ifPresent(failures::add);
            List<String> looked =
                    new ArrayList<>(
                            look.standing().stream().map(one -> one.withdrawal().id()).toList());
            for (Withdrawals.Standing one : look.matching()) {
                if (!tried(() -> apply(one))) {
                    looked.remove(one.withdrawal().id());
                }
            }
            withdrawals.looked(looked, look.mark());
        }

        private void apply(Withdrawals.Standing one) {
            Withdrawal withdrawal = one.withdrawal();
            Erasure erasure =
                    Erasure.asked(
                            ids.get(),
                            ErasureKind.WITHDRAW,
                            withdrawal.person(),
                            Erasure.Request.withdrawing(one.query(), withdrawal.purpose()));
            done.add(begun(erasure, Map.of("withdrawal", withdrawal.id())));
            applied.put(erasure.id(), withdrawal.id());
        }
    }

    /**
     * @param about what the entry says if it cannot be begun
     */
    private Outcome begun(Erasure erasure, Map<String, Object> about) {
        try {
            erasing.begin(erasure);
        } catch (RuntimeException | Error e) {
            try {
                enterOnce(erasure, about, e);
            } catch (RuntimeException f) {
                e.addSuppressed(f);
            }
            throw e;
        }
        return erasing.finishOrGiveUp(erasure);
    }

    /** What fails at every command is entered when it fails first, or otherwise than before. */
    private void enterOnce(Erasure erasure, Map<String, Object> about, Throwable why) {
        Map<String, Object> details = new TreeMap<>(about);
        details.put("person", erasure.person());
        details.put(
                "why",
                why instanceof KaiyeException known
                        ? known.code().name()
                        : why.getClass().getSimpleName());
        String action = erasure.kind().word();
        if (!audit.isLast(action + "-failed", details, action)) {
            audit.append(action + "-failed", details);
        }
    }
}

package io.kaiye.govern;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.AllRows;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Datasets;
import io.kaiye.data.Rewrite;
import io.kaiye.data.TakenVersion;
import io.kaiye.data.Taking;
import io.kaiye.data.Terms;
import io.kaiye.registry.Registry;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Takes an erasure of the journal from where it stands to its end. Each stage can be repeated, so
 * that a crash anywhere does no harm. One thread.
 */
final class Erasing {
    /** How often datasets may change while an erasure is made ready. */
    private static final int TRIES_MAX = 5;

    private final Store store;
    private final Datasets datasets;
    private final Registry registry;
    private final AuditLog audit;
    private final InstantSource clock;
    private final String who;

    Erasing(
            Store store,
            Datasets datasets,
            Registry registry,
            AuditLog audit,
            InstantSource clock,
            String who) {
        this.store = store;
        this.datasets = datasets;
        this.registry = registry;
        this.audit = audit;
        this.clock = clock;
        this.who = who;
    }

    /** Makes everything ready once and drops it: what can never be done is refused here. */
    void tryOut(ErasureKind kind, Erasure.Request request) {
        new AllRows(store).prepare(taking(kind, request), who, clock.instant()).close();
    }

    /**
     * Enters one and takes its rows in one transaction, after everything was made ready: one that
     * cannot be leaves nothing of the request in the database. {@link #finish} goes on with it.
     */
    void begin(Erasure asked) {
        take(asked, sql -> asked.insert(sql, who, clock.instant()));
    }

    /** As {@link #finish}; one that fails before any row was taken is given up. */
    Outcome finishOrGiveUp(Erasure asked) {
        try {
            return finish(asked);
        } catch (RuntimeException e) {
            try {
                giveUp(asked);
            } catch (RuntimeException f) {
                e.addSuppressed(f);
            }
            throw e;
        }
    }

    /** Goes on until it is done. */
    Outcome finish(Erasure asked) {
        Erasure erasure = reread(asked);
        for (int tries = 0; erasure.state() == Erasure.State.ASKED; tries++) {
            if (tries == TRIES_MAX) {
                throw new KaiyeException(
                        ErrorCode.HOME_BUSY,
                        "Datasets changed "
                                + TRIES_MAX
                                + " times while rows were being erased. It goes on with the next"
                                + " `kaiye data`, `kaiye person` or `kaiye train`.");
            }
            take(erasure);
            erasure = reread(erasure);
        }
        Outcome outcome = erasure.outcome().orElseThrow();
        if (asked.request().isPresent()) { // even if another home has forgotten it meanwhile
            outcome = clean(erasure, asked.request().get(), outcome);
        }
        dropBlobs();
        store.scrub(RecordTraces.SCRUBBED);
        Outcome whole = searched(asked, outcome);
        Erasure ending = erasure;
        store.write(
                sql -> {
                    ending.forgetRequest(sql, whole);
                    ending.done(sql, clock.instant());
                    audit.append(sql, ending.kind().word() + "-done", done(ending, whole));
                    return true;
                });
        audit.anchorFile();
        return whole;
    }

    /**
     * Ends an erasure that failed before any row was taken; whoever asked for it has the failure.
     */
    private void giveUp(Erasure asked) {
        boolean given =
                store.write(
                        sql -> {
                            Erasure now = Erasure.read(sql, asked.id());
                            if (now.state() != Erasure.State.ASKED) {
                                return false;
                            }
                            now.done(sql, clock.instant());
                            audit.append(
                                    sql,
                                    now.kind().word() + "-failed",
                                    Map.of("erasure", now.id(), "person", now.person()));
                            return true;
                        });
        if (given) {
            audit.anchorFile();
            store.scrub(RecordTraces.SCRUBBED);
        }
    }

    /** Deletes contents that erasures left, in this home, unless something names them again. */
    void dropBlobs() {
        List<String> there =
                store.read(Erasure::blobs).stream().filter(store.blobs()::has).toList();
        if (!there.isEmpty()) {
            store.withdrawUnused(there);
        }
    }

    /** All versions lose their rows in one transaction, or none does. */
    private void take(Erasure erasure) {
        take(erasure, sql -> {});
    }

    /**
     * @param first is done in the same transaction, before
     */
    private void take(Erasure erasure, Consumer<Sql> first) {
        Erasure.Request request = erasure.request().orElseThrow();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try (Rewrite rewrite =
                new AllRows(store).prepare(taking(erasure.kind(), request), who, now)) {
            List<ModelAdvice> advice = ModelAdvice.of(rewrite.taken(), registry.list());
            store.write(
                    sql -> {
                        first.accept(sql);
                        if (Erasure.read(sql, erasure.id()).state() != Erasure.State.ASKED) {
                            return false; // another home of this database was faster
                        }
                        Optional<List<String>> old =
                                rewrite.commit(sql, erasure.id(), audit.datasets());
                        if (old.isEmpty()) {
                            return false;
                        }
                        Outcome outcome = outcome(sql, erasure, request, rewrite, advice);
                        erasure.taken(sql, outcome, old.get());
                        audit.append(sql, erasure.kind().word(), taken(erasure, outcome));
                        return true;
                    });
        }
        audit.anchorFile();
    }

    private static Taking taking(ErasureKind kind, Erasure.Request request) {
        return new Taking(
                version -> concerns(kind, request, version),
                request.query().map(PersonQuery::rows),
                request.query().flatMap(query -> request.replacement().map(query::replacing)),
                kind == ErasureKind.ERASE || kind == ErasureKind.WITHDRAW,
                kind.reason());
    }

    private static boolean concerns(
            ErasureKind kind, Erasure.Request request, DatasetVersion version) {
        Terms terms = version.terms().orElse(Terms.UNSAID);
        return switch (kind) {
            case ERASE, CORRECT -> true;
            case WITHDRAW -> Withdrawal.concerns(terms, request.purpose());
            case DELETE_BY ->
                    terms.deleteBy().filter(last -> isOver(last, request.today())).isPresent();
        };
    }

    private static boolean isOver(LocalDate last, Optional<LocalDate> today) {
        return today.filter(last::isBefore).isPresent();
    }

    private Outcome outcome(
            Sql sql,
            Erasure erasure,
            Erasure.Request request,
            Rewrite rewrite,
            List<ModelAdvice> advice) {
        Optional<Predicate<String>> texts =
                request.query().filter(any -> erasure.isEverywhere()).map(PersonQuery::texts);
        return new Outcome(
                erasure.id(),
                erasure.kind().word(),
                rewrite.taken().stream().map(Erasing::loss).toList(),
                rewrite.made().stream().map(DatasetVersion::fullReference).toList(),
                advice,
                records(sql, erasure, request),
                List.of(),
                texts.map(some -> RecordTraces.kept(sql, some)).orElse(List.of()));
    }

    private static Map<String, Integer> records(Sql sql, Erasure erasure, Erasure.Request request) {
        Optional<Predicate<String>> texts = request.query().map(PersonQuery::texts);
        if (erasure.kind() == ErasureKind.WITHDRAW) {
            return texts.map(some -> RecordTraces.withdraw(sql, some, request.purpose()))
                    .orElse(Map.of());
        }
        return erasure.isEverywhere()
                ? texts.map(some -> RecordTraces.erase(sql, some)).orElse(Map.of())
                : Map.of();
    }

    private static Outcome.Loss loss(TakenVersion taken) {
        int left = taken.after().rows().values().stream().mapToInt(Integer::intValue).sum();
        return new Outcome.Loss(taken.before().fullReference(), taken.rows(), left);
    }

    /** Files next; then the request is forgotten, so that the database holds nothing of it. */
    private Outcome clean(Erasure erasure, Erasure.Request request, Outcome outcome) {
        Predicate<String> texts = request.query().map(PersonQuery::texts).orElse(any -> true);
        List<String> losing = outcome.losses().stream().map(Outcome.Loss::dataset).toList();
        List<String> concerned =
                datasets.list().stream()
                        .filter(version -> concerns(erasure.kind(), request, version))
                        .map(DatasetVersion::fullReference)
                        .toList();
        List<String> files =
                new FileTraces(store.home())
                        .clean(texts, erasure.isEverywhere(), losing, concerned);
        Outcome cleaned = outcome.cleaned(files, outcome.remains());
        store.write(
                sql -> {
                    erasure.forgetRequest(sql, cleaned);
                    return true;
                });
        return cleaned;
    }

    /** Last, where the texts are still known: whether any file of the home holds them. */
    private Outcome searched(Erasure erasure, Outcome outcome) {
        Optional<PersonQuery> query =
                erasure.request()
                        .filter(any -> erasure.kind() == ErasureKind.ERASE)
                        .flatMap(Erasure.Request::query);
        if (query.isEmpty()) {
            return outcome;
        }
        List<String> remains = new ArrayList<>(outcome.remains());
        for (String file : new LiteralSearch(query.get().terms()).in(store.home())) {
            remains.add(file + " still holds it: " + hint(file));
        }
        return outcome.cleaned(outcome.files(), remains);
    }

    private static String hint(String file) {
        if (file.startsWith("kaiye.db")) {
            return "what the books keep, or the name of a file, a label or a reason.";
        }
        if (file.startsWith("blobs") || file.startsWith("models")) {
            return "a model's labels or vocabulary, or a part of a longer word; retire the model.";
        }
        return "look at it, and delete it where it is about the person.";
    }

    private static Map<String, Object> taken(Erasure erasure, Outcome outcome) {
        Map<String, Object> details = new TreeMap<>();
        details.put("erasure", erasure.id());
        if (!erasure.person().isEmpty()) {
            details.put("person", erasure.person());
        }
        details.put("datasets", outcome.losses());
        details.put("records", outcome.records());
        details.put(
                "models",
                outcome.models().stream().map(one -> one.model() + " " + one.action()).toList());
        return details;
    }

    private static Map<String, Object> done(Erasure erasure, Outcome outcome) {
        return Map.of(
                "erasure",
                erasure.id(),
                "files",
                outcome.files().size(),
                "remains",
                outcome.remains().size());
    }

    private Erasure reread(Erasure erasure) {
        return store.read(sql -> Erasure.read(sql, erasure.id()));
    }
}

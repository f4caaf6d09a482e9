package io.kaiye.data;

import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Versions without some of their rows, in a work folder until they are committed. One thread. */
public final class Rewrite implements AutoCloseable {
    private final Store store;
    private final Path work;
    private final List<StoredSplit> before;
    private final String reason;
    private final Instant now;
    private final Map<StoredSplit, Look> looks = new HashMap<>();
    private final Map<Cut, Look> cuts = new HashMap<>();
    private final Map<String, Path> files = new HashMap<>();
    private final List<TakenVersion> taken = new ArrayList<>();
    private final List<Corrected> corrected = new ArrayList<>();
    private int fileNumber;

    /** A content without some rows, by number, whose labels stand in a column. */
    private record Cut(String blob, String labelColumn, BitSet gone) {}

    /** What a content comes to. {@code fresh} is its own hash where nothing is taken. */
    private record Look(int rows, int taken, Set<String> labels, String fresh) {}

    private record Corrected(SplitFiles files, DatasetVersion version, DatasetVersion parent) {}

    Rewrite(Store store, Path work, List<StoredSplit> before, String reason, Instant now) {
        this.store = store;
        this.work = work;
        this.before = before;
        this.reason = reason;
        this.now = now;
    }

    Rewrite fill(Taking taking, String who) {
        Map<DatasetVersion, List<StoredSplit>> versions = new LinkedHashMap<>();
        before.stream()
                .filter(split -> taking.versions().test(split.version()))
                .forEach(
                        split ->
                                versions.computeIfAbsent(split.version(), any -> new ArrayList<>())
                                        .add(split));
        Optional<RowSelection> selection =
                taking.rows().map(rows -> new RowSelection(store, before, rows, taking.follows()));
        versions.forEach((version, splits) -> look(version, splits, selection));
        taking.correction()
                .ifPresent(
                        correction ->
                                versions.forEach(
                                        (version, splits) ->
                                                correct(version, splits, taking, correction, who)));
        return this;
    }

    /** The versions that lose rows, the newest first. */
    public List<TakenVersion> taken() {
        return List.copyOf(taken);
    }

    /** The corrected versions that are to be made. */
    public List<DatasetVersion> made() {
        return corrected.stream().map(Corrected::version).toList();
    }

    /**
     * Puts the new contents in the place of the old, all in this transaction.
     *
     * @param erasure the id of the erasure, which the versions keep
     * @return the contents that no version holds any more; empty where the datasets changed since
     *     this was prepared: then nothing was done, and it is to be prepared again
     */
    public Optional<List<String>> commit(Sql sql, String erasure, DatasetListener listener) {
        if (!StoredSplit.all(sql).equals(before)) {
            return Optional.empty();
        }
        List<String> put = new ArrayList<>();
        try {
            for (Corrected one : corrected) {
                one.files().keep(sql, store, one.version(), List.of(one.parent()), listener);
            }
            Set<String> old = new TreeSet<>();
            for (TakenVersion version : taken) {
                replace(sql, version, put, old);
                ErasureRows.erase(sql, version, erasure, reason, now);
                if (version.after().rows().values().stream().allMatch(rows -> rows == 0)) {
                    old.addAll(FitTable.drop(sql, version.before()));
                }
            }
            old.removeIf(blob -> store.isUsed(sql, blob));
            return Optional.of(List.copyOf(old));
        } catch (RuntimeException e) {
            put.forEach(store.blobs()::withdraw);
            throw e;
        }
    }

    private void replace(Sql sql, TakenVersion version, List<String> put, Set<String> old) {
        for (StoredSplit split : before) {
            Look look = looks.get(split);
            if (look == null || look.taken() == 0 || !split.version().equals(version.before())) {
                continue;
            }
            Path file = files.get(look.fresh());
            if (file != null && !store.blobs().has(look.fresh())) {
                put.add(look.fresh());
                store.blobs().put(file);
            }
            ErasureRows.replaceBlob(
                    sql, version.before(), split.split(), look.fresh(), look.rows() - look.taken());
            old.add(split.blob());
        }
    }

    private void look(
            DatasetVersion version, List<StoredSplit> splits, Optional<RowSelection> selection) {
        Map<SplitName, Integer> left = new EnumMap<>(SplitName.class);
        Map<SplitName, Integer> gone = new EnumMap<>(SplitName.class);
        Set<String> labels = new TreeSet<>();
        for (StoredSplit split : splits) {
            Look look = selection.map(some -> look(split, some)).orElseGet(() -> emptied(split));
            looks.put(split, look);
            left.put(split.split(), look.rows() - look.taken());
            gone.put(split.split(), look.taken());
            labels.addAll(look.labels());
        }
        if (gone.values().stream().anyMatch(rows -> rows > 0)) {
            taken.add(new TakenVersion(version, version.without(left, List.copyOf(labels)), gone));
        }
    }

    /** Without any rows; what is there is not read. */
    private Look emptied(StoredSplit split) {
        int rows = split.version().rows(split.split());
        if (rows == 0) {
            return new Look(0, 0, Set.of(), split.blob());
        }
        Path file = nextFile();
        SplitContent.of(store, split).writeEmpty(file);
        return new Look(rows, rows, Set.of(), hashed(file));
    }

    private Look look(StoredSplit split, RowSelection selection) {
        BitSet numbers = selection.numbers(split);
        return cuts.computeIfAbsent(
                new Cut(split.blob(), labelColumn(split.version()), numbers),
                any -> look(split, numbers));
    }

    private Look look(StoredSplit split, BitSet gone) {
        int[] rows = new int[1];
        Set<String> labels = new HashSet<>();
        if (gone.isEmpty()) {
            SplitContent.of(store, split)
                    .read(
                            row -> {
                                rows[0]++;
                                addLabel(labels, split.version(), row);
                            });
            return new Look(rows[0], 0, labels, split.blob());
        }
        Path file =
                written(
                        split,
                        row -> {
                            if (gone.get(++rows[0])) {
                                return Optional.empty();
                            }
                            addLabel(labels, split.version(), row);
                            return Optional.of(row);
                        });
        return new Look(rows[0], gone.cardinality(), labels, hashed(file));
    }

    /** Only the newest version of a name goes on, with the rows as they should have been. */
    private void correct(
            DatasetVersion version,
            List<StoredSplit> splits,
            Taking taking,
            UnaryOperator<Map<String, Object>> correction,
            String who) {
        boolean newest =
                before.stream()
                        .filter(split -> split.version().name().equals(version.name()))
                        .findFirst()
                        .filter(split -> split.version().equals(version))
                        .isPresent();
        Optional<TakenVersion> loses =
                taken.stream().filter(one -> one.before().equals(version)).findFirst();
        if (!newest || loses.isEmpty()) {
            return;
        }
        Map<SplitName, Path> written = new EnumMap<>(SplitName.class);
        Set<String> labels = new TreeSet<>();
        for (StoredSplit split : splits) {
            Path file =
                    written(
                            split,
                            row -> {
                                Map<String, Object> kept =
                                        taking.rows().filter(test -> test.test(row)).isPresent()
                                                ? correction.apply(row)
                                                : row;
                                addLabel(labels, version, kept);
                                return Optional.of(kept);
                            });
            written.put(split.split(), file);
        }
        SplitFiles content = SplitFiles.of(written);
        Derivation derivation =
                Derivation.of(version, "correct", Map.of("rows", loses.get().rows()));
        Making making = Making.of(derivation, who);
        DatasetVersion made =
                version.made(
                        content.id(Optional.of(making), version.terms()),
                        now,
                        List.copyOf(labels),
                        making);
        corrected.add(new Corrected(content, made, version));
    }

    private Path written(
            StoredSplit split, Function<Map<String, Object>, Optional<Map<String, Object>>> edit) {
        Path file = nextFile();
        SplitContent.of(store, split).rewrite(file, edit);
        return file;
    }

    private Path nextFile() {
        return work.resolve("split-" + ++fileNumber);
    }

    private String hashed(Path file) {
        String hash = SplitFiles.hash(file);
        files.put(hash, file);
        return hash;
    }

    private static void addLabel(
            Set<String> labels, DatasetVersion version, Map<String, Object> row) {
        Object label = row.get(labelColumn(version));
        if (label != null) {
            labels.add(label.toString());
        }
    }

    private static String labelColumn(DatasetVersion version) {
        return version.columns().isPresent() ? version.settings().labelColumn() : "label";
    }

    /** Deletes what was made ready. */
    @Override
    public void close() {
        store.deleteWorkFolder(work);
    }
}

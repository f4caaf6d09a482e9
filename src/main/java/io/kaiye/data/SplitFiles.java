package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.Json;
import io.kaiye.base.Sha256;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The finished files of a new version's splits, with their hashes, on their way into the store.
 *
 * @param files in a work folder of the store
 * @param hashes SHA-256 of each
 * @param fits files beside them of what steps learnt, by their places in the plan
 */
record SplitFiles(
        Map<SplitName, Path> files, Map<SplitName, String> hashes, Map<Integer, Path> fits) {

    static SplitFiles of(Map<SplitName, Path> files) {
        return of(files, Map.of());
    }

    /** With what steps learnt. */
    static SplitFiles of(Map<SplitName, Path> files, Map<Integer, Path> fits) {
        Map<SplitName, String> hashes = new EnumMap<>(SplitName.class);
        files.forEach((split, file) -> hashes.put(split, hash(file)));
        return new SplitFiles(files, hashes, fits);
    }

    /**
     * The identity: the splits' hashes in their order, then what else tells versions apart. Of what
     * steps learnt the recipe has the hashes.
     */
    String id(Optional<Making> making, Optional<Terms> terms) {
        StringBuilder content = new StringBuilder("kaiye dataset 1\n");
        for (SplitName split : SplitName.values()) {
            String hash = hashes.get(split);
            if (hash != null) {
                content.append(split.word()).append(' ').append(hash).append('\n');
            }
        }
        making.ifPresent(
                step ->
                        content.append("step ")
                                .append(step.step())
                                .append(' ')
                                .append(Json.line(step.recipe()))
                                .append(' ')
                                .append(step.parents())
                                .append('\n'));
        terms.ifPresent(said -> content.append("terms ").append(Json.line(said)).append('\n'));
        return Sha256.of(content.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Makes a version visible with its files, in one transaction; the one that is stored now.
     *
     * @param parents that it was made from, as they were read
     */
    DatasetVersion keep(
            Store store,
            DatasetVersion version,
            List<DatasetVersion> parents,
            DatasetListener listener) {
        return store.write(sql -> keep(sql, store, version, parents, listener));
    }

    /** As the other, as a part of what a transaction does. */
    DatasetVersion keep(
            Sql sql,
            Store store,
            DatasetVersion version,
            List<DatasetVersion> parents,
            DatasetListener listener) {
        parents.forEach(parent -> ErasureRows.requireUnchanged(sql, parent));
        ErasureRows.refuseErased(sql, version, hashes.values());
        List<String> put = new ArrayList<>();
        try {
            files.forEach(
                    (split, file) -> keepFile(store, file, hashes.getOrDefault(split, ""), put));
            Map<Integer, String> learnt = new TreeMap<>();
            fits.forEach(
                    (step, file) -> {
                        String hash = hash(file);
                        learnt.put(step, hash);
                        keepFile(store, file, hash, put);
                    });
            DatasetVersion kept = DatasetTable.keep(sql, version, hashes, learnt);
            listener.happened(sql, event(kept));
            return kept;
        } catch (RuntimeException e) {
            put.forEach(store.blobs()::withdraw);
            throw e;
        }
    }

    private static DatasetEvent event(DatasetVersion kept) {
        String kind = kept.making().isPresent() ? "derive" : "import";
        Map<String, Object> rows = new TreeMap<>();
        kept.rows().forEach((split, count) -> rows.put(split.word(), count));
        Map<String, Object> details = new TreeMap<>(Map.of("rows", rows));
        kept.making()
                .ifPresent(
                        making -> {
                            details.put("step", making.step());
                            details.put("parents", making.parents());
                        });
        return new DatasetEvent(kind, kept, details);
    }

    private static void keepFile(Store store, Path file, String hash, List<String> put) {
        if (!store.blobs().has(hash)) {
            put.add(hash);
        }
        store.blobs().put(file);
    }

    /** SHA-256 of a file in a work folder. */
    static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }
}

package io.kaiye.registry;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.model.ModelInfo;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The models of a home. Versions are named by their content and never change; aliases move, each
 * move with its reason. Safe for threads, and for several processes on one home: they take turns in
 * the store's write transaction, and nothing is visible before it is whole and on the disk.
 *
 * <p>A reference is {@code name} (the champion), {@code name@alias}, {@code name@3} or {@code
 * name@} with eight or more digits of the id. Where it leads nowhere the failure is UNKNOWN_MODEL
 * and says what there is.
 */
public final class Registry {
    private static final Pattern LICENSE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");
    private final Store store;
    private final InstantSource clock;
    private final String who;
    private final VersionFolders folders;

    /**
     * @param who the account that moves aliases through this registry, for their history
     */
    public Registry(Store store, InstantSource clock, String who) {
        this.store = store;
        this.clock = clock;
        this.who = who;
        this.folders = new VersionFolders(store);
    }

    /**
     * Refuses what cannot name a model, before work is put into one.
     *
     * @throws KaiyeException INVALID_ARGUMENT saying what is accepted
     */
    public static void checkName(String model) {
        Names.model(model);
    }

    /**
     * Makes a version of an artefact folder. The first version of a model becomes its champion,
     * later ones its challenger. If the model has a version with this content already, that one is
     * returned and nothing changes.
     *
     * @throws KaiyeException UNSUPPORTED_MODEL or INVALID_FILE if the folder is no model, DISK_FULL
     */
    public Registration submit(Submission submission) {
        Names.model(submission.model());
        Map<String, Path> files = Folders.artefact(submission.folder());
        ArtefactInfo.check(files);
        return keep(submission, files, manifest -> {});
    }

    /** The version that a reference means now. */
    public ModelVersion resolve(String reference) {
        Reference parsed = Reference.parse(reference);
        return store.read(sql -> new Lookup(sql).find(parsed));
    }

    /**
     * A folder with the version's files, to open and not to write to; it stays as long as the home.
     *
     * @throws KaiyeException CORRUPT_FILE if a stored file is damaged, naming it and the way out
     */
    public Path folder(ModelVersion version) {
        return folders.of(version);
    }

    /** Every version of every model, by name and number. */
    public List<ModelVersion> list() {
        return store.read(
                sql -> {
                    VersionRows versions = new VersionRows(sql);
                    return versions.models().stream()
                            .flatMap(model -> versions.list(model).stream())
                            .toList();
                });
    }

    /** The versions of one model, the oldest first. */
    public List<ModelVersion> list(String model) {
        return readModel(model, sql -> new VersionRows(sql).list(model));
    }

    /** Every move of the model's aliases, the oldest first. */
    public List<AliasMove> history(String model) {
        return readModel(model, sql -> new AliasRows(sql).history(model));
    }

    /** Makes a version the champion. */
    public AliasMove promote(String reference, String reason) {
        Reference parsed = Reference.parse(reference);
        String because = Names.reason(reason);
        return store.write(sql -> aliases(sql).promote(new Lookup(sql).find(parsed), because));
    }

    /** Makes the champion before this one champion again; once more goes back further. */
    public AliasMove rollback(String model, String reason) {
        Names.model(model);
        String because = Names.reason(reason);
        return store.write(
                sql -> {
                    new Lookup(sql).requireModel(model);
                    return aliases(sql).rollback(model, because);
                });
    }

    /**
     * Adds what was measured later; the version keeps its id, the last measurement is shown.
     *
     * @param split "valid" or "test" of the dataset it was trained on, else {@code dataset:split}
     */
    public ModelVersion addMeasurement(ModelVersion version, String split, Quality quality) {
        Submission.checkSplits(Set.of(split));
        return store.write(
                sql -> {
                    VersionRows versions = new VersionRows(sql);
                    versions.addMeasurement(version, split, quality, clock.instant());
                    return versions.find(version.model(), version.number()).orElseThrow();
                });
    }

    /**
     * Writes a version as a folder that ONNX Runtime and Hugging Face tools can read, with a model
     * card and its provenance. The folder must be new or empty, and appears whole or not at all.
     */
    public void export(String reference, Path folder) {
        exportAs(resolve(reference), folder, Optional.empty());
    }

    /** As {@link #export(String, Path)}, with the license that the card names, such as mit. */
    public void export(String reference, Path folder, String license) {
        if (!LICENSE.matcher(license).matches()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The license '"
                            + Names.shown(license)
                            + "' is not accepted: use the hub's short names, such as apache-2.0,"
                            + " mit, cc-by-4.0 or other.");
        }
        exportAs(resolve(reference), folder, Optional.of(license));
    }

    /** True if {@link #importExport} is meant for this folder; others need preparing first. */
    public static boolean isExport(Path folder) {
        return ExportFolder.recognised(folder);
    }

    /**
     * Takes an export back in, under any name; the same content is the same id. Files are checked
     * against their hashes; links, paths that climb and anything not named are not taken.
     */
    public Registration importExport(String model, Path folder) {
        Names.model(model);
        ExportedVersion exported = ExportFolder.read(folder);
        Map<String, Path> files = ExportFolder.verified(folder, exported);
        ArtefactInfo.check(files);
        return keep(
                new Submission(
                        model,
                        folder,
                        exported.provenance(),
                        exported.metrics(),
                        exported.speed(),
                        exported.madeBy()),
                files,
                manifest -> refuseChanged(folder, exported, manifest));
    }

    /** Grows whenever an alias moves, through any process; one indexed look, made for polling. */
    public long revision() {
        return store.read(sql -> new AliasRows(sql).newest());
    }

    /** Files first, then the rows; content that no row came to name is withdrawn. */
    private Registration keep(
            Submission submission, Map<String, Path> files, Consumer<Manifest> check) {
        Map<String, String> hashes = new TreeMap<>();
        try {
            files.forEach((path, file) -> hashes.put(path, store.blobs().put(file)));
            Manifest manifest = new Manifest(hashes);
            check.accept(manifest);
            return add(submission, manifest, files);
        } catch (RuntimeException e) {
            withdraw(hashes, e);
            throw e;
        }
    }

    private void withdraw(Map<String, String> hashes, RuntimeException failure) {
        try {
            store.withdrawUnused(hashes.values());
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private static void refuseChanged(Path folder, ExportedVersion exported, Manifest manifest) {
        if (!manifest.files().equals(new Manifest(exported.files()).files())) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    folder + " changed while it was read. Nothing was registered; try again.");
        }
    }

    private Registration add(Submission submission, Manifest manifest, Map<String, Path> files) {
        String model = submission.model();
        String id = manifest.id(submission.provenance());
        return store.write(
                sql -> {
                    putAgain(manifest, files);
                    String described = manifest.files().getOrDefault(Manifest.INFO, "");
                    ModelInfo info = ArtefactInfo.read(store.blobs().path(described));
                    long size = size(manifest);
                    VersionRows versions = new VersionRows(sql);
                    Optional<Integer> existing = versions.numberOfId(model, id);
                    int number = existing.orElseGet(() -> versions.newest(model) + 1);
                    if (existing.isEmpty()) {
                        versions.add(
                                new ModelVersion(
                                        model,
                                        id,
                                        number,
                                        clock.instant(),
                                        submission.madeBy(),
                                        info,
                                        submission.provenance(),
                                        submission.metrics(),
                                        submission.speed(),
                                        manifest.files(),
                                        List.of(),
                                        size));
                        aliases(sql).registered(model, number);
                    }
                    return new Registration(
                            versions.find(model, number).orElseThrow(), existing.isEmpty());
                });
    }

    /** Another registration of the same content may have failed and withdrawn it meanwhile. */
    private void putAgain(Manifest manifest, Map<String, Path> files) {
        manifest.files()
                .forEach(
                        (path, hash) -> {
                            Path file = files.get(path);
                            if (file != null && !store.blobs().has(hash)) {
                                store.blobs().put(file);
                            }
                        });
    }

    private long size(Manifest manifest) {
        long bytes = 0;
        for (String blob : manifest.files().values()) {
            try {
                bytes += Files.size(store.blobs().path(blob));
            } catch (IOException e) {
                throw AtomicFiles.unreadable(store.blobs().path(blob), e);
            }
        }
        return bytes;
    }

    private void exportAs(ModelVersion version, Path folder, Optional<String> license) {
        ExportFolder.write(version, path -> folders.blob(version, path), folder, license);
    }

    private <T> T readModel(String model, Function<Sql, T> work) {
        Names.model(model);
        return store.read(
                sql -> {
                    new Lookup(sql).requireModel(model);
                    return work.apply(sql);
                });
    }

    private Aliases aliases(Sql sql) {
        return new Aliases(sql, who, clock.instant());
    }
}

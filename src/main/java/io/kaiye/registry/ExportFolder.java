package io.kaiye.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.FileTrees;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A version outside of the home: its files as they are, {@code README.md} for people and {@code
 * provenance.json} for the way back in. It appears whole or not at all.
 */
final class ExportFolder {
    private static final long PROVENANCE_BYTES_MAX = 16 << 20;

    private static final ObjectReader WHOLE =
            Json.mapper()
                    .readerFor(ExportedVersion.class)
                    .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

    private ExportFolder() {}

    /** Writes the folder; INVALID_ARGUMENT if something is there already. */
    static void write(
            ModelVersion version,
            Function<String, Path> files,
            Path folder,
            Optional<String> license) {
        Path target = folder.toAbsolutePath().normalize();
        refuseUsed(target);
        Folders.createParent(target);
        Path part =
                target.resolveSibling(
                        target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            FileTrees.delete(part);
            version.files().keySet().forEach(path -> copy(files.apply(path), part.resolve(path)));
            if (version.info().kind() == ModelKind.ADAPTER) {
                ModelFolder.writeWhole(part);
            }
            text(part.resolve(Manifest.CARD), ModelCard.of(version, license));
            text(part.resolve(Manifest.PROVENANCE), Json.pretty(ExportedVersion.of(version)));
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw AtomicFiles.failure(target, e);
        } finally {
            Folders.deleteQuietly(part);
        }
    }

    /** True if the folder was written by an export; it may still be damaged. */
    static boolean recognised(Path folder) {
        return Files.isRegularFile(folder.resolve(Manifest.PROVENANCE), LinkOption.NOFOLLOW_LINKS);
    }

    /** What the folder says it is, its id proved from its own words but not yet its files. */
    static ExportedVersion read(Path folder) {
        Path file = folder.resolve(Manifest.PROVENANCE);
        if (!Files.isDirectory(folder)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE, "There is no folder " + folder + " to import.");
        }
        if (!recognised(folder)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    folder
                            + " is no export of Kaiye: "
                            + Manifest.PROVENANCE
                            + " is missing. An export is made with: kaiye models export NAME"
                            + " FOLDER");
        }
        ExportedVersion exported = parse(file);
        if (!new Manifest(exported.files()).id(exported.provenance()).equals(exported.id())) {
            throw corrupt(file, "its files and provenance do not give its id");
        }
        return exported;
    }

    /** The files of an export, each there, plain and unchanged. All that is wrong is named. */
    static Map<String, Path> verified(Path folder, ExportedVersion exported) {
        List<String> missing =
                exported.files().keySet().stream()
                        .filter(
                                path ->
                                        !Files.exists(
                                                folder.resolve(path), LinkOption.NOFOLLOW_LINKS))
                        .toList();
        if (!missing.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    folder + " is not whole: " + String.join(", ", missing) + " is missing.");
        }
        Map<String, Path> files = new TreeMap<>();
        exported.files().keySet().forEach(path -> files.put(path, Folders.inside(folder, path)));
        List<String> changed =
                files.entrySet().stream()
                        .filter(
                                file ->
                                        !hash(file.getValue())
                                                .equals(exported.files().get(file.getKey())))
                        .map(Map.Entry::getKey)
                        .toList();
        if (!changed.isEmpty()) {
            throw corrupt(folder, "changed since the export: " + String.join(", ", changed));
        }
        return files;
    }

    private static ExportedVersion parse(Path file) {
        try {
            if (Files.size(file) > PROVENANCE_BYTES_MAX) {
                throw corrupt(file, "it is larger than " + PROVENANCE_BYTES_MAX + " bytes");
            }
            JsonNode tree = Json.mapper().readTree(Files.readAllBytes(file));
            int format = tree.path("format").asInt(0);
            if (format > ExportedVersion.FORMAT) {
                throw new KaiyeException(
                        ErrorCode.UNSUPPORTED_MODEL,
                        file
                                + " has format "
                                + format
                                + "; this Kaiye reads up to "
                                + ExportedVersion.FORMAT
                                + ". Import it with a newer Kaiye.");
            }
            return WHOLE.readValue(tree);
        } catch (MismatchedInputException e) {
            throw corrupt(file, "the field '" + field(e) + "' is missing or not what it should be");
        } catch (JsonProcessingException e) {
            throw corrupt(file, e.getOriginalMessage());
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    /** Where in the file, such as {@code provenance.dataset.id}. */
    private static String field(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(
                        step ->
                                step.getFieldName() == null
                                        ? String.valueOf(step.getIndex())
                                        : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    private static void refuseUsed(Path target) {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw used(target, "is not a folder");
        }
        try (Stream<Path> inside = Files.list(target)) {
            if (inside.findAny().isPresent()) {
                throw used(target, "is not empty");
            }
        } catch (IOException e) {
            throw AtomicFiles.unreadable(target, e);
        }
    }

    private static KaiyeException used(Path target, String what) {
        return new KaiyeException(
                ErrorCode.ALREADY_EXISTS,
                target + " " + what + ". Export into a new or an empty folder.");
    }

    private static void copy(Path from, Path to) {
        AtomicFiles.write(to, out -> Files.copy(from, out));
    }

    private static void text(Path file, String text) {
        AtomicFiles.write(file, out -> out.write(text.getBytes(UTF_8)));
    }

    private static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    private static KaiyeException corrupt(Path file, String why) {
        return new KaiyeException(
                ErrorCode.CORRUPT_FILE,
                file + " is damaged: " + why + ". Make the export again, or copy it again.");
    }
}

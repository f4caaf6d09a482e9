package io.kaiye.registry;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import io.kaiye.model.ModelFolder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The files of a version and their hashes, and the id that follows from them.
 *
 * <p>The id is the SHA-256 of this text in UTF-8, files sorted by path, every line ended by a line
 * feed:
 *
 * <pre>
 * kaiye-version 1
 * file 2c26b46b…(64 digits) kaiye.json
 * file fcde2b2e…(64 digits) model.onnx
 * provenance {"dataset":"…","kind":"trained",…}
 * </pre>
 *
 * @param files path with '/' between its parts, to SHA-256
 */
record Manifest(Map<String, String> files) {
    static final int FILES_MAX = 64;

    /** Written by an export beside the files of the version; never part of a version. */
    static final String CARD = "README.md";

    static final String PROVENANCE = "provenance.json";
    static final String INFO = ModelFolder.INFO;

    private static final int PATH_CHARACTERS_MAX = 200;
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Set<String> GENERATED = Set.of(CARD, PROVENANCE);

    Manifest {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        checkPaths(files.keySet());
        files.forEach(
                (path, hash) -> {
                    if (!ContentRef.isHash(hash)) {
                        throw refused("has the hash '" + Names.shown(hash) + "' for " + path);
                    }
                });
    }

    /** Refuses paths that no version may have, before anything is read or kept. */
    static void checkPaths(Set<String> paths) {
        if (paths.size() > FILES_MAX) {
            throw refused("has " + paths.size() + " files; accepted are up to " + FILES_MAX);
        }
        if (!paths.contains(INFO)) {
            throw refused("has no " + INFO);
        }
        Set<String> folded = new HashSet<>();
        for (String path : paths) {
            checkPath(path);
            if (!folded.add(path.toLowerCase(Locale.ROOT))) {
                throw refused("has two files that differ only in capital letters: " + path);
            }
        }
    }

    /** False for files that an export writes by itself and for hidden ones. */
    static boolean belongs(String path) {
        return !GENERATED.contains(path) && !path.startsWith(".") && !path.contains("/.");
    }

    /** The id of a version with these files that came from there. */
    String id(Provenance provenance) {
        StringBuilder text = new StringBuilder("kaiye-version 1\n");
        files.forEach(
                (path, hash) ->
                        text.append("file ").append(hash).append(' ').append(path).append('\n'));
        text.append("provenance ").append(Canonical.json(provenance.identity())).append('\n');
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void checkPath(String path) {
        List<String> parts = List.of(path.split("/", -1));
        if (path.length() > PATH_CHARACTERS_MAX
                || !parts.stream().allMatch(part -> PART.matcher(part).matches())
                || GENERATED.contains(path)) {
            throw refused(
                    "has a file named '"
                            + Names.shown(path)
                            + "'; accepted are paths inside the folder of up to "
                            + PATH_CHARACTERS_MAX
                            + " letters, digits, '.', '_' and '-'");
        }
    }

    private static KaiyeException refused(String what) {
        return new KaiyeException(
                ErrorCode.UNSUPPORTED_MODEL,
                "The model folder " + what + ". Nothing was registered.");
    }
}

package io.kaiye.compress;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Graph;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** Writes int8 variants of one model as artefact folders, and removes those that failed. */
record Variants(Path source, Graph graph, Path workFolder) {

    /** The folder of the variant, whole: its description is written last. */
    Path write(String name, Set<String> keepFloat) {
        Path target = workFolder.resolve(name);
        ModelFolder.writeVariant(source, target, Quantizer.int8(graph, keepFloat), ModelInfo.INT8);
        return target;
    }

    static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.NOT_WRITABLE, "Cannot remove " + folder + ": " + e.getMessage(), e);
        }
    }
}

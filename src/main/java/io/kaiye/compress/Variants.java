package io.kaiye.compress;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.FileTrees;
import io.kaiye.graph.Graph;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Writes int8 variants of one model as artefact folders, and removes those that failed. */
record Variants(Path source, Graph graph, Path workFolder) {

    /** The folder of the variant, whole: its description is written last. */
    Path write(String name, Set<String> keepFloat) {
        Path target = workFolder.resolve(name);
        ModelFolder.writeVariant(source, target, Quantizer.int8(graph, keepFloat), ModelInfo.INT8);
        return target;
    }

    static void delete(Path folder) {
        try {
            FileTrees.delete(folder);
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        }
    }
}

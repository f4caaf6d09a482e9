package io.kaiye.registry;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What an artefact folder says about itself, and whether the files for that are there. */
final class ArtefactInfo {
    private ArtefactInfo() {}

    /** Refuses files that are no model, before anything is kept. */
    static void check(Map<String, Path> files) {
        Manifest.checkPaths(files.keySet());
        Path info = files.get(Manifest.INFO);
        if (info == null) {
            return;
        }
        List<String> missing = new ArrayList<>(ModelFolder.needed(read(info).kind()));
        missing.removeAll(files.keySet());
        if (!missing.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "The model folder lacks "
                            + String.join(", ", missing)
                            + ". Nothing was registered.");
        }
    }

    static ModelInfo read(Path file) {
        try {
            return Json.read(file, ModelInfo.class);
        } catch (KaiyeException e) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    Manifest.INFO
                            + " of the model folder does not describe a model: "
                            + e.getMessage().lines().findFirst().orElse("")
                            + " Nothing was registered.",
                    e);
        }
    }
}

package io.kaiye.train;

import io.kaiye.base.Sha256;
import io.kaiye.model.ModelFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model that another one learns from.
 *
 * @param reference of the version, such as {@code intents@3}
 * @param id hash of the version's content
 * @param folder its artefact folder
 * @param unlabelled texts that it answers too, beside those of the data
 */
public record Teacher(String reference, String id, Path folder, List<String> unlabelled) {
    public Teacher {
        unlabelled = List.copyOf(unlabelled);
    }

    /** The same with an adapter merged into its base; what is whole already stays where it is. */
    public Teacher whole(Path workFolder) {
        return new Teacher(reference, id, ModelFolder.whole(folder, workFolder), unlabelled);
    }

    /** For the provenance. */
    Map<String, Object> asMap() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("teacher", reference);
        all.put("teacherId", id);
        all.put("unlabelledRows", unlabelled.size());
        if (!unlabelled.isEmpty()) {
            byte[] bytes = String.join("\n", unlabelled).getBytes(StandardCharsets.UTF_8);
            all.put("unlabelledHash", Sha256.of(bytes));
        }
        return all;
    }
}

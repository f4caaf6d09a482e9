package io.kaiye.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.base.Progress;
import io.kaiye.model.Engine;
import io.kaiye.model.Head;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.TinyEncoder;
import io.kaiye.model.Want;
import io.kaiye.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real model on the whole way: registered, opened, exported, imported, opened again. */
class WholeWayTest {
    private static final List<String> TEXTS = List.of("red green", "blue");

    @TempDir Path temp;

    @Test
    void aModelGivesTheSameAnswersAfterEveryMove() throws Exception {
        Path artefact = temp.resolve("artefact");
        ModelFolder.writeClassifier(
                artefact,
                TinyEncoder.base(temp.resolve("base")),
                new Head(
                        List.of("warm", "cold"),
                        new float[][] {{1, 0, 2}, {0, 3, 1}},
                        new float[] {0.1f, -0.2f},
                        1.5));
        try (Store store = Store.open(temp.resolve("home"));
                Store other = Store.open(temp.resolve("other"));
                Engine engine = new Engine(1)) {
            Registry registry = new Registry(store, () -> Artefacts.NOW, "ann");
            ModelVersion version =
                    registry.submit(Artefacts.submission("mood", artefact, Artefacts.trained(7)))
                            .version();
            Path export = temp.resolve("export");
            registry.export("mood", export, "mit");
            assertPlainOnnx(export);
            assertCardFits(export);
            Registry second = new Registry(other, () -> Artefacts.NOW, "bob");
            ModelVersion back = second.importExport("mood", export).version();
            assertEquals(version.id(), back.id());

            for (Path folder : List.of(registry.folder(version), export, second.folder(back))) {
                for (Want want : Want.values()) {
                    assertArrayEquals(
                            answers(engine, artefact, want), answers(engine, folder, want));
                }
            }
        }
    }

    private static float[][] answers(Engine engine, Path folder, Want want) {
        try (Model model = engine.open(folder)) {
            return engine.runAll(model, TEXTS, want, Progress.silent());
        }
    }

    /** The names that the card's Python speaks of are there: files, inputs, outputs, labels. */
    private static void assertCardFits(Path export) throws Exception {
        String card = Files.readString(export.resolve("README.md"));
        String python = card.split("```python\n")[1].split("```")[0];
        Set<String> named = new TreeSet<>();
        Pattern.compile("\"(\\w+(\\.\\w+)?)\"")
                .matcher(python)
                .results()
                .forEach(name -> named.add(name.group(1)));
        for (String file : List.of("config.json", "model.onnx", "tokenizer.json")) {
            assertTrue(named.remove(file), python);
            assertTrue(Files.exists(export.resolve(file)), file);
        }
        assertTrue(named.remove("id2label"), python);
        JsonNode config = Json.mapper().readTree(export.resolve("config.json").toFile());
        assertEquals("warm", config.path("id2label").path("0").asText());
        assertEquals(
                Set.of("input_ids", "attention_mask", "token_type_ids", "logits"), named, python);
    }

    /** What the card promises: ONNX Runtime alone opens it and finds the names. */
    private static void assertPlainOnnx(Path export) throws Exception {
        try (OrtSession session =
                OrtEnvironment.getEnvironment()
                        .createSession(export.resolve("model.onnx").toString())) {
            assertEquals(Set.of("input_ids", "attention_mask"), session.getInputNames());
            assertEquals(Set.of("logits", "sentence_embedding"), session.getOutputNames());
        }
    }
}

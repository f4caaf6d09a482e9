package io.kaiye.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.kaiye.base.Progress;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.Want;
import io.kaiye.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real model on the whole way: registered, opened, exported, imported, opened again. */
class BundledEncoderTest {
    private static final List<String> TEXTS = List.of("Where is my refund?", "hello");

    @TempDir Path temp;

    @Test
    void aModelGivesTheSameVectorsAfterEveryMove() throws Exception {
        Base base = new Bases(temp.resolve("cache")).open("bge-small-en");
        Path artefact = Files.createDirectories(temp.resolve("artefact"));
        ModelFolder.writeEncoder(artefact, base);
        try (Store store = Store.open(temp.resolve("home"));
                Store other = Store.open(temp.resolve("other"));
                Engine engine = new Engine(1)) {
            Registry registry = new Registry(store, () -> Artefacts.NOW, "ann");
            ModelVersion version = registry.submit(imported(base, artefact)).version();
            Path export = temp.resolve("export");
            registry.export("encoder", export, "mit");
            assertPlainOnnx(export);
            Registry second = new Registry(other, () -> Artefacts.NOW, "bob");
            ModelVersion back = second.importFolder("encoder", export);
            assertEquals(version.id(), back.id());

            float[][] expected = vectors(engine, artefact);
            for (Path folder : List.of(registry.folder(version), export, second.folder(back))) {
                float[][] vectors = vectors(engine, folder);
                for (int i = 0; i < expected.length; i++) {
                    assertArrayEquals(expected[i], vectors[i]);
                }
            }
        }
    }

    private static Submission imported(Base base, Path artefact) {
        return new Submission(
                "encoder",
                artefact,
                new Provenance.Imported(
                        new ContentRef(base.name(), base.contentHash()),
                        Map.of("pooling", base.pooling(), "maxTokens", base.maxTokens()),
                        Artefacts.making()),
                Map.of(),
                Optional.empty(),
                "models import");
    }

    private static float[][] vectors(Engine engine, Path folder) throws Exception {
        try (Model model = engine.open(folder)) {
            return engine.runAll(model, TEXTS, Want.EMBEDDING, Progress.silent());
        }
    }

    /** What the card promises: ONNX Runtime alone opens it and finds the names. */
    private static void assertPlainOnnx(Path export) throws Exception {
        try (OrtSession session =
                OrtEnvironment.getEnvironment()
                        .createSession(export.resolve("model.onnx").toString())) {
            assertTrue(session.getInputNames().contains("input_ids"));
            assertTrue(session.getOutputNames().contains("sentence_embedding"));
        }
    }
}

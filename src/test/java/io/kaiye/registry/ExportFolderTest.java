package io.kaiye.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ExportFolderTest {
    @TempDir Path temp;
    private Store store;
    private Registry registry;
    private ModelVersion version;

    @BeforeEach
    void open() {
        store = Store.open(temp.resolve("home"));
        registry = new Registry(store, () -> Artefacts.NOW, "ann");
        version =
                registry.submit(
                                new Submission(
                                        "topics",
                                        Artefacts.neural(temp, List.of("a", "b")),
                                        compressed(),
                                        Map.of(
                                                "valid", Artefacts.quality(),
                                                "test", Artefacts.quality()),
                                        Optional.of(
                                                new Speed(
                                                        400,
                                                        9000,
                                                        2,
                                                        12,
                                                        Artefacts.making().machine())),
                                        "train"))
                        .version();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void anExportHoldsTheFilesTheCardAndTheProvenance() throws IOException {
        Path out = temp.resolve("new/out");
        registry.export("topics", out, "mit");
        assertEquals(
                List.of(
                        "README.md",
                        "config.json",
                        "kaiye.json",
                        "model.onnx",
                        "provenance.json",
                        "tokenizer.json"),
                names(out));
        assertEquals("graph", Files.readString(out.resolve("model.onnx")));
        assertTrue(Files.isWritable(out.resolve("model.onnx")), "an export is the user's own");
        assertTrue(Files.readString(out.resolve("README.md")).contains("license: \"mit\""));
        assertTrue(Registry.isExport(out));
        assertEquals(List.of("out"), names(temp.resolve("new")), "nothing else is left");
    }

    @Test
    void aRoundTripThroughAnotherHomeKeepsTheIdAndAllThatIsKnown() {
        Path out = temp.resolve("out");
        registry.export("topics@1", out);
        try (Store other = Store.open(temp.resolve("other"))) {
            Registry second = new Registry(other, () -> Artefacts.NOW, "bob");
            ModelVersion back = second.importExport("renamed", out).version();
            assertEquals(version.id(), back.id());
            assertEquals(version.provenance(), back.provenance());
            assertEquals(version.metrics(), back.metrics());
            assertEquals(version.speed(), back.speed());
            assertEquals(version.files(), back.files());
            assertEquals("renamed@1", back.reference());
            assertFalse(second.importExport("renamed", out).added());
        }
    }

    @Test
    void importingIntoTheSameModelFindsTheVersionThatIsThere() {
        Path out = temp.resolve("out");
        registry.export("topics", out);
        Registration again = registry.importExport("topics", out);
        assertFalse(again.added());
        assertEquals(version, again.version());
    }

    @Test
    void whatTheUserAddedOrHidIsNotTaken() throws IOException {
        Path out = temp.resolve("out");
        registry.export("topics", out);
        Files.writeString(out.resolve("notes.txt"), "mine");
        Files.createDirectories(out.resolve(".git"));
        Files.writeString(out.resolve("README.md"), "my own words");
        ModelVersion back = registry.importExport("copy", out).version();
        assertEquals(version.files(), back.files());
    }

    @Test
    void aFolderInUseIsRefused() throws IOException {
        Path empty = Files.createDirectories(temp.resolve("empty"));
        registry.export("topics", empty);
        String again = refused(ErrorCode.ALREADY_EXISTS, () -> registry.export("topics", empty));
        assertTrue(again.contains("is not empty. Export into a new or an empty folder."), again);
        Path file = Files.writeString(temp.resolve("file"), "x");
        refused(ErrorCode.ALREADY_EXISTS, () -> registry.export("topics", file));
        assertEquals("x", Files.readString(file));
        Path linked =
                Files.createSymbolicLink(
                        temp.resolve("linked"), Files.createDirectories(temp.resolve("aim")));
        refused(ErrorCode.ALREADY_EXISTS, () -> registry.export("topics", linked));
        refused(
                ErrorCode.INVALID_ARGUMENT,
                () -> registry.export("topics", temp.resolve("new"), "My License\n"));
    }

    @Test
    void damageIsNamed() throws IOException {
        Path out = exported("changed");
        Files.writeString(out.resolve("model.onnx"), "other");
        String changed = refused(ErrorCode.CORRUPT_FILE, () -> registry.importExport("x", out));
        assertTrue(changed.contains("changed since the export: model.onnx"), changed);

        Path part = exported("missing");
        Files.delete(part.resolve("model.onnx"));
        Files.delete(part.resolve("config.json"));
        String missing = refused(ErrorCode.INVALID_FILE, () -> registry.importExport("x", part));
        assertTrue(missing.contains("config.json, model.onnx is missing"), missing);

        Path garbled = exported("garbled");
        Files.writeString(garbled.resolve("provenance.json"), "{\"format\": 1,");
        refused(ErrorCode.CORRUPT_FILE, () -> registry.importExport("x", garbled));

        Path newer = exported("newer");
        edit(newer, "\"format\" : 1,\n  \"model\"", "\"format\" : 9,\n  \"model\"");
        refused(ErrorCode.UNSUPPORTED_MODEL, () -> registry.importExport("x", newer));

        Path forged = exported("forged");
        edit(forged, "\"seed\" : 7", "\"seed\" : 8");
        edit(forged, "\"maxLoss\" : 0.5", "\"maxLoss\" : 0.1");
        refused(ErrorCode.CORRUPT_FILE, () -> registry.importExport("x", forged));

        refused(ErrorCode.INVALID_FILE, () -> registry.importExport("x", temp.resolve("none")));
        refused(
                ErrorCode.INVALID_FILE,
                () -> registry.importExport("x", Artefacts.linear(temp, "a")));
        assertEquals(List.of(version), registry.list());
    }

    @Test
    void aMissingFieldIsNamed() throws IOException {
        for (String field :
                List.of(
                        "format",
                        "model",
                        "number",
                        "id",
                        "created",
                        "madeBy",
                        "provenance",
                        "metrics",
                        "files",
                        "provenance.parent",
                        "provenance.steps",
                        "provenance.parentProvenance.heldOut.share",
                        "provenance.making.machine.cpu",
                        "metrics.test.accuracy.low")) {
            Path folder = exported("without-" + field);
            without(field, folder.resolve("provenance.json"));
            String message =
                    refused(ErrorCode.CORRUPT_FILE, () -> registry.importExport("x", folder));
            assertTrue(message.contains("the field '" + field + "' is missing"), message);
        }
    }

    private static void without(String field, Path file) throws IOException {
        JsonNode whole = Json.mapper().readTree(file.toFile());
        int last = field.lastIndexOf('.');
        JsonNode owner =
                last < 0 ? whole : whole.at("/" + field.substring(0, last).replace('.', '/'));
        assertTrue(((ObjectNode) owner).remove(field.substring(last + 1)) != null, field);
        Files.writeString(file, Json.pretty(whole));
    }

    @Test
    void hostileFoldersAreRefused() throws IOException {
        Path linked = exported("linked");
        Path secret = Files.writeString(temp.resolve("secret"), "graph");
        Files.delete(linked.resolve("model.onnx"));
        Files.createSymbolicLink(linked.resolve("model.onnx"), secret);
        String link = refused(ErrorCode.INVALID_FILE, () -> registry.importExport("x", linked));
        assertTrue(link.contains("is a link or no plain file"), link);

        for (String path :
                List.of("../secret", "/etc/passwd", "a/../../b", "a\\\\b", "README.md")) {
            Path climbing = exported("climbing" + path.hashCode());
            edit(climbing, "\"model.onnx\" :", "\"" + path + "\" :");
            refused(ErrorCode.UNSUPPORTED_MODEL, () -> registry.importExport("x", climbing));
        }
        assertEquals(List.of(version), registry.list());
    }

    private Path exported(String name) {
        Path out = temp.resolve(name);
        registry.export("topics", out);
        return out;
    }

    private static void edit(Path folder, String from, String to) throws IOException {
        Path file = folder.resolve("provenance.json");
        String text = Files.readString(file);
        assertTrue(text.contains(from), text);
        Files.writeString(file, text.replace(from, to));
    }

    private static String refused(ErrorCode code, Executable work) {
        KaiyeException refused = assertThrows(KaiyeException.class, work);
        assertEquals(code, refused.code(), refused.getMessage());
        return refused.getMessage();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return List.copyOf(
                    new TreeSet<>(files.map(file -> file.getFileName().toString()).toList()));
        }
    }

    private static Provenance compressed() {
        return new Provenance.Compressed(
                new ContentRef("topics", Artefacts.hash("parent")),
                Artefacts.trained(7),
                List.of(
                        new CompressionStep(
                                "int8", Map.of("maxLoss", 0.5, "keptFloat", List.of("layer.11")))),
                Artefacts.making());
    }
}

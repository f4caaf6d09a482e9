package io.kaiye.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionFoldersTest {
    @TempDir Path temp;

    @Test
    void aVersionIsAReadOnlyFolderMadeOnce() throws IOException {
        try (Store store = Store.open(temp.resolve("home"))) {
            Registry registry = registry(store);
            ModelVersion version = registered(registry);
            Path folder = registry.folder(version);
            Path file = folder.resolve("linear.bin");
            assertEquals("weights", Files.readString(file));
            assertFalse(
                    Files.getPosixFilePermissions(file).stream()
                            .anyMatch(permission -> permission.name().endsWith("WRITE")));
            assertEquals(
                    Files.getAttribute(store.blobs().path(hash(version)), "unix:ino"),
                    Files.getAttribute(file, "unix:ino"),
                    "linked, not copied");
            assertEquals(folder, registry.folder(version));
            assertEquals(folder, registry(store).folder(version));
        }
    }

    @Test
    void aDamagedFolderIsMadeAgainFromTheBlobs() throws IOException {
        try (Store store = Store.open(temp.resolve("home"))) {
            ModelVersion version = registered(registry(store));
            Path file = registry(store).folder(version).resolve("linear.bin");
            Files.delete(file);
            Files.writeString(file, "weighty");
            assertEquals(
                    "weights",
                    Files.readString(registry(store).folder(version).resolve("linear.bin")));
            Files.delete(file);
            assertTrue(Files.exists(registry(store).folder(version).resolve("linear.bin")));
        }
    }

    @Test
    void aDamagedBlobIsNamedWithTheWayOutAndTheWayOutWorks() throws IOException {
        try (Store store = Store.open(temp.resolve("home"))) {
            Registry registry = registry(store);
            ModelVersion version = registered(registry);
            Path export = temp.resolve("export");
            registry.export("spam", export);
            Path blob = store.blobs().path(hash(version));
            Files.delete(blob);
            Files.writeString(blob, "wrights");

            KaiyeException damaged =
                    assertThrows(KaiyeException.class, () -> registry.folder(version));
            assertEquals(ErrorCode.CORRUPT_FILE, damaged.code());
            assertTrue(damaged.getMessage().startsWith("linear.bin of spam@1 is damaged: " + blob));
            assertTrue(damaged.getMessage().contains("kaiye models import EXPORT --name spam"));
            assertThrows(
                    KaiyeException.class, () -> registry.export("spam", temp.resolve("second")));
            assertFalse(Files.exists(temp.resolve("second")));

            Files.delete(blob);
            KaiyeException gone =
                    assertThrows(KaiyeException.class, () -> registry.folder(version));
            assertTrue(gone.getMessage().contains("is gone"), gone.getMessage());
            assertEquals(version, registry.importExport("spam", export).version());
            assertEquals(
                    "weights", Files.readString(registry.folder(version).resolve("linear.bin")));
        }
    }

    private static String hash(ModelVersion version) {
        return version.files().getOrDefault("linear.bin", "");
    }

    private static Registry registry(Store store) {
        return new Registry(store, () -> Artefacts.NOW, "ann");
    }

    private ModelVersion registered(Registry registry) {
        return registry.submit(
                        new Submission(
                                "spam",
                                Artefacts.linear(temp, "weights"),
                                Artefacts.trained(7),
                                Map.of(),
                                Optional.empty(),
                                "train"))
                .version();
    }
}

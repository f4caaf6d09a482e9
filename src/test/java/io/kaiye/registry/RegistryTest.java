package io.kaiye.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class RegistryTest {
    private final TestDatabase database;

    RegistryTest(TestDatabase database) {
        this.database = database;
    }

    @TempDir Path temp;
    private Store store;
    private Registry registry;

    @BeforeEach
    void open() {
        store = database.open(temp.resolve("home"));
        registry = new Registry(store, () -> Artefacts.NOW, "ann");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void versionsAreNumberedAndTheFirstIsChampion() {
        ModelVersion first = register("spam", "a");
        ModelVersion second = register("spam", "b");
        ModelVersion other = register("topics", "a");

        assertEquals(List.of(1, 2), List.of(first.number(), second.number()));
        assertEquals(List.of("champion"), first.aliases());
        assertEquals(List.of("challenger"), second.aliases());
        assertEquals(1, other.number());
        assertEquals(first.id(), other.id(), "the id depends on the content alone");
        assertEquals(
                List.of("spam@1", "spam@2", "topics@1"),
                registry.list().stream().map(ModelVersion::reference).toList());
    }

    @Test
    void whatWasRegisteredComesBack() {
        ModelVersion version = register("spam", "a");
        ModelVersion read = registry.resolve("spam@1");

        assertEquals(version, read);
        assertEquals(Artefacts.trained(7), read.provenance());
        assertEquals(Map.of("valid", Artefacts.quality()), read.metrics());
        assertEquals(Artefacts.linearInfo(), read.info());
        assertEquals(Artefacts.NOW, read.created());
        assertEquals("train", read.madeBy());
    }

    @Test
    void theSameContentAgainIsTheSameVersion() {
        Path folder = Artefacts.linear(temp, "a");
        Registration first =
                registry.submit(Artefacts.submission("spam", folder, Artefacts.trained(7)));
        long revision = registry.revision();
        Registration again =
                registry.submit(Artefacts.submission("spam", folder, Artefacts.trained(7)));

        assertTrue(first.added());
        assertFalse(again.added());
        assertEquals(first.version(), again.version());
        assertTrue(again.summary().contains("spam@1 has exactly this content already"));
        assertEquals(revision, registry.revision());
    }

    @Test
    void anotherSeedIsAnotherVersionAndAnotherMachineIsNot() {
        Path folder = Artefacts.linear(temp, "a");
        ModelVersion seven =
                registry.submit(Artefacts.submission("spam", folder, Artefacts.trained(7)))
                        .version();
        ModelVersion eight =
                registry.submit(Artefacts.submission("spam", folder, Artefacts.trained(8)))
                        .version();
        assertNotEquals(seven.id(), eight.id());

        Provenance.Trained slower = Artefacts.trained(7);
        Making elsewhere =
                new Making(
                        Map.of("jdk", "26"),
                        slower.making().machine(),
                        99,
                        0,
                        5,
                        Artefacts.NOW.plusSeconds(60));
        Provenance moved =
                new Provenance.Trained(
                        slower.dataset(),
                        slower.recipe(),
                        slower.settings(),
                        slower.seed(),
                        slower.heldOut(),
                        slower.base(),
                        elsewhere);
        assertFalse(registry.submit(Artefacts.submission("spam", folder, moved)).added());
    }

    @Test
    void everyMoveIsKeptWithItsReason() {
        register("spam", "a");
        register("spam", "b");
        registry.promote("spam@2", "better on refunds");
        registry.rollback("spam", "worse on Mondays");

        assertEquals(
                List.of(
                        "champion REGISTERED 0>1 the first version",
                        "challenger REGISTERED 0>2 the newest version",
                        "champion PROMOTED 1>2 better on refunds",
                        "challenger REMOVED 2>0 it became champion",
                        "champion ROLLED_BACK 2>1 worse on Mondays"),
                registry.history("spam").stream().map(RegistryTest::shown).toList());
        assertTrue(registry.history("spam").stream().allMatch(move -> move.who().equals("ann")));
        assertEquals(List.of(), registry.resolve("spam@2").aliases());
    }

    @Test
    void anythingElseThanAModelIsRefusedAndLeavesNothing() throws IOException {
        Path noInfo = Artefacts.linear(temp, "a");
        Files.delete(noInfo.resolve("kaiye.json"));
        refusedFolder(ErrorCode.UNSUPPORTED_MODEL, "has no kaiye.json", noInfo);

        Path noWeights = Artefacts.linear(temp, "a");
        Files.delete(noWeights.resolve("linear.bin"));
        refusedFolder(ErrorCode.UNSUPPORTED_MODEL, "lacks linear.bin", noWeights);

        Path noGraph = Artefacts.neural(temp, List.of());
        Files.delete(noGraph.resolve("model.onnx"));
        refusedFolder(ErrorCode.UNSUPPORTED_MODEL, "lacks model.onnx", noGraph);

        Path garbled = Artefacts.linear(temp, "a");
        Files.writeString(garbled.resolve("kaiye.json"), "{");
        refusedFolder(ErrorCode.UNSUPPORTED_MODEL, "kaiye.json", garbled);

        Path linked = Artefacts.linear(temp, "a");
        Files.createSymbolicLink(linked.resolve("extra"), Path.of("/etc/hostname"));
        refusedFolder(ErrorCode.INVALID_FILE, "is a link or no plain file", linked);

        Path odd = Artefacts.linear(temp, "a");
        Files.writeString(odd.resolve("a file"), "");
        refusedFolder(ErrorCode.UNSUPPORTED_MODEL, "has a file named 'a file'", odd);

        Path many = Artefacts.linear(temp, "a");
        for (int i = 0; i < 70; i++) {
            Files.writeString(many.resolve("f" + i), "");
        }
        refusedFolder(ErrorCode.UNSUPPORTED_MODEL, "more than 64 files", many);
        refusedFolder(ErrorCode.INVALID_FILE, "is not a folder", temp.resolve("nowhere"));

        assertEquals(List.of(), registry.list());
        try (Stream<Path> blobs = Files.walk(temp.resolve("home/blobs"))) {
            assertEquals(0, blobs.filter(Files::isRegularFile).count(), "blobs left behind");
        }
    }

    @Test
    void aFailureInTheMiddleLeavesNothingVisible() {
        register("spam", "a");
        long revision = registry.revision();
        assertThrows(
                IllegalStateException.class,
                () ->
                        store.write(
                                sql -> {
                                    ModelVersion version = registry.resolve("spam@1");
                                    new VersionRows(sql).add(renumbered(version));
                                    new Aliases(sql, "ann", Artefacts.NOW).registered("spam", 2);
                                    throw new IllegalStateException("the power went");
                                }));
        assertEquals(1, registry.list().size());
        assertEquals(revision, registry.revision());
        assertEquals(2, register("spam", "b").number());
    }

    @Test
    void versionsCannotBeChangedInTheDatabaseEither() {
        register("spam", "a");
        for (String sql :
                List.of(
                        "UPDATE model_version SET made_by = 'eve'",
                        "DELETE FROM model_version",
                        "UPDATE model_file SET blob = id",
                        "DELETE FROM model_file",
                        "DELETE FROM model_measurement",
                        "UPDATE alias_move SET reason = ''",
                        "DELETE FROM alias_move")) {
            assertThrows(KaiyeException.class, () -> store.write(db -> db.update(sql)), sql);
        }
    }

    @Test
    void laterMeasurementsAreAddedAndTheLastIsShown() {
        ModelVersion version = register("spam", "a");
        registry.addMeasurement(version, "test", Artefacts.quality());
        ModelVersion measured = registry.addMeasurement(version, "desk:test", Artefacts.quality());
        assertEquals(version.id(), measured.id());
        assertEquals(
                List.of("desk:test", "test", "valid"), List.copyOf(measured.metrics().keySet()));
        assertEquals(measured, registry.resolve("spam"));
        refused(
                ErrorCode.INVALID_ARGUMENT,
                () -> registry.addMeasurement(version, "speed", Artefacts.quality()));
    }

    @Test
    void contentOfAFailedRegistrationIsWithdrawnUnlessAnotherVersionHasIt() throws IOException {
        ModelVersion version = register("spam", "a");
        Registry failing =
                new Registry(
                        store,
                        () -> {
                            throw new IllegalStateException("the power went");
                        },
                        "ann");
        assertThrows(
                IllegalStateException.class,
                () -> Artefacts.register(failing, temp, "spam", "new weights"));
        assertThrows(
                IllegalStateException.class, () -> Artefacts.register(failing, temp, "other", "a"));

        try (Stream<Path> blobs = Files.walk(temp.resolve("home/blobs"))) {
            assertEquals(
                    Set.copyOf(version.files().values()),
                    blobs.filter(Files::isRegularFile)
                            .map(blob -> blob.getFileName().toString())
                            .collect(Collectors.toSet()));
        }
    }

    private void refusedFolder(ErrorCode code, String part, Path folder) {
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                registry.submit(
                                        Artefacts.submission(
                                                "spam", folder, Artefacts.trained(7))));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
        assertEquals(code, refused.code());
    }

    private static String refused(ErrorCode code, Executable work) {
        KaiyeException refused = assertThrows(KaiyeException.class, work);
        assertEquals(code, refused.code(), refused.getMessage());
        return refused.getMessage();
    }

    private static String shown(AliasMove move) {
        return move.alias()
                + " "
                + move.kind()
                + " "
                + move.from().orElse(0)
                + ">"
                + move.to().orElse(0)
                + " "
                + move.reason();
    }

    private static ModelVersion renumbered(ModelVersion version) {
        return new ModelVersion(
                version.model(),
                Artefacts.hash("other"),
                2,
                version.created(),
                version.madeBy(),
                version.info(),
                version.provenance(),
                version.metrics(),
                version.speed(),
                version.files(),
                List.of(),
                version.sizeBytes());
    }

    private ModelVersion register(String model, String weights) {
        return Artefacts.register(registry, temp, model, weights);
    }
}

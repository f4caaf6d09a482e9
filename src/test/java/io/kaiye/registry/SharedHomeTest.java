package io.kaiye.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one home, one of them killed. */
class SharedHomeTest {
    private static final long CHILD_SECONDS_MAX = 60;

    @TempDir Path temp;
    private Store store;
    private Registry registry;

    @BeforeEach
    void open() {
        store = Store.open(temp.resolve("home"));
        registry = new Registry(store, () -> Artefacts.NOW, "ann");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void twoStoresOnOneHomeTakeTurns() throws Exception {
        try (Store other = Store.open(temp.resolve("home"));
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            Registry second = new Registry(other, () -> Artefacts.NOW, "bob");
            register("spam", "first");
            List<Callable<ModelVersion>> work =
                    IntStream.range(0, 12)
                            .<Callable<ModelVersion>>mapToObj(
                                    i ->
                                            () -> {
                                                Registry mine = i % 2 == 0 ? registry : second;
                                                ModelVersion made =
                                                        Artefacts.register(
                                                                mine, temp, "spam", "w" + i / 2);
                                                promoteQuietly(mine, made);
                                                return made;
                                            })
                            .toList();
            for (Future<ModelVersion> future : threads.invokeAll(work)) {
                future.get();
            }
            List<ModelVersion> versions = registry.list("spam");
            assertEquals(
                    IntStream.rangeClosed(1, 7).boxed().toList(),
                    versions.stream().map(ModelVersion::number).toList());
            assertEquals(1, versions.stream().filter(ModelVersion::champion).count());
            assertEquals(registry.revision(), second.revision());
            List<AliasMove> champions =
                    registry.history("spam").stream()
                            .filter(move -> move.alias().equals(AliasMove.CHAMPION))
                            .toList();
            for (int i = 1; i < champions.size(); i++) {
                assertEquals(champions.get(i - 1).to(), champions.get(i).from());
            }
        }
    }

    @Test
    void theRevisionGrowsWithMovesOfAnotherProcess() {
        try (Store other = Store.open(temp.resolve("home"))) {
            Registry second = new Registry(other, () -> Artefacts.NOW, "bob");
            assertEquals(0, registry.revision());
            register("spam", "a");
            long one = second.revision();
            register("spam", "b");
            second.promote("spam@2", "why not");
            assertTrue(one > 0 && registry.revision() > one);
            assertEquals(2, registry.resolve("spam").number());
        }
    }

    @Test
    void aProcessKilledWhileRegisteringLeavesOnlyWholeVersions() throws Exception {
        Process child =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElse("java"),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "--enable-native-access=ALL-UNNAMED",
                                RegisteringProcess.class.getName(),
                                temp.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(temp.resolve("child.log").toFile())
                        .start();
        try {
            awaitVersions(child, 5);
        } finally {
            child.destroyForcibly();
            assertTrue(child.waitFor(CHILD_SECONDS_MAX, TimeUnit.SECONDS));
        }
        List<ModelVersion> versions = registry.list("loop");
        assertEquals(
                IntStream.rangeClosed(1, versions.size()).boxed().toList(),
                versions.stream().map(ModelVersion::number).toList());
        for (ModelVersion version : versions) {
            assertTrue(Files.isDirectory(registry.folder(version)));
            assertFalse(version.metrics().isEmpty());
        }
        assertEquals(versions.getLast().number(), registry.resolve("loop@challenger").number());
        assertEquals(
                versions.size() + 1, Artefacts.register(registry, temp, "loop", "new").number());
    }

    private void awaitVersions(Process child, int count) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CHILD_SECONDS_MAX);
        while (registry.list().size() < count) {
            assertTrue(
                    child.isAlive() && System.nanoTime() < deadline,
                    () -> "the child ended or is stuck: " + log());
            Thread.sleep(20);
        }
    }

    private String log() {
        try {
            return Files.readString(temp.resolve("child.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Another thread may have promoted the same content before. */
    private static void promoteQuietly(Registry registry, ModelVersion version) {
        try {
            registry.promote(version.reference(), "in turn");
        } catch (KaiyeException e) {
            assertEquals(ErrorCode.ALREADY_EXISTS, e.code());
        }
    }

    private ModelVersion register(String model, String weights) {
        return Artefacts.register(registry, temp, model, weights);
    }
}

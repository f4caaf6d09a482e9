package io.kaiye.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheFolderTest {
    @TempDir private Path temporary;

    @Test
    void theVariableDecides() {
        Path chosen = temporary.resolve("a").resolve("b");
        assertEquals(chosen, find(Map.of("KAIYE_CACHE", chosen.toString()), temporary));
        assertTrue(Files.isDirectory(chosen));
    }

    @Test
    void otherwiseItIsTheUsersCache() {
        assertEquals(temporary.resolve(".cache/kaiye"), find(Map.of(), temporary));
        Path xdg = temporary.resolve("xdg");
        assertEquals(
                xdg.resolve("kaiye"), find(Map.of("XDG_CACHE_HOME", xdg.toString()), temporary));
    }

    @Test
    void aHomeThatCannotBeWrittenIsPassedOver() throws IOException {
        Path home = Files.writeString(temporary.resolve("home"), "a file, not a folder");
        Path found = find(Map.of(), home);
        assertTrue(found.startsWith(temporary.resolve("tmp")), found.toString());
        assertTrue(Files.isDirectory(found));
    }

    @Test
    void aChosenFolderThatCannotBeWrittenIsAnError() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "x");
        KaiyeException e =
                assertThrows(
                        KaiyeException.class,
                        () -> find(Map.of("KAIYE_CACHE", file.toString()), temporary));
        assertEquals(ErrorCode.NOT_WRITABLE, e.code());
        assertTrue(e.getMessage().contains("KAIYE_CACHE"), e.getMessage());
    }

    @Test
    void onlyOurOwnFoldersAndRootsAreTrusted() {
        assertTrue(CacheFolder.trusted(1000, 1000));
        assertTrue(CacheFolder.trusted(0, 1000));
        assertFalse(CacheFolder.trusted(1001, 1000));
        assertFalse(CacheFolder.trusted(1001, 0), "not even for root");
    }

    private Path find(Map<String, String> environment, Path home) {
        Path temp = temporary.resolve("tmp");
        return CacheFolder.find(environment, home, temp);
    }
}

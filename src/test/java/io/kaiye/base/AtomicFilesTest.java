package io.kaiye.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir Path folder;

    @Test
    void writesWhole() throws IOException {
        AtomicFiles.write(folder.resolve("a/b.txt"), out -> out.write(new byte[] {1, 2, 3}));
        assertEquals(3, Files.size(folder.resolve("a/b.txt")));
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path target = folder.resolve("x");
        Files.writeString(target, "old");
        KaiyeException failed =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                AtomicFiles.write(
                                        target,
                                        out -> {
                                            out.write(1);
                                            throw new IOException("No space left on device");
                                        }));
        assertEquals(ErrorCode.DISK_FULL, failed.code());
        assertEquals("old", Files.readString(target));
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
    }

    @Test
    void aFileInAnotherEncodingIsNoMatterOfPermissions() throws IOException {
        Path file = Files.write(folder.resolve("latin"), new byte[] {'a', (byte) 0xe4, 'b'});
        IOException coding = assertThrows(IOException.class, () -> Files.readString(file));
        assertEquals(
                file + " is not text in UTF-8. Convert it to UTF-8 first.",
                AtomicFiles.unreadable(file, coding).getMessage());
    }

    @Test
    void whatDeadProcessesLeftIsSweptAndNothingElse() throws Exception {
        Process dead =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-version")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        dead.waitFor();
        Path left = Files.writeString(folder.resolve("m.state." + dead.pid() + "-1.part"), "half");
        Path second =
                Files.writeString(folder.resolve("m.state-2." + dead.pid() + "-1.part"), "half");
        long self = ProcessHandle.current().pid();
        Path mine = Files.writeString(folder.resolve("m.state." + self + "-1.part"), "half");
        Path other = Files.writeString(folder.resolve("n.state." + dead.pid() + "-1.part"), "half");
        Path target = Files.writeString(folder.resolve("m.state"), "whole");
        AtomicFiles.sweep(target);
        assertFalse(Files.exists(left) || Files.exists(second));
        for (Path kept : List.of(mine, other, target)) {
            assertTrue(Files.exists(kept), kept.toString());
        }
        AtomicFiles.sweep(folder.resolve("none").resolve("x"));
    }
}

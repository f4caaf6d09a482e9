package io.kaiye.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}

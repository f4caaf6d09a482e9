package io.kaiye.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobsTest {
    @TempDir Path temp;
    private Store store;
    private Blobs blobs;

    @BeforeEach
    void open() {
        store = Store.open(temp.resolve("home"));
        blobs = store.blobs();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void contentIsFoundUnderItsHash() throws IOException {
        byte[] content = "hello 你好".getBytes(StandardCharsets.UTF_8);
        String sha256 = blobs.put(out -> out.write(content));
        assertEquals(Sha256.of(content), sha256);
        assertTrue(blobs.has(sha256));
        assertArrayEquals(content, Files.readAllBytes(blobs.path(sha256)));
        blobs.verify(sha256);
        assertEquals(sha256, blobs.put(out -> out.write(content)), "twice is once");
        assertEquals(List.of(sha256), files());
    }

    @Test
    void aForeignFileIsCopiedAndMayChangeLater() throws IOException {
        Path file = Files.writeString(temp.resolve("mine.txt"), "first");
        String sha256 = blobs.put(file);
        Files.writeString(file, "second");
        blobs.verify(sha256);
        assertEquals("first", Files.readString(blobs.path(sha256)));
    }

    @Test
    void aWorkFileIsLinked() throws IOException {
        Path file = store.newWorkFolder("test").resolve("model.onnx");
        Files.writeString(file, "weights");
        String sha256 = blobs.put(file);
        assertTrue(Files.isSameFile(file, blobs.path(sha256)));
        assertEquals(sha256, blobs.put(file));
        assertEquals(List.of(sha256), files());
    }

    @Test
    void aFullDiskLeavesNothing() throws IOException {
        KaiyeException full =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                blobs.put(
                                        out -> {
                                            out.write(new byte[100_000]);
                                            throw new IOException("No space left on device");
                                        }));
        assertEquals(ErrorCode.DISK_FULL, full.code());
        assertEquals(List.of(), files());
        try (Stream<Path> work = Files.list(store.home().resolve("work"))) {
            assertEquals(0, work.count());
        }
    }

    @Test
    void damageIsFound() throws IOException {
        String sha256 = blobs.put(out -> out.write(new byte[] {1, 2, 3}));
        Path path = blobs.path(sha256);
        assertTrue(path.toFile().setWritable(true));
        Files.write(path, new byte[] {1, 2, 4});
        KaiyeException damaged = assertThrows(KaiyeException.class, () -> blobs.verify(sha256));
        assertEquals(ErrorCode.CORRUPT_FILE, damaged.code());
        assertTrue(damaged.getMessage().contains("is damaged"), damaged.getMessage());
    }

    @Test
    void aFileCutShortIsReplacedByTheNextPut() throws IOException {
        String sha256 = blobs.put(out -> out.write(new byte[] {1, 2, 3}));
        assertTrue(blobs.path(sha256).toFile().setWritable(true));
        Files.write(blobs.path(sha256), new byte[] {1});
        blobs.put(out -> out.write(new byte[] {1, 2, 3}));
        blobs.verify(sha256);
    }

    @Test
    void whatIsMissingIsNamed() {
        String sha256 = "0".repeat(64);
        assertFalse(blobs.has(sha256));
        assertEquals(
                ErrorCode.CORRUPT_FILE,
                assertThrows(KaiyeException.class, () -> blobs.path(sha256)).code());
        assertThrows(IllegalArgumentException.class, () -> blobs.path("../../etc/passwd"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(store.home().resolve("blobs"))) {
            return all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}

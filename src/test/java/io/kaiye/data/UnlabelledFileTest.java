package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnlabelledFileTest {
    @TempDir Path folder;

    @Test
    void theColumnIsReadAndBlankTextsAreLeftOut() throws IOException {
        Path csv =
                Files.writeString(folder.resolve("a.csv"), "id,text\n1,one\n2, \n3,\"two, 2\"\n");
        Path jsonl = Files.writeString(folder.resolve("a.jsonl"), "{\"says\":\"退款\",\"id\":1}\n");

        assertEquals(List.of("one", "two, 2"), read(csv, "text"));
        assertEquals(List.of("退款"), read(jsonl, "says"));
    }

    @Test
    void aMissingColumnAndAFileWithoutTextsAreRefused() throws IOException {
        Path csv = Files.writeString(folder.resolve("a.csv"), "id,text\n1,\n");

        assertTrue(message(csv, "body").contains("text"));
        assertTrue(message(csv, "text").contains("has no text"));
        assertThrows(KaiyeException.class, () -> read(folder.resolve("none.csv"), "text"));
    }

    private static List<String> read(Path file, String column) {
        return UnlabelledFile.read(file, column, Progress.silent());
    }

    private static String message(Path file, String column) {
        return String.valueOf(
                assertThrows(KaiyeException.class, () -> read(file, column)).getMessage());
    }
}

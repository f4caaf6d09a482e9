package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.cli.Workbench;
import io.kaiye.store.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server does by itself when it starts. */
class SweepingTest {
    @TempDir Path folder;

    @Test
    void whatMayNotBeKeptIsErasedWhenAServerStarts() throws IOException {
        Path home = folder.resolve("home");
        Path rows = Files.writeString(folder.resolve("rows.csv"), "text,label\na,b\nc,d\n");
        Instant before = Instant.parse("2026-05-01T00:00:00Z");
        new Program(home, () -> before)
                .run("data", "import", "desk", rows.toString(), "--delete-by", "2026-05-31");
        Instant after = Instant.parse("2026-06-01T00:00:00Z");
        try (Workbench rooms = Platform.open(home, DatabaseAddress.IN_HOME, () -> after)) {
            assertEquals(1, rooms.persons().pending());
            Sweeping.start(rooms.persons()).close();
            assertEquals(0, rooms.persons().pending());
            assertEquals(0, rooms.datasets().load("desk").train().size());
        }
    }
}

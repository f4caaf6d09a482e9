package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.cli.Workbench;
import io.kaiye.govern.Persons;
import io.kaiye.store.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
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

    @Test
    void anErrorDoesNotEndTheSweeping() throws Exception {
        Path home = folder.resolve("home");
        Path rows = Files.writeString(folder.resolve("rows.csv"), "text,label\na,b\nc,d\n");
        new Program(home, () -> Instant.parse("2026-05-01T00:00:00Z"))
                .run("data", "import", "desk", rows.toString(), "--delete-by", "2026-05-31");
        CountDownLatch failed = new CountDownLatch(1);
        InstantSource clock =
                () -> {
                    if (failed.getCount() > 0) {
                        failed.countDown();
                        throw new OutOfMemoryError("Java heap space");
                    }
                    return Instant.parse("2026-06-01T00:00:00Z");
                };
        try (Workbench rooms = Platform.open(home, DatabaseAddress.IN_HOME, clock)) {
            Persons persons = rooms.persons();
            try (Sweeping sweeping = Sweeping.start(persons, Duration.ofMillis(20))) {
                assertNotNull(sweeping);
                failed.await();
                for (int tries = 0; persons.pending() > 0 && tries < 1000; tries++) {
                    Thread.sleep(20);
                }
            }
            assertEquals(0, persons.pending());
        }
    }

    @Test
    void anErrorOfWhatRunsByItselfIsSaidAndTheCommandGoesOn() {
        Program kaiye =
                new Program(
                        folder.resolve("home"),
                        () -> {
                            throw new OutOfMemoryError("Java heap space");
                        });
        Program.Ran ran = kaiye.run("data", "list");
        assertEquals(0, ran.exitCode(), ran.err());
        assertTrue(ran.err().contains("still there: The memory is used up"), ran.err());
    }
}

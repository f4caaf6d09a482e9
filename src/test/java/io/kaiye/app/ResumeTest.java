package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that are killed and resumed; {@code kaiye bench resume} does ten, all layers. */
class ResumeTest {
    @TempDir Path folder;

    @Test
    void aKilledTrainingIsResumedToTheSameBits() {
        Program.Ran ran =
                new Program(folder)
                        .run(
                                "bench",
                                "resume",
                                "--kills",
                                "2",
                                "--layers",
                                "1",
                                "--epochs",
                                "3",
                                "--rows",
                                "120");
        assertEquals(0, ran.exitCode(), ran.err());
        assertTrue(ran.out().contains("2 of 2 resumed to the same bits  met"), ran.out());
    }
}

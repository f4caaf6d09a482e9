package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Resident memory over thousands of steps, in a process of its own whose heap is all touched before
 * it starts, so that what grows is native.
 */
class LeakTest {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int PAGE_KB = 4;
    private static final int WARM_UP = 500;
    private static final int STEPS = 2000;
    private static final int ROWS = 512;

    /** One value of [rows, 16] floats kept in each step would be 48 MB. */
    private static final long GROWTH_KB_MAX = 32 << 10;

    @TempDir Path folder;

    @Test
    void memoryStaysFlatOverThousandsOfSteps() throws Exception {
        assumeTrue(Files.exists(STATM));
        Path out = folder.resolve("out");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-Xms100m",
                                "-Xmx100m",
                                "-XX:+AlwaysPreTouch",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LeakTest.class.getName())
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        try {
            assertTrue(process.waitFor(100, TimeUnit.SECONDS), "takes too long");
            List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
            assertEquals(0, process.exitValue(), lines.toString());
            long grown = Long.parseLong(lines.getLast());
            assertTrue(grown < GROWTH_KB_MAX, "grown by " + grown + " KB");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Prints by how many KB the process grew after it was warm. */
    public static void main(String[] arguments) throws IOException {
        try (TrainableGraph bag =
                        TrainableGraph.of(
                                SmallGraphs.bag(),
                                TrainableGraphTest.settings(Precision.BFLOAT16, 0.1),
                                Parallel.alone());
                TrainableGraph recurrent =
                        TrainableGraph.of(
                                SmallGraphs.recurrent(),
                                TrainableGraphTest.settings(Precision.FLOAT32, 0.1),
                                Parallel.alone())) {
            long before = 0;
            for (int i = 0; i < STEPS; i++) {
                if (i == WARM_UP) {
                    before = resident();
                }
                Batch batch = SmallGraphs.texts(ROWS, i);
                TrainableGraphTest.step(i % 20 == 0 ? recurrent : bag, List.of(batch));
            }
            System.out.println(resident() - before);
        }
    }

    private static long resident() throws IOException {
        return Long.parseLong(Files.readString(STATM).split(" ", -1)[1]) * PAGE_KB;
    }
}

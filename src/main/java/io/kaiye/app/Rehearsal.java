package io.kaiye.app;

import io.kaiye.base.FileTrees;
import io.kaiye.cli.CommandLineFace;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A short run through the commonest commands in a folder of its own, made once by the launcher
 * after a build: the JVM records the classes it loads, so that later starts take them from the AOT
 * cache.
 */
final class Rehearsal {
    /** Hidden: only the launcher types it. */
    static final String COMMAND = "rehearse";

    private static final int ROWS = 60;

    private Rehearsal() {}

    static int run() {
        try {
            Path folder = Files.createTempDirectory("kaiye-rehearsal-");
            try {
                return play(folder);
            } finally {
                FileTrees.delete(folder);
            }
        } catch (IOException e) {
            System.err.println("rehearsal: " + e);
            return 1;
        }
    }

    private static int play(Path folder) throws IOException {
        PrintStream nowhere =
                new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows, rows());
        String home = folder.resolve("home").toString();
        List<String[]> commands =
                List.of(
                        new String[] {"version"},
                        new String[] {"--help"},
                        new String[] {"--home", home, "data", "import", "rows", rows.toString()},
                        new String[] {
                            "--home", home, "train", "rows", "--data", "rows", "--recipe", "linear"
                        },
                        new String[] {"--home", home, "predict", "rows", "a red apple"},
                        new String[] {"--home", home, "models", "list"},
                        new String[] {"--home", home, "--json", "data", "list"});
        int worst = 0;
        for (String[] command : commands) {
            worst =
                    Math.max(
                            worst,
                            new CommandLineFace(
                                            Platform::open,
                                            new BundledBenches(),
                                            nowhere,
                                            System.err,
                                            false)
                                    .run(command));
        }
        return worst;
    }

    private static String rows() {
        StringBuilder csv = new StringBuilder("text,label\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append(i % 2 == 0 ? "a red apple and pear " : "the bus is late again ")
                    .append(i)
                    .append(i % 2 == 0 ? ",fruit\n" : ",travel\n");
        }
        return csv.toString();
    }
}

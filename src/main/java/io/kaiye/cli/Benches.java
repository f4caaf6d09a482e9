package io.kaiye.cli;

import io.kaiye.base.Progress;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The benchmarks that {@code kaiye bench} can run. */
public interface Benches {
    /** Name and one-line purpose, in the order to list them. */
    Map<String, String> purposes();

    /** Runs one; the name is known. */
    void run(
            String name, Path datasets, List<String> arguments, PrintStream out, Progress progress);
}

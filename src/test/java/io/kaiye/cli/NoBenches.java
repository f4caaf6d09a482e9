package io.kaiye.cli;

import io.kaiye.base.Progress;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program without benchmarks. */
final class NoBenches implements Benches {
    @Override
    public Map<String, String> purposes() {
        return Map.of();
    }

    @Override
    public void run(
            String name,
            Path datasets,
            List<String> arguments,
            PrintStream out,
            Progress progress) {
        throw new IllegalStateException("there is no benchmark " + name);
    }
}

package io.kaiye.bench;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Machine;
import io.kaiye.base.Progress;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a benchmark gets.
 *
 * @param datasets folder with the public data sets, one sub-folder each
 * @param workFolder an empty folder, removed afterwards
 * @param arguments what was typed after the name, such as {@code --texts 100000}
 */
public record BenchContext(
        Path datasets,
        Path workFolder,
        List<String> arguments,
        PrintStream out,
        Progress progress) {

    public BenchContext {
        arguments = List.copyOf(arguments);
    }

    /** A file of a data set; a clear error where it is absent. */
    public Path data(String relative) {
        Path file = datasets.resolve(relative);
        if (!Files.isRegularFile(file)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    "The benchmark needs "
                            + relative
                            + " under "
                            + datasets.toAbsolutePath().normalize()
                            + ". Name the folder of data sets with --datasets DIR or KAIYE_DATASETS"
                            + " (docs/benchmarks.md says where each set comes from).");
        }
        return file;
    }

    /** The whole number after {@code --name}, or the default. */
    public long number(String name, long otherwise) {
        int at = arguments.indexOf("--" + name);
        if (at < 0) {
            return otherwise;
        }
        try {
            return Long.parseLong(arguments.get(at + 1));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--" + name + " takes a whole number, such as " + otherwise + ".",
                    e);
        }
    }

    public boolean flag(String name) {
        return arguments.contains("--" + name);
    }

    /** "AMD EPYC, 2 cores, avx512_vnni …, Java 25": goes above every table. */
    public static String machineLine() {
        Machine machine = Machine.current();
        return machine.cpu()
                + ", "
                + machine.cores()
                + " cores ("
                + String.join(" ", machine.features())
                + "), "
                + machine.os()
                + ", "
                + machine.java();
    }
}

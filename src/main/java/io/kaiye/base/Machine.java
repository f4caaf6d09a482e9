package io.kaiye.base;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The machine a figure was measured on.
 *
 * @param cpu model name, "unknown" where the system does not say
 * @param cores cores this process may really use (a container's limit included)
 * @param features the vector extensions that matter to speed, sorted, such as avx2 or avx512_vnni
 * @param memoryBytes memory of the machine or container
 */
public record Machine(
        String cpu, int cores, List<String> features, long memoryBytes, String os, String java) {

    private static final Pattern MAJOR_MINOR = Pattern.compile("\\d+(\\.\\d+)?");

    private static final Set<String> WATCHED =
            Set.of(
                    "avx2",
                    "fma",
                    "avx_vnni",
                    "avx512f",
                    "avx512_vnni",
                    "avx512_bf16",
                    "amx_tile",
                    "amx_int8",
                    "amx_bf16",
                    "asimd",
                    "asimddp",
                    "i8mm",
                    "bf16",
                    "sve");

    public Machine {
        features = List.copyOf(features);
    }

    /** Looks at the machine now. */
    public static Machine current() {
        List<String> cpuInfo = lines(Path.of("/proc/cpuinfo"));
        return new Machine(
                value(cpuInfo, "model name", System.getProperty("os.arch", "unknown")),
                availableCores(),
                watched(value(cpuInfo, "flags", value(cpuInfo, "Features", ""))),
                totalMemory(),
                system(System.getProperty("os.name"), System.getProperty("os.version")),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
    }

    /** "Linux 6.18": the builds of distributions say nothing about a figure. */
    static String system(String name, String version) {
        Matcher numbers = MAJOR_MINOR.matcher(version);
        return numbers.lookingAt() ? name + " " + numbers.group() : name;
    }

    /** Cores this process may use; every pool is sized from this one number. */
    public static int availableCores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * The largest resident memory of this process so far, in bytes; 0 where the system does not
     * say.
     */
    public static long peakResidentBytes() {
        return statusKilobytes("VmHWM:") * 1024;
    }

    /** Resident memory of this process now, in bytes; 0 where the system does not say. */
    public static long residentBytes() {
        return statusKilobytes("VmRSS:") * 1024;
    }

    private static long statusKilobytes(String key) {
        for (String line : lines(Path.of("/proc/self/status"))) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return 0;
    }

    private static long totalMemory() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }

    private static List<String> watched(String flags) {
        Set<String> found = new TreeSet<>(List.of(flags.trim().split("\\s+")));
        found.retainAll(WATCHED);
        return new ArrayList<>(found);
    }

    private static String value(List<String> lines, String key, String otherwise) {
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).trim().equals(key)) {
                return line.substring(colon + 1).trim();
            }
        }
        return otherwise;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}

package io.kaiye.base;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * Memory that this process may still take before the system ends it: what the machine has
 * available, or what is left of the limit of its control groups if that is less (Linux, version 1
 * and 2). Pages of files that the system can drop count as free.
 */
public final class FreeMemory {
    /** Of all memory, where the system does not say what is available. */
    private static final double OTHERWISE = 0.5;

    private FreeMemory() {}

    /** Bytes, now. */
    public static long bytes() {
        return bytes(Path.of("/proc"), Path.of("/sys/fs/cgroup"))
                .orElseGet(FreeMemory::ofUnknownSystem);
    }

    /** Bytes as a system's files say; empty where they are not there. */
    static OptionalLong bytes(Path proc, Path groups) {
        OptionalLong available = value(proc.resolve("meminfo"), "MemAvailable:");
        if (available.isEmpty()) {
            return OptionalLong.empty();
        }
        long least = available.getAsLong() * 1024;
        for (String line : lines(proc.resolve("self").resolve("cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[0].equals("0")) {
                least = Math.min(least, left(groups, parts[2], V2));
            } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
                least = Math.min(least, left(groups.resolve("memory"), parts[2], V1));
            }
        }
        return OptionalLong.of(Math.max(0, least));
    }

    /** The files of a version of control groups. */
    private record Names(String limit, String used, String droppable) {}

    private static final Names V1 =
            new Names("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");
    private static final Names V2 = new Names("memory.max", "memory.current", "inactive_file");

    /**
     * The least that a group or one above it has left; a group that cannot be seen has no limit.
     */
    private static long left(Path root, String name, Names names) {
        long least = Long.MAX_VALUE;
        Path group = root.resolve(name.replaceFirst("^/+", "")).normalize();
        for (Path at = group; at != null && at.startsWith(root); at = at.getParent()) {
            OptionalLong limit = number(at.resolve(names.limit));
            OptionalLong used = number(at.resolve(names.used));
            if (limit.isPresent() && used.isPresent()) {
                long droppable = value(at.resolve("memory.stat"), names.droppable + " ").orElse(0);
                least = Math.min(least, limit.getAsLong() - used.getAsLong() + droppable);
            }
        }
        return least;
    }

    private static long ofUnknownSystem() {
        long total =
                ManagementFactory.getOperatingSystemMXBean()
                                instanceof com.sun.management.OperatingSystemMXBean system
                        ? system.getTotalMemorySize()
                        : Runtime.getRuntime().maxMemory();
        return (long) (OTHERWISE * total);
    }

    private static OptionalLong value(Path file, String key) {
        return lines(file).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()).replaceAll("\\D", ""))
                .filter(digits -> !digits.isEmpty())
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    /** Empty for "max" and for what is not there. */
    private static OptionalLong number(Path file) {
        return lines(file).stream()
                .filter(line -> line.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}

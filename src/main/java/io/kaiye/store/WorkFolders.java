package io.kaiye.store;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.FileTrees;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Folders for work in progress under {@code home/work}. A name carries its owner's process id and
 * start, {@code import-4711-t90210-1-5f0c27e9}; folders whose owner no longer runs are left-overs
 * of a crash. The start is in ticks since the machine's, which no setting of its clock moves; where
 * the system does not tell them it is in milliseconds since 1970. The end of the name tells the
 * database and the machine. Safe for threads.
 */
final class WorkFolders {
    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9]{0,30}");
    private static final Pattern NAME =
            Pattern.compile("[a-z][a-z0-9]*-(\\d+)-(t?\\d+)-\\d+(?:-[0-9a-f]{8})?");

    /** Field 22 of {@code /proc/PID/stat}, counted after the name in brackets, which is field 2. */
    private static final int START_FIELD = 22 - 3;

    /** Starts in milliseconds have this much play: the system's clock may have been set since. */
    private static final Duration START_PLAY = Duration.ofSeconds(10);

    /** Numbers are unique in the whole process: several stores may share a home. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path work;
    private final Set<Path> mine = ConcurrentHashMap.newKeySet();

    private final String place;

    /**
     * @param database what tells it from others
     */
    WorkFolders(Path home, String database) {
        this.work = home.resolve("work");
        this.place =
                Sha256.of((database + "\n" + machine()).getBytes(StandardCharsets.UTF_8))
                        .substring(0, 8);
    }

    /** Its name in the network; empty where there is none to read. */
    private static String machine() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    Path create(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("not a prefix of a work folder: " + prefix);
        }
        long self = ProcessHandle.current().pid();
        String begin = prefix + "-" + self + "-" + start(self) + "-";
        Path folder = numbered(begin);
        try {
            Files.createDirectories(work);
            while (Files.exists(folder)) { // of the same id and start before the machine's own
                folder = numbered(begin);
            }
            mine.add(Files.createDirectory(folder));
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        }
        return folder;
    }

    private Path numbered(String begin) {
        return work.resolve(begin + NUMBER.incrementAndGet() + "-" + place);
    }

    /** True for a file inside a work folder. */
    boolean contains(Path file) {
        return file.toAbsolutePath().normalize().startsWith(work);
    }

    /** Deletes a folder of this process before its end. */
    void delete(Path folder) {
        if (mine.remove(folder)) {
            deleteTree(folder);
        }
    }

    void deleteMine() {
        List.copyOf(mine).forEach(this::delete);
    }

    /**
     * Deletes what dead processes left; what cannot be deleted stays for the next time.
     *
     * @param linked is given the SHA-256 of files of such folders that have a second name, which
     *     may be that of a blob, before the folders go; only of folders that were made here for
     *     this database, for another one may name those blobs
     */
    void sweep(Consumer<List<String>> linked) {
        try {
            List<Path> abandoned;
            try (Stream<Path> folders = Files.list(work)) {
                abandoned = folders.filter(WorkFolders::isAbandoned).toList();
            }
            List<String> hashes = new ArrayList<>();
            for (Path folder : abandoned) {
                if (folder.getFileName().toString().endsWith("-" + place)) {
                    hashes.addAll(withSecondName(folder));
                }
            }
            if (!hashes.isEmpty()) {
                linked.accept(hashes);
            }
            abandoned.forEach(WorkFolders::deleteTree);
        } catch (IOException | KaiyeException e) {
            // Another process sweeps too, or writes: the next sweep tries again.
        }
    }

    private static List<String> withSecondName(Path folder) throws IOException {
        List<String> hashes = new ArrayList<>();
        for (Path file : files(folder)) {
            if (hasSecondName(file)) {
                hashes.add(Sha256.of(file));
            }
        }
        return hashes;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** True, too, where the system does not tell. */
    private static boolean hasSecondName(Path file) throws IOException {
        try {
            return !(Files.getAttribute(file, "unix:nlink") instanceof Integer links) || links > 1;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return true;
        }
    }

    private static boolean isAbandoned(Path folder) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        if (!name.matches()) {
            return false;
        }
        long pid = Long.parseLong(name.group(1));
        String named = name.group(2);
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()
                || (named.startsWith("t")
                        ? ticks(pid).filter(ticks -> !ticks.equals(named)).isPresent()
                        : started(pid)
                                .map(start -> Math.abs(start - Long.parseLong(named)))
                                .filter(play -> play > START_PLAY.toMillis())
                                .isPresent());
    }

    /** What tells a process from an earlier one of the same id. */
    static String start(long pid) {
        return ticks(pid).orElseGet(() -> Long.toString(started(pid).orElse(0L)));
    }

    /** The start in ticks since the machine's, as {@code t90210}; empty on systems without. */
    private static Optional<String> ticks(long pid) {
        try {
            // Latin-1: a process may call itself by any bytes.
            String stat =
                    Files.readString(
                            Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Optional.of("t" + Long.parseLong(fields[START_FIELD]));
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> started(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .map(Instant::toEpochMilli);
    }

    private static void deleteTree(Path folder) {
        try {
            FileTrees.delete(folder);
        } catch (IOException e) {
            // In use or not ours to delete: the next sweep tries again.
        }
    }
}

package io.kaiye.store;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.FileTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Folders for work in progress under {@code home/work}. A name carries its owner's process id and
 * start, {@code import-4711-1767225600000-1}; folders whose owner no longer runs are left-overs of
 * a crash. Safe for threads.
 */
final class WorkFolders {
    private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9]{0,30}");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*-(\\d+)-(\\d+)-\\d+");

    /** Processes tell their start with this much play when the system's clock was set. */
    private static final Duration START_PLAY = Duration.ofSeconds(10);

    /** Numbers are unique in the whole process: several stores may share a home. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Path work;
    private final Set<Path> mine = ConcurrentHashMap.newKeySet();

    WorkFolders(Path home) {
        this.work = home.resolve("work");
    }

    Path create(String prefix) {
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("not a prefix of a work folder: " + prefix);
        }
        ProcessHandle self = ProcessHandle.current();
        Path folder =
                work.resolve(
                        prefix
                                + "-"
                                + self.pid()
                                + "-"
                                + started(self).map(Instant::toEpochMilli).orElse(0L)
                                + "-"
                                + NUMBER.incrementAndGet());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        }
        mine.add(folder);
        return folder;
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

    /** Deletes what dead processes left; what cannot be deleted stays for the next time. */
    void sweep() {
        try (Stream<Path> folders = Files.list(work)) {
            folders.filter(WorkFolders::isAbandoned).forEach(WorkFolders::deleteTree);
        } catch (IOException e) {
            // Left-overs are harmless.
        }
    }

    private static boolean isAbandoned(Path folder) {
        Matcher name = NAME.matcher(folder.getFileName().toString());
        if (!name.matches()) {
            return false;
        }
        Optional<ProcessHandle> owner =
                ProcessHandle.of(Long.parseLong(name.group(1))).filter(ProcessHandle::isAlive);
        Instant named = Instant.ofEpochMilli(Long.parseLong(name.group(2)));
        return owner.isEmpty()
                || started(owner.get())
                        .map(start -> Duration.between(start, named).abs())
                        .filter(play -> play.compareTo(START_PLAY) > 0)
                        .isPresent();
    }

    private static Optional<Instant> started(ProcessHandle process) {
        return process.info().startInstant();
    }

    private static void deleteTree(Path folder) {
        try {
            FileTrees.delete(folder);
        } catch (IOException e) {
            // In use or not ours to delete: the next sweep tries again.
        }
    }
}

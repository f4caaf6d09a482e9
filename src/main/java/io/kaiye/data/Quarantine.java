package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows that could not be read, on their way to a file of JSON lines: {@code {"file", "line",
 * "reason", "content"}}. One thread.
 */
final class Quarantine implements AutoCloseable {
    /** Of a broken row this much is kept; what is longer says how long it was. */
    static final int CONTENT_CHARACTERS_MAX = 100_000;

    private static final int EXAMPLES_MAX = 5;

    private final Path file;
    private final List<String> examples = new ArrayList<>();
    private int count;
    private Optional<OutputStream> out = Optional.empty();
    private Optional<Path> made = Optional.empty();

    Quarantine(Path file) {
        this.file = file;
    }

    void add(String fileName, long line, String reason, String content) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("file", fileName);
        entry.put("line", line);
        entry.put("reason", reason);
        if (content.length() > CONTENT_CHARACTERS_MAX) {
            entry.put("characters", content.length());
        }
        entry.put(
                "content",
                content.substring(0, Math.min(content.length(), CONTENT_CHARACTERS_MAX)));
        try {
            if (out.isEmpty()) {
                out = Optional.of(new BufferedOutputStream(Files.newOutputStream(file)));
            }
            out.get().write(Json.bytes(entry));
            out.get().write('\n');
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
        count++;
        if (examples.size() < EXAMPLES_MAX) {
            examples.add(fileName + " line " + line + ": " + reason);
        }
    }

    int count() {
        return count;
    }

    List<String> examples() {
        return List.copyOf(examples);
    }

    /**
     * Keeps the finished file in the home, where there is something in it.
     *
     * @return what the version says of it
     */
    Optional<Warning> keep(Path home, String dataset, String id) {
        if (count == 0) {
            return Optional.empty();
        }
        Path kept =
                home.resolve("quarantine").resolve(dataset + "-" + id.substring(0, 8) + ".jsonl");
        made = Files.exists(kept) ? Optional.empty() : Optional.of(kept);
        AtomicFiles.write(kept, to -> Files.copy(file, to));
        return Optional.of(
                new Warning(
                        Warning.Kind.QUARANTINED,
                        count,
                        Refusal.count(count, "row", "rows")
                                + " could not be read and "
                                + (count == 1 ? "was" : "were")
                                + " left out; with line and reason in "
                                + kept
                                + ".",
                        examples));
    }

    /** Takes back what {@link #keep} made, where the version was refused. */
    void withdraw() {
        try {
            if (made.isPresent()) {
                Files.deleteIfExists(made.get());
            }
        } catch (IOException e) {
            // It stays as a file that no version names.
        }
    }

    /** Makes the file whole; nothing may be added afterwards. */
    void finish() {
        close();
    }

    @Override
    public void close() {
        try {
            if (out.isPresent()) {
                out.get().close();
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }
}

package io.kaiye.govern;

import io.kaiye.base.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the files of a home hold of rows that were taken, outside of the blobs. */
final class FileTraces {
    /** Folders whose files are lines of text, of which some can go. */
    private static final List<String> LINES = List.of("logs", "cascade");

    private static final int SHORT_DIGITS = 8;

    private final Path home;

    FileTraces(Path home) {
        this.home = home;
    }

    /**
     * Deletes the reports that quote or are about the versions, the lines of logs, of kept answers
     * and of rows that could not be read that quote the person, and the states of trainings that
     * stopped: which rows those had learnt from is not known.
     *
     * @param texts passes what quotes the person
     * @param everywhere true if the person is to go from all files, not only from those about the
     *     versions
     * @param datasets that lost rows, as name@id
     * @return the files, relative to the home
     */
    List<String> clean(Predicate<String> texts, boolean everywhere, List<String> datasets) {
        List<String> cleaned = new ArrayList<>();
        for (Path file : files("reports")) {
            String text = read(file);
            if (datasets.stream().anyMatch(dataset -> isAbout(file, text, dataset))
                    || (everywhere && texts.test(unescapedHtml(text)))) {
                delete(file, cleaned);
            }
        }
        for (Path file : files("quarantine")) {
            String name = file.getFileName().toString();
            if (everywhere
                    || datasets.stream().anyMatch(one -> name.contains("-" + shortId(one)))) {
                cleanLines(file, texts, cleaned);
            }
        }
        if (everywhere) {
            for (String folder : LINES) {
                files(folder).forEach(file -> cleanLines(file, texts, cleaned));
            }
        }
        if (!datasets.isEmpty()) {
            files("checkpoints").forEach(file -> delete(file, cleaned));
        }
        return cleaned;
    }

    /** Names the version, or is of the whole dataset as "labels-desk.html" is. */
    private static boolean isAbout(Path report, String text, String dataset) {
        String name = dataset.substring(0, dataset.lastIndexOf('@'));
        return text.contains("@" + shortId(dataset))
                || report.getFileName().toString().equals("labels-" + name + ".html");
    }

    private static String shortId(String dataset) {
        int at = dataset.lastIndexOf('@') + 1;
        return dataset.substring(at, at + SHORT_DIGITS);
    }

    private void cleanLines(Path file, Predicate<String> texts, List<String> cleaned) {
        String text = read(file);
        List<String> lines = text.lines().toList();
        List<String> kept =
                lines.stream().filter(line -> !texts.test(RecordTraces.unescaped(line))).toList();
        if (kept.size() < lines.size()) {
            String left = kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
            overwrite(file, left);
            cleaned.add(relative(file));
        }
    }

    /** In place: a server that has its log open goes on writing to it. */
    private static void overwrite(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    private void delete(Path file, List<String> cleaned) {
        try {
            Files.deleteIfExists(file);
            cleaned.add(relative(file));
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    private List<Path> files(String folder) {
        Path place = home.resolve(folder);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lck"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw AtomicFiles.failure(place, e);
        }
    }

    private String relative(Path file) {
        return home.relativize(file).toString();
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    private static String unescapedHtml(String html) {
        return RecordTraces.unescaped(
                html.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replace("&#34;", "\"")
                        .replace("&amp;", "&"));
    }
}

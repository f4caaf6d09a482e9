package io.kaiye.govern;

import io.kaiye.base.AtomicFiles;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the files of a home hold of rows that were taken, outside of the blobs. Files of lines may
 * have gigabytes and are never in memory as a whole.
 */
final class FileTraces {
    private static final Pattern PART = Pattern.compile("\\.\\d+-\\d+\\.part$");

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
     * @param losing versions that lost rows, as name@id
     * @param concerned versions that were to lose rows, whether they held any or not: of those the
     *     rows that could not be read go, too
     * @return the files, relative to the home
     */
    List<String> clean(
            Predicate<String> texts,
            boolean everywhere,
            List<String> losing,
            List<String> concerned) {
        List<String> cleaned = new ArrayList<>();
        for (Path file : files("reports")) {
            String text = read(file);
            if (losing.stream().anyMatch(dataset -> isAbout(file, text, dataset))
                    || (everywhere && texts.test(unescapedHtml(text)))) {
                delete(file, cleaned);
            }
        }
        for (Path file : files("quarantine")) {
            if (everywhere || concerned.stream().anyMatch(one -> isOf(file, one))) {
                cleanLines(file, texts, cleaned);
            }
        }
        if (everywhere) {
            files("cascade").forEach(file -> cleanLines(file, texts, cleaned));
            files("logs").forEach(file -> cleanLog(file, texts, cleaned));
        }
        if (!losing.isEmpty()) {
            all("checkpoints").forEach(file -> delete(file, cleaned));
        }
        return cleaned;
    }

    /**
     * Rows that could not be read and quote the person.
     *
     * @return their number by file, relative to the home; files without any are left away
     */
    Map<String, Integer> quarantined(Predicate<String> texts) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Path file : files("quarantine")) {
            int count = count(file, texts, Integer.MAX_VALUE);
            if (count > 0) {
                counts.put(relative(file), count);
            }
        }
        return counts;
    }

    /** True if rows of a version that could not be read quote the person. */
    boolean isQuarantined(Predicate<String> texts, String dataset) {
        return files("quarantine").stream()
                .anyMatch(file -> isOf(file, dataset) && holds(file, texts));
    }

    /** Passes versions, as name@id, of which rows that could not be read are still there now. */
    Predicate<String> quarantined() {
        List<Path> there =
                files("quarantine").stream().filter(file -> file.toFile().length() > 0).toList();
        return dataset -> there.stream().anyMatch(file -> isOf(file, dataset));
    }

    /** A file of rows that could not be read when the version was imported. */
    private static boolean isOf(Path quarantine, String dataset) {
        return quarantine.getFileName().toString().contains("-" + shortId(dataset));
    }

    /**
     * Names the version, has its id in the name as "desk-5fae12c3-profile.html" has, or is of the
     * whole dataset as "labels-desk.html" is.
     */
    private static boolean isAbout(Path report, String text, String dataset) {
        String name = dataset.substring(0, dataset.lastIndexOf('@'));
        String file = report.getFileName().toString();
        return text.contains("@" + shortId(dataset))
                || file.contains("-" + shortId(dataset) + "-")
                || file.equals("labels-" + name + ".html");
    }

    private static String shortId(String dataset) {
        int at = dataset.lastIndexOf('@') + 1;
        return dataset.substring(at, at + SHORT_DIGITS);
    }

    /** In one step: a crash leaves the file as it was, and the erasure begins again. */
    private void cleanLines(Path file, Predicate<String> texts, List<String> cleaned) {
        if (holds(file, texts)) {
            AtomicFiles.write(file, out -> copyKept(file, texts, out));
            cleaned.add(relative(file));
        }
    }

    /**
     * In place: a server that has its log open goes on writing to it. A log has a few megabytes.
     */
    private void cleanLog(Path file, Predicate<String> texts, List<String> cleaned) {
        if (!holds(file, texts)) {
            return;
        }
        try {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            copyKept(file, texts, kept);
            Files.write(file, kept.toByteArray());
            cleaned.add(relative(file));
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    private static boolean holds(Path file, Predicate<String> texts) {
        return count(file, texts, 1) > 0;
    }

    /** Lines that quote the person; it reads on until there are so many. */
    private static int count(Path file, Predicate<String> texts, int max) {
        int count = 0;
        try (BufferedReader in = reader(file)) {
            for (String line = in.readLine(); line != null && count < max; line = in.readLine()) {
                count += quotes(line, texts) ? 1 : 0;
            }
            return count;
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    private static void copyKept(Path file, Predicate<String> texts, OutputStream out)
            throws IOException {
        try (BufferedReader in = reader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!quotes(line, texts)) {
                    out.write(line.getBytes(StandardCharsets.UTF_8));
                    out.write('\n');
                }
            }
        }
    }

    private static boolean quotes(String line, Predicate<String> texts) {
        return texts.test(RecordTraces.unescaped(line));
    }

    /** What is not UTF-8 is read all the same. */
    private static BufferedReader reader(Path file) throws IOException {
        return new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    }

    private void delete(Path file, List<String> cleaned) {
        try {
            Files.deleteIfExists(file);
            cleaned.add(relative(file));
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    /**
     * The whole files of a folder. What a process that died has left beside them is deleted; what
     * one that lives is writing is passed over.
     */
    private List<Path> files(String folder) {
        List<Path> there = all(folder);
        there.stream().filter(FileTraces::isPart).forEach(FileTraces::sweep);
        return there.stream().filter(file -> !isPart(file)).toList();
    }

    private static boolean isPart(Path file) {
        return PART.matcher(file.getFileName().toString()).find();
    }

    private static void sweep(Path part) {
        String target = PART.matcher(part.getFileName().toString()).replaceFirst("");
        AtomicFiles.sweep(part.resolveSibling(target));
    }

    private List<Path> all(String folder) {
        Path place = home.resolve(folder);
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(place)) {
            return walk.filter(Files::isRegularFile)
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

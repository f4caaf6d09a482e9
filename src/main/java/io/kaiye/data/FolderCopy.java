package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.Json;
import io.kaiye.base.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder whose folders are labels and whose files are texts, {@code folder/label/text.txt}, as
 * one file of JSON lines with the columns text, label and file.
 */
final class FolderCopy {
    private final Path folder;
    private final ImportLimits limits;

    FolderCopy(Path folder, ImportLimits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    ReadyFile write(String role, String name, Path target) {
        List<Path> labels = children(folder).stream().filter(Files::isDirectory).toList();
        if (labels.isEmpty()) {
            throw Refusal.file(
                    folder,
                    "is a folder without folders. Accepted is one folder for each label, with a"
                            + " text file for each text: "
                            + folder.getFileName()
                            + "/LABEL/TEXT.txt.");
        }
        MessageDigest digest = Sha256.digest();
        long bytes = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
            for (Path label : labels) {
                for (Path file : children(label)) {
                    byte[] content = content(file);
                    byte[] line = line(label, file, content);
                    bytes += content.length;
                    digest.update(line);
                    out.write(line);
                }
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(target, e);
        }
        Source source =
                new Source(role, name, bytes, Sha256.hex(digest), "folder", Encodings.UTF_8, 0);
        return new ReadyFile(name, target, FileFormat.JSONL, '\n', ReadyFile.NO_QUOTE, source);
    }

    private byte[] content(Path file) {
        if (!Files.isRegularFile(file)) {
            throw Refusal.file(file, "is not a text file. Accepted is FOLDER/LABEL/TEXT.txt.");
        }
        try {
            if (Files.size(file) > limits.textCharactersMax() * 4L) {
                throw Refusal.tooLarge(
                        file,
                        "has "
                                + Refusal.number(Files.size(file))
                                + " bytes; accepted are texts up to "
                                + Refusal.number(limits.textCharactersMax())
                                + " characters.");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw Refusal.unreadable(file, e);
        }
    }

    private static byte[] line(Path label, Path file, byte[] bytes) {
        LineEncodings lines = new LineEncodings();
        lines.add(bytes, bytes.length);
        lines.end();
        String text = new String(bytes, Encodings.charset(Encodings.choose("auto", lines)));
        String named = Json.line(Map.of("file", label.getFileName() + "/" + file.getFileName()));
        String row =
                new String(
                        Canonical.line(
                                text.replace("\u0000", ""), String.valueOf(label.getFileName())),
                        StandardCharsets.UTF_8);
        String joined = row.substring(0, row.length() - 2) + "," + named.substring(1) + "\n";
        return joined.getBytes(StandardCharsets.UTF_8);
    }

    /** Without hidden ones, by name. */
    private static List<Path> children(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw Refusal.unreadable(folder, e);
        }
    }
}

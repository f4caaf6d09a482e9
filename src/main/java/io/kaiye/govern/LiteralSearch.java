package io.kaiye.govern;

import io.kaiye.base.AtomicFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Looks for texts in the bytes of every file of a home, whatever the file is. */
final class LiteralSearch {
    /** Secrets are no texts; natives are libraries. */
    private static final Set<String> PASSED_OVER = Set.of("secrets", "native");

    private static final int CHUNK_BYTES = 1 << 20;

    private final List<String> needles;
    private final int longest;

    /**
     * @param terms as typed; upper and lower case of ASCII letters are alike
     */
    LiteralSearch(List<String> terms) {
        this.needles =
                terms.stream()
                        .map(String::strip)
                        .map(term -> lower(term.getBytes(StandardCharsets.UTF_8)))
                        .toList();
        this.longest = needles.stream().mapToInt(String::length).max().orElse(0);
    }

    /** The files that hold one, relative to the home. */
    List<String> in(Path home) {
        List<String> found = new ArrayList<>();
        for (Path file : files(home)) {
            if (holds(file)) {
                found.add(home.relativize(file).toString());
            }
        }
        return found;
    }

    private static List<Path> files(Path home) {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile)
                    .filter(
                            file ->
                                    !PASSED_OVER.contains(
                                            home.relativize(file).getName(0).toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw AtomicFiles.failure(home, e);
        }
    }

    private boolean holds(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            String rest = "";
            for (byte[] chunk = in.readNBytes(CHUNK_BYTES);
                    chunk.length > 0;
                    chunk = in.readNBytes(CHUNK_BYTES)) {
                String text = rest + lower(chunk);
                if (needles.stream().anyMatch(text::contains)) {
                    return true;
                }
                rest = text.substring(Math.max(0, text.length() - longest));
            }
            return false;
        } catch (NoSuchFileException e) {
            return false; // deleted meanwhile
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    /** One character for each byte. */
    private static String lower(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length);
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < latin.length(); i++) {
            char c = latin.charAt(i);
            text.append(c >= 'A' && c <= 'Z' ? Character.toLowerCase(c) : c);
        }
        return text.toString();
    }
}

package io.kaiye.label;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Words that mean about the same. A word may be in several groups. Immutable. */
public final class Synonyms {
    private static final int LINES_MAX = 200_000;

    private final Map<String, List<String>> others;
    private final int longest;

    private Synonyms(Map<String, List<String>> others) {
        this.others = others;
        this.longest = others.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /** Small lists for everyday English and Chinese. */
    public static Synonyms bundled() {
        List<String> lines = new ArrayList<>(resource("synonyms_en.txt"));
        lines.addAll(resource("synonyms_zh.txt"));
        return of(lines);
    }

    /**
     * Reads a file of groups, one a line, words divided by commas or tabs; lines that begin with #
     * are remarks.
     *
     * @throws KaiyeException INVALID_FILE if it is missing, not UTF-8 or without a group; TOO_LARGE
     */
    public static Synonyms read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() > LINES_MAX) {
                throw new KaiyeException(
                        ErrorCode.TOO_LARGE,
                        file + " has more than " + LINES_MAX + " lines. Leave some out.");
            }
            Synonyms read = of(lines);
            if (read.others.isEmpty()) {
                throw new KaiyeException(
                        ErrorCode.INVALID_FILE,
                        file + " has no group; accepted are lines such as: buy, purchase.");
            }
            return read;
        } catch (CharacterCodingException e) {
            throw new KaiyeException(ErrorCode.INVALID_FILE, file + " is not UTF-8 text.", e);
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE, "Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static Synonyms of(List<String> lines) {
        Map<String, Set<String>> groups = new HashMap<>();
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            List<String> words =
                    List.of(line.split("[,，\t]")).stream()
                            .map(word -> word.strip().toLowerCase(Locale.ROOT))
                            .filter(word -> !word.isEmpty())
                            .toList();
            for (String word : words) {
                Set<String> same = groups.computeIfAbsent(word, any -> new LinkedHashSet<>());
                same.addAll(words);
                same.remove(word);
            }
        }
        Map<String, List<String>> others = new HashMap<>();
        groups.forEach(
                (word, same) -> {
                    if (!same.isEmpty()) {
                        others.put(word, List.copyOf(same));
                    }
                });
        return new Synonyms(others);
    }

    /** Other words for this one; the case of letters does not matter. */
    List<String> of(String word) {
        return others.getOrDefault(word.toLowerCase(Locale.ROOT), List.of());
    }

    /** UTF-16 units of the longest word. */
    int longest() {
        return longest;
    }

    static List<String> resource(String name) {
        try (InputStream in =
                Objects.requireNonNull(Synonyms.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + name, e);
        }
    }
}

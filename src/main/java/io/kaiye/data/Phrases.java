package io.kaiye.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces phrases and characters of a text in one pass from its start, the longest first. Safe for
 * threads.
 */
final class Phrases {
    private static final String[] NONE = {};

    private final Map<Integer, String[]> byFirst = new HashMap<>();
    private final Map<String, String> replacements;

    /** Most have no phrase that begins with one, and texts have many. */
    private final boolean ascii;

    Phrases(Map<String, String> replacements) {
        this.replacements = Map.copyOf(replacements);
        for (String phrase : this.replacements.keySet()) {
            byFirst.merge(
                    phrase.codePointAt(0),
                    new String[] {phrase},
                    (some, one) -> {
                        String[] all = Arrays.copyOf(some, some.length + 1);
                        all[some.length] = one[0];
                        return all;
                    });
        }
        this.ascii = byFirst.keySet().stream().anyMatch(point -> point < 0x80);
        byFirst.values()
                .forEach(
                        all ->
                                Arrays.sort(
                                        all, Comparator.comparingInt(String::length).reversed()));
    }

    /** The same text object where nothing is replaced. */
    String replace(String text) {
        StringBuilder out = null;
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            String found = point < 0x80 && !ascii ? null : found(text, at, point);
            if (found == null) {
                if (out != null) {
                    out.appendCodePoint(point);
                }
                at += Character.charCount(point);
                continue;
            }
            String replacement = replacements.getOrDefault(found, found);
            if (out == null && !replacement.equals(found)) {
                out = new StringBuilder(text.length()).append(text, 0, at);
            }
            if (out != null) {
                out.append(replacement);
            }
            at += found.length();
        }
        return out == null ? text : out.toString();
    }

    private @Nullable String found(String text, int at, int point) {
        for (String phrase : byFirst.getOrDefault(point, NONE)) {
            if (text.startsWith(phrase, at)) {
                return phrase;
            }
        }
        return null;
    }
}

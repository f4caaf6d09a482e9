package io.kaiye.privacy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A list of Chinese words, found by where they begin or end, the longest first. Immutable. */
final class HanWords {
    private final Map<Character, List<String>> byFirst = new HashMap<>();
    private final Map<Character, List<String>> byLast = new HashMap<>();

    HanWords(List<String> words) {
        List<String> sorted = new ArrayList<>(words);
        sorted.sort(Comparator.comparingInt(String::length).reversed());
        for (String word : sorted) {
            byFirst.computeIfAbsent(word.charAt(0), any -> new ArrayList<>()).add(word);
            byLast.computeIfAbsent(word.charAt(word.length() - 1), any -> new ArrayList<>())
                    .add(word);
        }
    }

    static HanWords of(String words) {
        return new HanWords(List.of(words.split(" ")));
    }

    static HanWords read(String file) {
        return new HanWords(WordLists.words(file));
    }

    /** How long the longest word is that begins there; 0 for none. */
    int lengthAt(Page page, int start) {
        for (String word : byFirst.getOrDefault(page.at(start), List.of())) {
            if (isAt(page, start, word)) {
                return word.length();
            }
        }
        return 0;
    }

    /** How long the longest word is that ends before that place; 0 for none. */
    int lengthBefore(Page page, int end) {
        for (String word : byLast.getOrDefault(page.at(end - 1), List.of())) {
            if (isAt(page, end - word.length(), word)) {
                return word.length();
            }
        }
        return 0;
    }

    private static boolean isAt(Page page, int start, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (page.at(start + i) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}

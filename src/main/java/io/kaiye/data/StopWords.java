package io.kaiye.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words that say little. In scripts with spaces a word is a run of letters, digits and apostrophes,
 * in any case. Chinese is not cut into words here: the longest stop word or protected word from
 * each place counts, and protected words (目的 has 的 in it) stay. Safe for threads.
 */
final class StopWords {
    static final StopWords NONE = new StopWords(List.of());

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['’][\\p{L}]+)*");

    private final Set<String> words = new HashSet<>();
    private final Phrases phrases;

    /**
     * @param list "en" or "zh" for the list that comes with the program, other entries as they are
     */
    StopWords(List<String> list) {
        Map<String, String> chinese = new HashMap<>();
        for (String word : all(list)) {
            boolean kept = word.startsWith("+");
            String bare = (kept ? word.substring(1) : word).strip();
            if (bare.codePoints().anyMatch(Language::isHan)) {
                chinese.put(bare, kept ? bare : "");
            } else if (!kept) {
                words.add(bare.toLowerCase(Locale.ROOT).replace('’', '\''));
            }
        }
        phrases = new Phrases(chinese);
    }

    private static List<String> all(List<String> list) {
        List<String> all = new ArrayList<>();
        for (String entry : list) {
            if (entry.equals("en") || entry.equals("zh")) {
                all.addAll(Resources.lines("stop-words-" + entry + ".txt"));
            } else {
                all.add(entry);
            }
        }
        return all;
    }

    /** A text without them, again and again until none is left. */
    String removed(String text) {
        String before = text;
        while (true) {
            String after = phrases.replace(before);
            if (!words.isEmpty()) {
                after = WORD.matcher(after).replaceAll(this::unlessStop);
            }
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
    }

    private String unlessStop(MatchResult word) {
        String lower = word.group().toLowerCase(Locale.ROOT).replace('’', '\'');
        return words.contains(lower) ? "" : Matcher.quoteReplacement(word.group());
    }
}

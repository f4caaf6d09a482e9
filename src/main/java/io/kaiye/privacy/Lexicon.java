package io.kaiye.privacy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is known about English words and names, by their lower-case form. Immutable. */
final class Lexicon {
    static final int GIVEN = 1;
    static final int SURNAME = 2;
    static final int CITY = 4;
    static final int COUNTRY = 8;
    static final int FIRM = 16;
    static final int STREET = 32;
    static final int GROUP = 64;
    static final int JOB = 128;
    static final int COMMON = 256;
    static final int HONORIFIC = 512;
    static final int CALENDAR = 1024;

    private static final String HONORIFICS =
            "mr mrs ms mx miss dr prof sir madam mister professor rev";
    private static final List<String> ENDINGS =
            List.of("s", "es", "ed", "d", "ing", "er", "ers", "est", "ly", "ness", "y", "al", "n");

    /** Read once, about 7,000 entries. */
    static final Lexicon ENGLISH = new Lexicon();

    private final Map<String, Integer> flags = new HashMap<>(1 << 14);
    private final Map<String, Integer> numbers = new HashMap<>(1 << 12);
    private final Map<String, List<String[]>> places = new HashMap<>();

    private Lexicon() {
        for (String word : WordLists.words("common-words.txt")) {
            numbers.putIfAbsent(word, numbers.size() + 1);
            mark(word, COMMON);
        }
        WordLists.words("given-names.txt").forEach(word -> mark(word, GIVEN));
        WordLists.words("surnames.txt").forEach(word -> mark(word, SURNAME));
        WordLists.words("organisations.txt").forEach(word -> mark(word, FIRM));
        WordLists.words("streets.txt").forEach(word -> mark(word, STREET));
        WordLists.words("groups.txt").forEach(word -> mark(word, GROUP));
        WordLists.words("jobs.txt").forEach(word -> mark(word, JOB));
        WordLists.lines("places.txt").forEach(place -> markPlace(place, CITY));
        WordLists.lines("countries.txt").forEach(place -> markPlace(place, COUNTRY));
        List.of(HONORIFICS.split(" ")).forEach(word -> mark(word, HONORIFIC));
        CalendarWords.DAYS.forEach(word -> mark(word, CALENDAR));
        CalendarWords.MONTHS.forEach(word -> mark(word, CALENDAR));
    }

    private void mark(String word, int flag) {
        flags.merge(word.toLowerCase(Locale.ROOT), flag, (a, b) -> a | b);
    }

    private void markPlace(String place, int flag) {
        String[] parts = place.toLowerCase(Locale.ROOT).split("[ -]");
        if (parts.length == 1) {
            mark(place, flag);
        } else {
            places.computeIfAbsent(parts[0], any -> new ArrayList<>()).add(parts);
            mark(String.join(" ", parts), flag);
        }
    }

    /** The flags of a lower-case word; inflected forms of common words are common. */
    int flags(String word) {
        int known = flags.getOrDefault(word, 0);
        return (known & COMMON) == 0 && isInflected(word) ? known | COMMON : known;
    }

    /** A number for a common word, 0 for others. */
    int number(String word) {
        return numbers.getOrDefault(word, 0);
    }

    /** Names of places in several words that begin with this one, each in its words. */
    List<String[]> placesFrom(String word) {
        return places.getOrDefault(word, List.of());
    }

    private boolean isInflected(String word) {
        for (String ending : ENDINGS) {
            if (word.length() > ending.length() + 2 && word.endsWith(ending)) {
                String stem = word.substring(0, word.length() - ending.length());
                if (numbers.containsKey(stem)
                        || numbers.containsKey(stem + "e")
                        || isDoubled(stem)
                        || (stem.endsWith("i")
                                && numbers.containsKey(
                                        stem.substring(0, stem.length() - 1) + "y"))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** "stopp" of "stopped". */
    private boolean isDoubled(String stem) {
        int last = stem.length() - 1;
        return last > 2
                && stem.charAt(last) == stem.charAt(last - 1)
                && numbers.containsKey(stem.substring(0, last));
    }
}

package io.kaiye.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells Chinese from English, which decides how texts are cut into features and which base model
 * fits. A rule of thumb over many texts, not a language identifier.
 */
public final class Language {
    /** A Chinese character says about as much as this many Latin letters. */
    private static final double HAN_WEIGHT = 3;

    private Language() {}

    /**
     * The language of many texts: "en", "zh", "mixed" (both have more than a tenth of the texts) or
     * "other", which is also said of Japanese, Korean and other European languages than English.
     * Looks at the first 300 characters of each text.
     */
    public static String detect(List<String> texts) {
        Tally tally = new Tally();
        texts.forEach(tally::add);
        return tally.language();
    }

    /** True for Chinese characters, which Japanese also uses; not for their punctuation. */
    public static boolean isHan(int codePoint) {
        return codePoint >= 0x2e80
                && Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HAN;
    }

    /**
     * The share of Chinese characters among the letters of a text, from 0 to 1; 0 without letters.
     */
    public static double hanShare(String text) {
        long letters = text.codePoints().filter(Character::isLetter).count();
        return letters == 0
                ? 0
                : (double) text.codePoints().filter(Language::isHan).count() / letters;
    }

    /** Counts texts one by one. */
    static final class Tally {
        private static final int LOOKED_AT_CHARACTERS_MAX = 300;
        private static final double MINORITY = 0.1;
        private static final Pattern NOT_WORD = Pattern.compile("[^\\p{L}']+");

        /** Common words that are not also common in the other list. */
        private static final Set<String> ENGLISH =
                Set.of(
                        "the", "of", "and", "to", "is", "it", "that", "you", "my", "for", "with",
                        "this", "are", "was", "have", "not", "be", "what", "how", "i", "can", "at",
                        "but", "from", "your", "they", "we", "do", "will", "if");

        private static final Set<String> EUROPEAN =
                Set.of(
                        "der", "die", "das", "und", "ist", "nicht", "ich", "ein", "eine", "mit",
                        "le", "la", "les", "et", "est", "une", "je", "pas", "que", "pour", "el",
                        "los", "y", "es", "en", "por", "con", "para", "il", "di", "che", "non",
                        "per", "sono", "o", "os", "um", "uma", "não", "het", "een", "van", "ik",
                        "niet", "och", "att", "det", "som", "jest", "nie", "na", "się", "ve",
                        "bir");

        private long chinese;
        private long latin;
        private long other;
        private long englishWords;
        private long europeanWords;

        void add(String text) {
            int end = Math.min(text.length(), LOOKED_AT_CHARACTERS_MAX);
            int han = 0;
            int latinLetters = 0;
            int otherLetters = 0;
            for (int i = 0; i < end; i++) {
                char c = text.charAt(i);
                if (c < 0x250) {
                    latinLetters += Character.isLetter(c) ? 1 : 0;
                } else if (Character.isSurrogate(c) || isHan(c)) {
                    han += isHan(text.codePointAt(i)) ? 1 : 0;
                } else {
                    otherLetters += Character.isLetter(c) ? 1 : 0;
                }
            }
            count(han * HAN_WEIGHT, latinLetters, otherLetters);
            if (latinLetters > 0) {
                countWords(text.substring(0, end));
            }
        }

        String language() {
            long all = chinese + latin + other;
            if (all == 0 || other * 2 > all) {
                return "other";
            }
            if (chinese > MINORITY * all && latin > MINORITY * all) {
                return "mixed";
            }
            if (chinese > latin) {
                return "zh";
            }
            return europeanWords > englishWords ? "other" : "en";
        }

        /**
         * Kana, Hangul and the like decide already as a fifth: Japanese is half Chinese characters.
         */
        private void count(double han, double latinLetters, double otherLetters) {
            double all = han + latinLetters + otherLetters;
            if (all == 0) {
                return;
            }
            if (otherLetters * 5 > all) {
                other++;
            } else if (han > latinLetters) {
                chinese++;
            } else {
                latin++;
            }
        }

        private void countWords(String text) {
            for (String word : NOT_WORD.split(text.toLowerCase(Locale.ROOT))) {
                englishWords += ENGLISH.contains(word) ? 1 : 0;
                europeanWords += EUROPEAN.contains(word) ? 1 : 0;
            }
        }
    }
}

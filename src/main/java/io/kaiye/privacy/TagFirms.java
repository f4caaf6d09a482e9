package io.kaiye.privacy;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Names of firms that do not exist, in the ways in which firms are named. */
final class TagFirms {
    private static final List<String> COMMON = WordLists.words("common-words.txt");
    private static final List<String> PARTS = WordLists.words("organisations.txt");
    private static final String[] FORMS = {
        "Inc",
        "Inc.",
        "Ltd",
        "Ltd.",
        "LLC",
        "Corp.",
        "Corporation",
        "Company",
        "Group",
        "PLC",
        "GmbH",
        "& Co",
        "Holdings",
        "Partners",
        "Incorporated",
        "Limited",
        "and Sons"
    };
    private static final String[] SYLLABLES = {
        "ac", "al", "an", "ar", "av", "bi", "bo", "ca", "ci", "com", "cor", "cy", "da", "den", "di",
        "do", "el", "en", "er", "fi", "flo", "ga", "gen", "go", "gra", "hi", "in", "ix", "ka", "ki",
        "la", "lex", "li", "lo", "lum", "ma", "me", "mi", "mo", "na", "ne", "nex", "no", "nu", "ol",
        "om", "on", "op", "or", "pa", "pi", "plex", "po", "qua", "ra", "re", "ri", "ro", "sa", "se",
        "si", "so", "sta", "syn", "ta", "te", "ti", "to", "tri", "u", "va", "ve", "vi", "vo", "xi",
        "ya", "ze", "zi", "zo"
    };

    private final Random random;
    private final TagValues values;

    TagFirms(Random random, TagValues values) {
        this.random = random;
        this.values = values;
    }

    String firm() {
        String firm =
                switch (random.nextInt(12)) {
                    case 0 -> values.surname() + "-" + values.surname();
                    case 1 ->
                            values.surname() + ", " + values.surname() + " and " + values.surname();
                    case 2 -> values.surname() + " " + values.one(FORMS);
                    case 3, 4 -> made();
                    case 5 -> made() + " " + part();
                    case 6 -> word() + word().toLowerCase(Locale.ROOT);
                    case 7 -> word() + " " + part();
                    case 8 -> word() + " " + word();
                    case 9 -> word() + " " + word() + " " + part();
                    case 10 -> values.surname() + " " + part();
                    default -> values.city() + " " + part();
                };
        return random.nextInt(6) == 0 ? firm + " " + values.one(FORMS) : firm;
    }

    /** Common words in small letters. */
    String words(int count) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(word().toLowerCase(Locale.ROOT));
        }
        return words.toString();
    }

    /** Capital letters, sometimes with a number; no firm. */
    String acronym() {
        StringBuilder letters = new StringBuilder();
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            letters.append((char) ('A' + random.nextInt(26)));
        }
        return random.nextInt(5) == 0 ? letters + values.digits(2) : letters.toString();
    }

    /** Something that is for sale; no firm. */
    String product() {
        return switch (random.nextInt(5)) {
            case 0 -> word() + acronym();
            case 1 -> made() + " " + values.digits(3);
            case 2 -> word() + word();
            case 3 -> acronym() + "-" + word();
            default -> word() + " " + values.digits(1) + "." + values.digits(1);
        };
    }

    /** A name of a file or of a machine. */
    String file() {
        String name = word().toLowerCase(Locale.ROOT) + values.one(".", "/", "-", "_", "");
        return name + word().toLowerCase(Locale.ROOT) + "." + acronym().toLowerCase(Locale.ROOT);
    }

    /** A common word, every other time one of the most common. */
    String anyWord() {
        return COMMON.get(random.nextInt(random.nextBoolean() ? 330 : COMMON.size()));
    }

    /** Common words in capitals, as over an article; no firm. */
    String headline() {
        StringBuilder words = new StringBuilder();
        for (int i = 3 + random.nextInt(6); i > 0; i--) {
            int from = random.nextInt(3) == 0 ? 400 : 0;
            String word = COMMON.get(random.nextInt(from == 0 ? 400 : COMMON.size()));
            words.append(words.isEmpty() ? "" : " ").append(capital(word));
        }
        return words.toString();
    }

    private String made() {
        StringBuilder made = new StringBuilder();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            made.append(values.one(SYLLABLES));
        }
        return random.nextInt(8) == 0
                ? made.toString().toUpperCase(Locale.ROOT)
                : capital(made.toString());
    }

    private String word() {
        String word = COMMON.get(400 + random.nextInt(COMMON.size() - 400));
        return capital(word.replaceAll("[^a-z]", "") + (word.length() < 3 ? "x" : ""));
    }

    private String part() {
        return capital(PARTS.get(24 + random.nextInt(PARTS.size() - 24)));
    }

    static String capital(String word) {
        return word.isEmpty()
                ? word
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}

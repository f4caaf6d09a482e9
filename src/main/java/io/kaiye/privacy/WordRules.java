package io.kaiye.privacy;

import java.util.Set;

/**
 * Years, days of the week, ages and postcodes, told by the words beside them. A year counts only
 * where a word makes it one ("in 1985").
 */
final class WordRules {
    private static final double CONFIDENCE = 0.7;
    private static final int AGE_MAX = 120;
    private static final Set<String> BEFORE_YEAR =
            Set.of(
                    "in", "of", "since", "by", "from", "until", "till", "around", "during",
                    "before", "after", "a", "the", "early", "late", "year", "circa", "mid",
                    "between", "and", "to", "summer", "winter", "spring", "autumn", "fall");
    private static final Set<String> BEFORE_AGE =
            Set.of("turned", "aged", "age", "turning", "turns");
    private static final Set<String> BEING =
            Set.of("was", "is", "am", "i'm", "he's", "she's", "i\u2019m", "be", "m", "s");
    private static final Set<String> AFTER_AGE =
            Set.of("and", "but", "now", "when", "or", "so", "because", "today", "years", "then");
    private static final Set<String> ADVERBS =
            Set.of("only", "just", "now", "almost", "nearly", "about", "already", "still", "over");
    private static final Set<String> EVENTS =
            Set.of("died", "retired", "married", "graduated", "started", "began", "passed");
    private static final Set<String> YEARS = Set.of("year", "years", "yr", "yrs", "months");
    private static final Set<String> POST =
            Set.of("zip", "postcode", "postal", "zipcode", "plz", "cep");

    private WordRules() {}

    static void scan(Page page, Tokens tokens) {
        for (int i = 0; i < tokens.count(); i++) {
            int shape = tokens.shape(i);
            if (shape >= Tokens.DIGITS && shape < Tokens.FOUND) {
                number(page, tokens, i, shape - Tokens.DIGITS + 1);
            } else if (shape == Tokens.MIXED_DIGITS) {
                postcode(page, tokens, i);
            } else if (shape == Tokens.CAPITAL && CalendarWords.DAYS.contains(tokens.lower(i))) {
                page.found(tokens.start(i), tokens.end(i), PersonalDataKind.DATE, CONFIDENCE);
            }
        }
    }

    private static void number(Page page, Tokens tokens, int at, int digits) {
        if (postcode(page, tokens, at)) {
            return;
        }
        if (digits == 4 && isYear(tokens, at)) {
            page.found(tokens.start(at), tokens.end(at), PersonalDataKind.DATE, CONFIDENCE);
        } else if (digits <= 3 && isAge(tokens, at)) {
            page.found(tokens.start(at), tokens.end(at), PersonalDataKind.AGE, CONFIDENCE);
        }
    }

    private static boolean isYear(Tokens tokens, int at) {
        int year = Integer.parseInt(tokens.text(at));
        String before = tokens.lower(at - 1);
        return year >= 1800
                && year < 2100
                && (BEFORE_YEAR.contains(before) || CalendarWords.MONTHS.contains(before));
    }

    private static boolean isAge(Tokens tokens, int at) {
        if (Integer.parseInt(tokens.text(at)) > AGE_MAX) {
            return false;
        }
        String after = tokens.lower(at + 1);
        boolean isOld =
                (YEARS.contains(after) && old(tokens, at + 2))
                        || (after.equals("-") && YEARS.contains(tokens.lower(at + 2)))
                        || after.equals("yo")
                        || after.equals("yo.")
                        || (after.equals("y") && tokens.lower(at + 2).equals("/"));
        return isOld || isAnnouncedAge(tokens, at, after);
    }

    private static boolean old(Tokens tokens, int at) {
        String word = tokens.lower(at);
        return word.equals("old")
                || (word.equals("of") && tokens.lower(at + 1).equals("age"))
                || (word.equals("-") && tokens.lower(at + 1).equals("old"));
    }

    /** "aged 60", "age: 60", "the age of 60", "he was 60.", "she is only 60 and", "died at 60". */
    private static boolean isAnnouncedAge(Tokens tokens, int at, String after) {
        String before = tokens.lower(at - 1);
        if (before.equals(":") || before.equals("of") || before.equals("is")) {
            if (tokens.lower(at - 2).equals("age")) {
                return true;
            }
        }
        boolean ends = after.isEmpty() || ".,;!?)\n".contains(after) || AFTER_AGE.contains(after);
        int verb = ADVERBS.contains(before) ? at - 2 : at - 1;
        boolean isState =
                BEING.contains(tokens.lower(verb))
                        && isSomebody(tokens.lower(verb - 1), tokens.lower(verb));
        boolean isEvent = before.equals("at") && EVENTS.contains(tokens.lower(at - 2));
        return BEFORE_AGE.contains(before) || (ends && (isState || isEvent));
    }

    private static boolean isSomebody(String subject, String verb) {
        return Set.of("he", "she", "i", "who", "'", "\u2019", "they", "you").contains(subject)
                || verb.length() > 3
                || verb.equals("i'm");
    }

    /** The number, and a second part of it, after "ZIP:". */
    private static boolean postcode(Page page, Tokens tokens, int at) {
        int before = at - 1;
        while (before >= 0 && at - before < 4 && isJoin(tokens.lower(before))) {
            before--;
        }
        boolean isPost = before < at && POST.contains(tokens.lower(before));
        boolean isChinese =
                page.at(tokens.start(at) - 1) == ':' && page.at(tokens.start(at) - 2) == '编';
        if (!isPost && !isChinese) {
            return false;
        }
        int last = at;
        if (tokens.lower(at + 1).equals("-") && isCode(tokens, at + 2)) {
            last = at + 2;
        } else if (isCode(tokens, at + 1)
                && tokens.start(at + 1) - tokens.end(at) == 1
                && tokens.end(at + 1) - tokens.start(at + 1) <= 4) {
            last = at + 1;
        }
        page.found(tokens.start(at), tokens.end(last), PersonalDataKind.POSTCODE, 0.8);
        return true;
    }

    private static boolean isJoin(String word) {
        return word.equals(":")
                || word.equals("code")
                || word.equals("is")
                || word.equals("=")
                || word.equals(".");
    }

    private static boolean isCode(Tokens tokens, int at) {
        int shape = tokens.shape(at);
        return at < tokens.count()
                && (shape == Tokens.UPPER
                        || (shape >= Tokens.MIXED_DIGITS && shape < Tokens.FOUND));
    }
}

package io.kaiye.privacy;

import java.util.Set;

/**
 * Years, days of the week, ages and postcodes, told by the words beside them. A year counts only
 * where a word makes it one ("in 1985").
 */
final class WordRules {
    private static final double CONFIDENCE = 0.7;
    private static final Set<String> BEFORE_YEAR =
            Set.of(
                    "in", "of", "since", "by", "from", "until", "till", "around", "during",
                    "before", "after", "a", "the", "early", "late", "year", "circa", "mid",
                    "between", "and", "to", "summer", "winter", "spring", "autumn", "fall");

    private WordRules() {}

    static void scan(Page page, Tokens tokens) {
        for (int i = 0; i < tokens.count(); i++) {
            int shape = tokens.shape(i);
            if (shape >= Tokens.MIXED_DIGITS && shape < Tokens.FOUND) {
                number(page, tokens, i, shape - Tokens.DIGITS + 1);
            } else if (shape == Tokens.UPPER) {
                PostcodeRules.found(page, tokens, i);
            } else if (shape == Tokens.CAPITAL && CalendarWords.DAYS.contains(tokens.lower(i))) {
                page.found(tokens.start(i), tokens.end(i), PersonalDataKind.DATE, CONFIDENCE);
            } else if (shape == Tokens.LOWER && tokens.lower(i).charAt(0) == 'y') {
                int first = AgeRules.wordsBefore(tokens, i);
                if (first < i) {
                    age(page, tokens, first, i - 1);
                }
            }
        }
    }

    /**
     * @param digits 0 if there are letters in it too
     */
    private static void number(Page page, Tokens tokens, int at, int digits) {
        if (PostcodeRules.found(page, tokens, at)) {
            return;
        }
        if (digits == 4 && isYear(tokens, at)) {
            page.found(tokens.start(at), tokens.end(at), PersonalDataKind.DATE, CONFIDENCE);
        } else if (digits == 0
                ? AgeRules.isCompactAge(tokens, at)
                : digits <= 3 && AgeRules.isAge(tokens, at)) {
            age(page, tokens, at, at);
        }
    }

    private static void age(Page page, Tokens tokens, int first, int last) {
        page.found(tokens.start(first), tokens.end(last), PersonalDataKind.AGE, CONFIDENCE);
    }

    private static boolean isYear(Tokens tokens, int at) {
        int year = Integer.parseInt(tokens.text(at));
        String before = tokens.lower(at - 1);
        return year >= 1800
                && year < 2100
                && (BEFORE_YEAR.contains(before) || CalendarWords.MONTHS.contains(before));
    }
}

package io.kaiye.privacy;

import java.util.List;

/** English months and days of the week, in order and small letters. */
final class CalendarWords {
    static final List<String> MONTHS =
            List.of(
                    "january",
                    "february",
                    "march",
                    "april",
                    "may",
                    "june",
                    "july",
                    "august",
                    "september",
                    "october",
                    "november",
                    "december");

    static final List<String> DAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");

    private CalendarWords() {}

    /** True for a month, whole or in short: "mar", "sept". */
    static boolean isMonth(String word) {
        return MONTHS.contains(word)
                || word.equals("sept")
                || (word.length() == 3 && MONTHS.stream().anyMatch(m -> m.startsWith(word)));
    }
}

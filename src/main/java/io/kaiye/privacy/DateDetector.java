package io.kaiye.privacy;

import java.util.Locale;

/**
 * Days written with digits: 1990-03-05 (and a time), 5/3/1990, 1990年3月5日, 5 March 1990, March 5,
 * 1990. Beside a word about birth they are dates of birth.
 */
final class DateDetector implements Detector {
    private static final int MONTH_CHARACTERS = 9;
    private static final ContextWords BIRTH =
            new ContextWords("born", "birth", "dob", "d.o.b", "出生", "生日", "生于", "诞生");

    /** At the first digit of a number. */
    @Override
    public int look(Page page, int at) {
        if (Chars.isAlphanumeric(page.at(at - 1))) {
            return at;
        }
        int first = page.digitsEnd(at);
        int start = at;
        int end =
                switch (first - at) {
                    case 4 -> yearFirst(page, at, first);
                    case 8 -> compact(page, at, first);
                    case 1, 2 -> dayFirst(page, at, first);
                    default -> at;
                };
        if (end == at && first - at <= 2) {
            start = monthBefore(page, at);
            end = start < at ? afterMonthAndDay(page, first) : at;
        }
        return end > at ? keep(page, start, end) : at;
    }

    private static int keep(Page page, int start, int end) {
        boolean isBirth = BIRTH.before(page, start) || isBornAfter(page, end);
        return page.found(
                start, end, isBirth ? PersonalDataKind.DATE_OF_BIRTH : PersonalDataKind.DATE, 0.9);
    }

    /** 1990年3月5日生, and not 2018年生产. */
    private static boolean isBornAfter(Page page, int end) {
        return page.at(end) == '生'
                ? !Chars.isHan(page.at(end + 1)) || page.at(end + 1) == '于'
                : page.at(end) == '出' && page.at(end + 1) == '生';
    }

    private static int yearFirst(Page page, int at, int first) {
        char separator = page.at(first);
        boolean isChinese = separator == '年';
        if (!isChinese && "-/.".indexOf(separator) < 0) {
            return at;
        }
        int year = number(page, at, first);
        int month = page.digitsEnd(first + 1);
        if (isChinese && (month == first + 1 || page.at(month) != '月')) {
            return Checksums.isDate(year, 1, 1) ? first + 1 : at;
        }
        int day = page.digitsEnd(month + 1);
        if (isChinese && day == month + 1) {
            return Checksums.isDate(year, number(page, first + 1, month), 1) ? month + 1 : at;
        }
        if (!isChinese && page.at(month) != separator) {
            return at;
        }
        if (!isDate(year, page, first + 1, month, month + 1, day)) {
            return at;
        }
        char after = page.at(day);
        return time(page, after == '日' || after == '号' ? day + 1 : day);
    }

    /** 19900305, only beside a word about birth. */
    private static int compact(Page page, int at, int end) {
        return isDate(number(page, at, at + 4), page, at + 4, at + 6, at + 6, end)
                        && !Chars.isAlphanumeric(page.at(end))
                        && BIRTH.before(page, at)
                ? end
                : at;
    }

    private static int dayFirst(Page page, int at, int first) {
        char separator = page.at(first);
        if ("-/.".indexOf(separator) >= 0) {
            return threeNumbers(page, at, first, separator);
        }
        int word = first;
        if (isOrdinal(page, first)) {
            word += 2;
        }
        if (page.at(word) == ' '
                && page.text(word, Math.min(page.length(), word + 4)).equals(" of ")) {
            word += 3;
        }
        int month = page.at(word) == ' ' || page.at(word) == '-' ? monthEnd(page, word + 1) : word;
        if (month <= word + 1 || number(page, at, first) > 31) {
            return at;
        }
        return afterYear(page, month);
    }

    private static int threeNumbers(Page page, int at, int first, char separator) {
        int second = page.digitsEnd(first + 1);
        int third = page.digitsEnd(second + 1);
        int yearDigits = third - second - 1;
        if (page.at(second) != separator
                || (yearDigits != 4 && (yearDigits != 2 || separator == '.'))
                || (page.at(third) == separator && Chars.isDigit(page.at(third + 1)))
                || Chars.isAlphanumeric(page.at(third))) {
            return at;
        }
        int year = number(page, second + 1, third) + (yearDigits == 2 ? 1900 : 0);
        boolean isDate =
                isDate(year, page, at, first, first + 1, second)
                        || isDate(year, page, first + 1, second, at, first);
        return isDate ? time(page, third) : at;
    }

    /** The place where a month stands before a day; the day's own place if there is none. */
    private static int monthBefore(Page page, int at) {
        int end = at - 1;
        if (page.at(end) == '.') {
            end--;
        }
        int start = end;
        while (end - start <= MONTH_CHARACTERS && Chars.isLetter(page.at(start - 1))) {
            start--;
        }
        return page.at(at - 1) == ' ' && start < end && monthEnd(page, start) >= end ? start : at;
    }

    private static int afterMonthAndDay(Page page, int end) {
        return afterYear(page, isOrdinal(page, end) ? end + 2 : end);
    }

    /** The end of a year after a comma or a space; the place itself without. */
    private static int afterYear(Page page, int at) {
        int year = page.at(at) == ',' ? at + 1 : at;
        year = page.at(year) == ' ' || page.at(year) == '-' ? year + 1 : year;
        int end = page.digitsEnd(year);
        return year > at && end - year == 4 && Checksums.isDate(number(page, year, end), 1, 1)
                ? time(page, end)
                : at;
    }

    private static int monthEnd(Page page, int at) {
        int end = at;
        while (end - at <= MONTH_CHARACTERS && Chars.isLetter(page.at(end))) {
            end++;
        }
        String word = page.text(at, end).toLowerCase(Locale.ROOT);
        return !CalendarWords.isMonth(word)
                ? at
                : word.length() < 5 && page.at(end) == '.' ? end + 1 : end;
    }

    private static boolean isOrdinal(Page page, int at) {
        String two = page.text(at, Math.min(page.length(), at + 2)).toLowerCase(Locale.ROOT);
        return two.equals("st") || two.equals("nd") || two.equals("rd") || two.equals("th");
    }

    /** The end of a time such as " 12:45:18" or "T08:00Z"; the place itself without. */
    private static int time(Page page, int at) {
        if (page.at(at) != ' ' && page.at(at) != 'T') {
            return at;
        }
        int hours = page.digitsEnd(at + 1);
        int end = page.digitsEnd(hours + 1);
        if (hours == at + 1 || hours > at + 3 || page.at(hours) != ':' || end != hours + 3) {
            return at;
        }
        if (page.at(end) == ':' && page.digitsEnd(end + 1) == end + 3) {
            end += 3;
        }
        return page.at(end) == 'Z' ? end + 1 : end;
    }

    private static boolean isDate(
            int year, Page page, int month, int monthEnd, int day, int dayEnd) {
        return monthEnd > month
                && monthEnd - month <= 2
                && dayEnd > day
                && dayEnd - day <= 2
                && Checksums.isDate(year, number(page, month, monthEnd), number(page, day, dayEnd));
    }

    /** The number there; -1 if it has no digits or more than four. */
    private static int number(Page page, int start, int end) {
        return end > start && end - start <= 4 ? Integer.parseInt(page.text(start, end)) : -1;
    }
}

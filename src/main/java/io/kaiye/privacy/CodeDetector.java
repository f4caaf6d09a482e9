package io.kaiye.privacy;

import java.util.Locale;

/**
 * Codes of people and firms in one token of ASCII letters and digits: Chinese resident ID, unified
 * social credit code, IBAN, US social security number.
 */
final class CodeDetector implements Detector {
    private static final int TOKEN_MAX = 40;
    private static final String PROVINCES =
            " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62"
                    + " 63 64 65 71 81 82 83 ";
    private static final ContextWords RESIDENT = new ContextWords("身份证", "公民身份", "id", "resident");
    private static final ContextWords SOCIAL =
            new ContextWords("ssn", "social security", "ss#", "itin", "taxpayer", "社会安全号", "社安号");

    /** At the first digit of a number. */
    @Override
    public int look(Page page, int at) {
        int start = page.wordStart(at, TOKEN_MAX);
        int end = page.wordEnd(at, TOKEN_MAX);
        int length = end - start;
        if (length == 18 || length == 15) {
            int found = residentOrFirm(page, start, end);
            if (found > at) {
                return found;
            }
        }
        int found = at - start == 2 ? iban(page, start) : start;
        if (found == start && start == at) {
            found = socialSecurity(page, at);
        }
        return found > start ? found : at;
    }

    private static int residentOrFirm(Page page, int start, int end) {
        String code = page.text(start, end).toUpperCase(Locale.ROOT);
        boolean isResident =
                page.digitsEnd(start) >= start + Math.min(17, code.length())
                        && PROVINCES.contains(" " + code.substring(0, 2) + " ");
        if (isResident && Checksums.chineseId(code)) {
            return page.found(start, end, PersonalDataKind.CHINESE_ID, 0.99);
        }
        if (Checksums.creditCode(code)) {
            return page.found(start, end, PersonalDataKind.CREDIT_CODE, 0.99);
        }
        if (isResident && isOldOrMistyped(code) && RESIDENT.before(page, start)) {
            return page.found(start, end, PersonalDataKind.CHINESE_ID, 0.8);
        }
        return start;
    }

    /** 15 digits as they were before 1999, or 18 with a wrong check; both with a date of birth. */
    private static boolean isOldOrMistyped(String code) {
        String date = code.length() == 15 ? "19" + code.substring(6, 12) : code.substring(6, 14);
        return Checksums.isDate(
                Integer.parseInt(date, 0, 4, 10),
                Integer.parseInt(date, 4, 6, 10),
                Integer.parseInt(date, 6, 8, 10));
    }

    /** In one piece or in groups with single spaces, of the length that its country has. */
    private static int iban(Page page, int start) {
        int wanted = IbanLengths.of(Chars.upper(page.at(start)), Chars.upper(page.at(start + 1)));
        StringBuilder code = new StringBuilder();
        int end = start;
        while (code.length() < wanted) {
            char c = page.at(end);
            if (Chars.isAlphanumeric(c)) {
                code.append(Chars.upper(c));
            } else if (c != ' ' || !Chars.isAlphanumeric(page.at(end + 1))) {
                return start;
            }
            end++;
        }
        return wanted > 0 && !Chars.isAlphanumeric(page.at(end)) && Checksums.iban(code)
                ? page.found(start, end, PersonalDataKind.IBAN, 0.99)
                : start;
    }

    private static int socialSecurity(Page page, int at) {
        int first = page.digitsEnd(at);
        if (first - at == 9) {
            return !Chars.isAlphanumeric(page.at(first)) && SOCIAL.before(page, at)
                    ? page.found(at, first, PersonalDataKind.US_SSN, 0.85)
                    : at;
        }
        char separator = page.at(first);
        int second = page.digitsEnd(first + 1);
        int third = page.digitsEnd(second + 1);
        boolean hasForm =
                first - at == 3
                        && second - first == 3
                        && third - second == 5
                        && (separator == '-' || separator == ' ')
                        && page.at(second) == separator
                        && isFree(page, at, third);
        if (!hasForm || page.text(first + 1, second).equals("00")) {
            return at;
        }
        boolean isIssued = isIssued(Integer.parseInt(page.text(at, first)));
        return (separator == '-' && isIssued) || SOCIAL.before(page, at)
                ? page.found(at, third, PersonalDataKind.US_SSN, isIssued ? 0.95 : 0.8)
                : at;
    }

    private static boolean isIssued(int area) {
        return area > 0 && area < 900 && area != 666;
    }

    private static boolean isFree(Page page, int start, int end) {
        char before = page.at(start - 1);
        char after = page.at(end);
        return before != '-'
                && before != '+'
                && before != '.'
                && !Chars.isAlphanumeric(after)
                && !(after == '-' && Chars.isDigit(page.at(end + 1)));
    }
}

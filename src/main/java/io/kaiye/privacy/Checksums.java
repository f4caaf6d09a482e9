package io.kaiye.privacy;

import java.time.YearMonth;

/** The check digits of numbers that people are known by. All take ASCII without separators. */
final class Checksums {
    private static final int[] CHINESE_ID_WEIGHTS = {
        7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2
    };
    private static final String CHINESE_ID_CHECKS = "10X98765432";
    private static final int YEAR_MIN = 1850;
    private static final int YEAR_MAX = 2099;

    /** The characters of a unified social credit code by value (GB 32100-2015). */
    private static final String CREDIT_CODE_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static final int[] CREDIT_CODE_WEIGHTS = {
        1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28
    };

    private Checksums() {}

    /** ISO/IEC 7812, the "Luhn" sum of a card's number. */
    static boolean luhn(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit : 2 * digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return sum % 10 == 0;
    }

    /** ISO 13616: the four first characters moved to the end, letters as 10 to 35, modulo 97. */
    static boolean iban(CharSequence code) {
        int remainder = 0;
        for (int i = 0; i < code.length(); i++) {
            int value = Character.digit(code.charAt((i + 4) % code.length()), 36);
            if (value < 0) {
                return false;
            }
            remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }
        return remainder == 1;
    }

    /** GB 11643-1999: 17 digits with a date of birth, and a check that may be X. */
    static boolean chineseId(CharSequence id) {
        if (id.length() != 18
                || !isDate(number(id, 6, 10), number(id, 10, 12), number(id, 12, 14))) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < CHINESE_ID_WEIGHTS.length; i++) {
            sum += CHINESE_ID_WEIGHTS[i] * (id.charAt(i) - '0');
        }
        return CHINESE_ID_CHECKS.charAt(sum % 11) == Chars.upper(id.charAt(17));
    }

    /** GB 32100-2015: 18 characters, the last one a check modulo 31. */
    static boolean creditCode(CharSequence code) {
        if (code.length() != 18) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < CREDIT_CODE_WEIGHTS.length; i++) {
            int value = CREDIT_CODE_DIGITS.indexOf(code.charAt(i));
            if (value < 0) {
                return false;
            }
            sum += CREDIT_CODE_WEIGHTS[i] * value;
        }
        return CREDIT_CODE_DIGITS.charAt((31 - sum % 31) % 31) == code.charAt(17);
    }

    /** A day of the calendar between 1850 and 2099. */
    static boolean isDate(int year, int month, int day) {
        return year >= YEAR_MIN
                && year <= YEAR_MAX
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
    }

    private static int number(CharSequence digits, int start, int end) {
        return Integer.parseInt(digits, start, end, 10);
    }
}

package io.kaiye.privacy;

/**
 * Numbers that only a word before them gives a meaning: passports, driver's licences, number
 * plates. Chinese number plates have a form of their own.
 */
final class DocumentDetector implements Detector {
    private static final int TOKEN_MAX = 20;
    private static final int PLATE_MAX = 6;
    private static final String PROVINCES = "京沪津渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新使";
    private static final String PLATE_ENDS = "学警港澳挂领";
    private static final ContextWords PASSPORT = new ContextWords("passport", "护照");
    private static final ContextWords LICENSE =
            new ContextWords(
                    "driver's licen",
                    "driver’s licen",
                    "drivers licen",
                    "driver licen",
                    "driving licen",
                    "driver's id",
                    "驾驶证",
                    "驾照");
    private static final ContextWords PLATE =
            new ContextWords(
                    "license plate",
                    "licence plate",
                    "number plate",
                    "plate number",
                    "plate no",
                    "plates",
                    "车牌");

    /** At the first digit of a number, or at a capital letter after a Chinese province's sign. */
    @Override
    public int look(Page page, int at) {
        return Chars.isUpper(page.at(at)) ? chinesePlate(page, at) : announced(page, at);
    }

    private static int chinesePlate(Page page, int at) {
        if (PROVINCES.indexOf(page.at(at - 1)) < 0) {
            return at;
        }
        int first = at + 1;
        char c = page.at(first);
        if (c == '·' || c == '•' || c == '-' || c == ' ' || c == '.') {
            first++;
        }
        int end = page.wordEnd(first, PLATE_MAX + 1);
        if (PLATE_ENDS.indexOf(page.at(end)) >= 0) {
            end++;
        }
        int length = end - first;
        boolean isPlate = (length == 5 || length == PLATE_MAX) && hasDigit(page, first, end);
        return isPlate ? page.found(at - 1, end, PersonalDataKind.PLATE, 0.95) : at;
    }

    private static int announced(Page page, int at) {
        int start = page.wordStart(at, TOKEN_MAX);
        int end = page.wordEnd(at, TOKEN_MAX);
        if (end - start >= TOKEN_MAX) {
            return at;
        }
        if (page.at(start - 1) == '-' || page.at(start - 1) == ' ') {
            int letters = page.wordStart(start - 1, 4);
            if (start - 1 - letters <= 3 && isCapitals(page, letters, start - 1)) {
                start = letters;
            }
        }
        while (page.at(end) == '-' && Chars.isDigit(page.at(end + 1)) && end - start < TOKEN_MAX) {
            end = page.wordEnd(end + 1, TOKEN_MAX);
        }
        int length = end - start;
        if (length >= 7 && length <= 10 && PASSPORT.before(page, start)) {
            return page.found(start, end, PersonalDataKind.PASSPORT, 0.85);
        }
        if (length >= 5 && LICENSE.before(page, start)) {
            return page.found(start, end, PersonalDataKind.DRIVER_LICENSE, 0.85);
        }
        return length >= 4 && length <= 9 && PLATE.before(page, start)
                ? page.found(start, end, PersonalDataKind.PLATE, 0.8)
                : at;
    }

    private static boolean isCapitals(Page page, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Chars.isUpper(page.at(i))) {
                return false;
            }
        }
        return end > start;
    }

    private static boolean hasDigit(Page page, int start, int end) {
        for (int i = start; i < end; i++) {
            if (Chars.isDigit(page.at(i))) {
                return true;
            }
        }
        return false;
    }
}

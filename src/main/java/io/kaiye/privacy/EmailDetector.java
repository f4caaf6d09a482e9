package io.kaiye.privacy;

/** Mail addresses, from their @: local part to the left, domain with a top level to the right. */
final class EmailDetector implements Detector {
    private static final int LOCAL_MAX = 64;
    private static final int DOMAIN_MAX = 253;
    private static final String LOCAL_SIGNS = "._%+-'&=/~!#$*";

    @Override
    public int look(Page page, int at) {
        int start = localStart(page, at);
        int end = domainEnd(page, at + 1);
        return start < at && end > at + 1
                ? page.found(start, end, PersonalDataKind.EMAIL, 0.99)
                : at;
    }

    private static int localStart(Page page, int at) {
        int start = at;
        while (at - start < LOCAL_MAX && isLocal(page.at(start - 1))) {
            start--;
        }
        while (start < at && !Chars.isAlphanumeric(page.at(start)) && page.at(start) < 128) {
            start++;
        }
        return start;
    }

    private static boolean isLocal(char c) {
        return Chars.isAlphanumeric(c)
                || LOCAL_SIGNS.indexOf(c) >= 0
                || (c >= 128 && !Chars.isHan(c) && Character.isLetter(c));
    }

    /**
     * The end of a domain that has a dot and a top level of two letters or more; else the start.
     */
    static int domainEnd(Page page, int start) {
        int end = start;
        int good = start;
        int label = start;
        while (end - start < DOMAIN_MAX) {
            char c = page.at(end);
            if (c == '.') {
                if (end == label) {
                    break;
                }
                label = end + 1;
            } else if (!Chars.isAlphanumeric(c)
                    && c != '-'
                    && !(c >= 128 && !Chars.isHan(c) && Character.isLetter(c))) {
                break;
            }
            end++;
            if (label > start && end - label >= 2 && isTopLevel(page, label, end)) {
                good = end;
            }
        }
        return good;
    }

    private static boolean isTopLevel(Page page, int label, int end) {
        for (int i = label; i < end; i++) {
            if (!Character.isLetter(page.at(i))) {
                return page.at(label) == 'x' && page.at(label + 1) == 'n' && end - label > 4;
            }
        }
        return !Chars.isAlphanumeric(page.at(end)) && page.at(end) != '-';
    }
}

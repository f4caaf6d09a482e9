package io.kaiye.privacy;

import java.util.Arrays;

/**
 * A run of digits in groups that might be a telephone number, as it stands in a text: at most 17
 * digits in at most seven groups, with one or two signs between them.
 *
 * @param ends where each prefix of whole groups ends, shortest first
 * @param digits how many digits each prefix has
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record PhoneCandidate(int start, int[] ends, int[] digits, boolean isInternational) {
    private static final int GROUPS_MAX = 7;
    private static final int DIGITS_MAX = 17;
    private static final int AREA_DIGITS_MAX = 5;

    /** What begins at the first digit, or at a plus or a bracket right before it. */
    static PhoneCandidate at(Page page, int first) {
        int start = first;
        int firstEnd = page.digitsEnd(first);
        boolean isBracketed =
                page.at(start - 1) == '('
                        && page.at(firstEnd) == ')'
                        && firstEnd - first <= AREA_DIGITS_MAX;
        if (isBracketed) {
            start--;
        }
        boolean plus = page.at(start - 1) == '+';
        if (plus) {
            start -= page.at(start - 2) == '(' && page.at(firstEnd) == ')' ? 2 : 1;
        }
        int[] ends = new int[GROUPS_MAX];
        int[] digits = new int[GROUPS_MAX];
        int groups = 0;
        int sum = 0;
        int at = first;
        while (groups < GROUPS_MAX) {
            int end = page.digitsEnd(at);
            sum += end - at;
            if (end == at || sum > DIGITS_MAX) {
                break;
            }
            ends[groups] = isBracketed && groups == 0 ? end + 1 : end;
            digits[groups++] = sum;
            at = next(page, end);
        }
        boolean zeros = page.at(first) == '0' && page.at(first + 1) == '0';
        return new PhoneCandidate(
                start, Arrays.copyOf(ends, groups), Arrays.copyOf(digits, groups), plus || zeros);
    }

    /** Where the next group begins after the end of one; the end itself if none does. */
    private static int next(Page page, int end) {
        int at = end;
        while (at - end < 3 && " -./()\u2013".indexOf(page.at(at)) >= 0 && page.at(at) != 0) {
            if (page.at(at) == ' ' && page.at(at + 1) == ' ') {
                return end;
            }
            at++;
        }
        return Chars.isDigit(page.at(at)) && at > end ? at : end;
    }

    int groups() {
        return ends.length;
    }

    /** How many digits one group has. */
    int group(int index) {
        return digits[index] - (index == 0 ? 0 : digits[index - 1]);
    }

    /** The lengths of the first groups as text, 3-3-4. */
    String shape(int groups) {
        StringBuilder shape = new StringBuilder();
        for (int i = 0; i < groups; i++) {
            shape.append(i == 0 ? "" : "-").append(group(i));
        }
        return shape.toString();
    }
}

package io.kaiye.privacy;

import java.util.List;

/** Labels of tokens: outside, or the begin or the inside of a name of some kind. */
final class Tag {
    static final List<PersonalDataKind> KINDS =
            List.of(
                    PersonalDataKind.PERSON,
                    PersonalDataKind.ORGANISATION,
                    PersonalDataKind.PLACE,
                    PersonalDataKind.STREET_ADDRESS,
                    PersonalDataKind.GROUP,
                    PersonalDataKind.TITLE);
    static final int OUTSIDE = 0;
    static final int COUNT = 1 + 2 * KINDS.size();

    private Tag() {}

    static int begin(PersonalDataKind kind) {
        return 1 + 2 * KINDS.indexOf(kind);
    }

    static int inside(PersonalDataKind kind) {
        return 2 + 2 * KINDS.indexOf(kind);
    }

    static boolean isBegin(int tag) {
        return tag % 2 == 1;
    }

    /** The kind of a tag that is not outside. */
    static PersonalDataKind kind(int tag) {
        return KINDS.get((tag - 1) / 2);
    }

    /** An inside follows only a begin or an inside of its kind. */
    static boolean mayFollow(int tag, int before) {
        return tag == OUTSIDE
                || isBegin(tag)
                || (before != OUTSIDE && (before - 1) / 2 == (tag - 1) / 2);
    }

    /** Of the tags that may follow, the one with the highest sum. */
    static int best(int[] sums, int before) {
        int best = OUTSIDE;
        for (int tag = 1; tag < COUNT; tag++) {
            if (sums[tag] > sums[best] && mayFollow(tag, before)) {
                best = tag;
            }
        }
        return best;
    }
}

package io.kaiye.privacy;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives each value a number, counted by kind in the order in which values come: the same texts in
 * the same order give the same numbers. It knows the values only while it lives; nothing is
 * written. Safe for threads.
 */
public final class PseudonymScope {
    /** More different values of one kind than this are refused. */
    static final int VALUES_MAX = 5_000_000;

    private final Map<PersonalDataKind, Map<String, Integer>> numbers =
            new EnumMap<>(PersonalDataKind.class);

    /**
     * The number of a value, from 1.
     *
     * @throws KaiyeException TOO_LARGE after five million values of one kind
     */
    synchronized int number(PersonalDataKind kind, String canonical) {
        Map<String, Integer> known = numbers.computeIfAbsent(kind, any -> new HashMap<>());
        Integer number = known.get(canonical);
        if (number != null) {
            return number;
        }
        if (known.size() == VALUES_MAX) {
            throw new KaiyeException(
                    ErrorCode.TOO_LARGE,
                    "More than "
                            + VALUES_MAX
                            + " different values of kind "
                            + kind.word()
                            + " take a pseudonym; use hashes for that kind, or split the data.");
        }
        known.put(canonical, known.size() + 1);
        return known.size();
    }
}

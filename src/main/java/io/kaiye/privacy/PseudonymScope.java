package io.kaiye.privacy;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives each value a pseudonym, numbered by kind in the order in which values come: the same texts
 * in the same order give the same pseudonyms. It knows the values only while it lives; nothing is
 * written. Safe for threads.
 */
public final class PseudonymScope {
    /** More different values of one kind than this are refused. */
    static final int VALUES_MAX = 5_000_000;

    private final Map<PersonalDataKind, Map<String, String>> pseudonyms =
            new EnumMap<>(PersonalDataKind.class);

    /**
     * The pseudonym of a value: {@code PERSON_1}, or 人物1 if it comes first in Chinese.
     *
     * @throws KaiyeException TOO_LARGE after five million values of one kind
     */
    synchronized String pseudonym(PersonalDataKind kind, String canonical, boolean isChinese) {
        Map<String, String> known = pseudonyms.computeIfAbsent(kind, any -> new HashMap<>());
        String pseudonym = known.get(canonical);
        if (pseudonym != null) {
            return pseudonym;
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
        String made = (isChinese ? kind.chinese() : kind.name() + "_") + (known.size() + 1);
        known.put(canonical, made);
        return made;
    }
}

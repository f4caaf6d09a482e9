package io.kaiye.privacy;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each kind of personal data was found; never a value.
 *
 * @param counts kinds that were found, with how often
 */
public record KindCounts(Map<PersonalDataKind, Long> counts) {
    public static final KindCounts NONE = new KindCounts(Map.of());

    public KindCounts {
        counts = Map.copyOf(counts);
    }

    static KindCounts of(Iterable<Finding> findings) {
        Map<PersonalDataKind, Long> counts = new EnumMap<>(PersonalDataKind.class);
        findings.forEach(finding -> counts.merge(finding.kind(), 1L, Long::sum));
        return new KindCounts(counts);
    }

    /** Both together. */
    public KindCounts plus(KindCounts other) {
        Map<PersonalDataKind, Long> sum = new EnumMap<>(PersonalDataKind.class);
        sum.putAll(counts);
        other.counts.forEach((kind, count) -> sum.merge(kind, count, Long::sum));
        return new KindCounts(sum);
    }

    public long of(PersonalDataKind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Words of the kinds in their fixed order, with how often; for reports. */
    public Map<String, Long> byWord() {
        Map<String, Long> words = new LinkedHashMap<>();
        for (PersonalDataKind kind : PersonalDataKind.values()) {
            if (counts.containsKey(kind)) {
                words.put(kind.word(), of(kind));
            }
        }
        return words;
    }
}

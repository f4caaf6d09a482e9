package io.kaiye.privacy;

/**
 * A piece of a text that is personal data. It holds no value, only where it stands.
 *
 * @param start first UTF-16 offset
 * @param end offset after the last; never inside a surrogate pair
 * @param confidence 0 to 1: above 0.95 a checksum or a form of its own, about 0.9 a form, 0.8 a
 *     form beside a word that announces it, less for words judged by their neighbours
 */
public record Finding(int start, int end, PersonalDataKind kind, double confidence) {
    public Finding {
        if (start < 0 || end <= start) {
            throw new IllegalArgumentException(
                    "a finding from " + start + " to " + end + " is empty or before the text");
        }
        if (!(confidence > 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence " + confidence + " is not in (0, 1]");
        }
    }

    /** True if both share a character. */
    boolean overlaps(Finding other) {
        return start < other.end && other.start < end;
    }

    int length() {
        return end - start;
    }
}

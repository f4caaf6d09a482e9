package io.kaiye.privacy;

import java.text.Normalizer;
import java.util.Locale;

/** One spelling for values that differ only in how they are written. */
final class CanonicalValue {
    private CanonicalValue() {}

    /**
     * Full-width forms as ASCII, lower case, one space between words; of numbers only letters and
     * digits.
     */
    static String of(PersonalDataKind kind, String value) {
        String plain = Normalizer.normalize(value, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return switch (kind) {
            case PHONE,
                    CARD,
                    IBAN,
                    US_SSN,
                    CHINESE_ID,
                    CREDIT_CODE,
                    PASSPORT,
                    DRIVER_LICENSE,
                    PLATE,
                    MAC_ADDRESS ->
                    plain.codePoints()
                            .filter(Character::isLetterOrDigit)
                            .collect(
                                    StringBuilder::new,
                                    StringBuilder::appendCodePoint,
                                    StringBuilder::append)
                            .toString();
            default -> plain.strip().replaceAll("\\s+", " ");
        };
    }
}

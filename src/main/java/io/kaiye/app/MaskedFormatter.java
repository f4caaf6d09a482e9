package io.kaiye.app;

import io.kaiye.privacy.Action;
import io.kaiye.privacy.Deidentifier;
import io.kaiye.privacy.PersonalDataKind;
import java.util.EnumSet;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Lines of a log in which identifiers of persons are masked. Addresses of servers stay: whoever runs
 * them needs those.
 */
final class MaskedFormatter extends SimpleFormatter {
    private static final Deidentifier MASK =
            Deidentifier.uniform(
                    EnumSet.of(
                            PersonalDataKind.EMAIL,
                            PersonalDataKind.PHONE,
                            PersonalDataKind.CARD,
                            PersonalDataKind.IBAN,
                            PersonalDataKind.US_SSN,
                            PersonalDataKind.CHINESE_ID,
                            PersonalDataKind.PASSPORT,
                            PersonalDataKind.DRIVER_LICENSE),
                    new Action.Mask());

    @Override
    public String format(LogRecord entry) {
        String line = super.format(entry);
        int time = line.indexOf(' ') + 1;
        return line.substring(0, time) + MASK.apply(line.substring(time)).text();
    }
}

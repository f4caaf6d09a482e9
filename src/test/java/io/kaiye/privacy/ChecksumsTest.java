package io.kaiye.privacy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ChecksumsTest {
    @Test
    void examplesOfTheStandardsAreRight() {
        assertTrue(Checksums.luhn("4539578763621486"));
        assertTrue(Checksums.iban("GB82WEST12345698765432"));
        assertTrue(Checksums.chineseId("11010519491231002X"));
        assertTrue(Checksums.creditCode("91350100M000100Y43"));
    }

    @Test
    void aDayThatIsNotInTheCalendarIsNoResidentId() {
        assertFalse(Checksums.isDate(2023, 2, 29));
        assertTrue(Checksums.isDate(2024, 2, 29));
        assertFalse(Checksums.isDate(1990, 13, 1));
    }

    /** Any of the four codes refuses every change of one digit. */
    @Property
    void oneWrongDigitIsSeen(@ForAll @IntRange(min = 4, max = 15) int at) {
        assertFalse(Checksums.luhn(changed("4539578763621486", at)));
        assertFalse(Checksums.iban(changed("DE89370400440532013000", at)));
        assertFalse(Checksums.chineseId(changed("11010519491231002X", at)));
        assertFalse(Checksums.creditCode(changed("91110105000000001Y", at)));
    }

    private static String changed(String code, int at) {
        char other = (char) ('0' + (code.charAt(at) - '0' + 1) % 10);
        return code.substring(0, at) + other + code.substring(at + 1);
    }
}

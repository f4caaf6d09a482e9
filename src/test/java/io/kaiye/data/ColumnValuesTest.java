package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnValuesTest {
    @Test
    void datesAndTimesAreMillisecondsAndATimeWithoutAZoneIsUtc() {
        assertArrayEquals(
                new double[] {0, 3_600_000, 3_600_000, 86_400_000, 1_500, 2_000},
                times(
                        "1970-01-01",
                        "1970-01-01T01:00:00",
                        " 1970-01-01 03:00:00+02:00",
                        "1970-01-02T00:00:00Z",
                        "1970-01-01T00:00:01.500",
                        "1970-01-01 00:00:02+00"));
    }

    @Test
    void numbersStayAsTheyAre() {
        assertArrayEquals(new double[] {2024, -1, 0.5}, times("2024", "-1", " 0.5"));
    }

    @Test
    void whatIsNoTimeOrOfAnotherKindIsRefusedByRow() {
        refused("Row 2 has \"yesterday\" in column \"when\"", "2026-01-01", "yesterday");
        refused("Row 2 has \"17\"", "2026-01-01", "17");
        refused("Row 2 has \"2026-01-01\"", "17", "2026-01-01");
        refused("Row 1 has \"\"", "", "17");
        refused("Row 1 has \"2026-02-30\"", "2026-02-30");
        refused("Row 1 has \"NaN\"", "NaN");
    }

    @Test
    void groupsAreLedByTheFirstRowOfAValue() {
        assertArrayEquals(
                new int[] {0, 1, 0, 3},
                new ColumnValues("who", List.of("a", "b", "a", "c")).groups());
    }

    private static double[] times(String... values) {
        return new ColumnValues("when", List.of(values)).times();
    }

    private static void refused(String words, String... values) {
        KaiyeException refusal = assertThrows(KaiyeException.class, () -> times(values));
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }
}

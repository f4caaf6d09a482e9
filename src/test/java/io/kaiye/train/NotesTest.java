package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotesTest {
    @ParameterizedTest
    @CsvSource({
        "0,       $0.00",
        "4,       $0.000004",
        "1067,    $0.0011",
        "12345,   $0.012",
        "900000,  $0.90",
        "1234567, $1.23",
        "98765432, $98.77"
    })
    void smallAmountsKeepTwoDigits(long micros, String words) {
        assertEquals(words, Micros.dollars(micros));
    }

    @Test
    void theNextRungIsNamedWithItsCostAndWhatItGainedElsewhere() {
        Gain gain = new Gain("probe", "linear", "Banking77", "en", "accuracy", 0.91, 0.936, "");
        assertEquals(
                "Not needed: probe would take 48 s ($0.0011) more; elsewhere it gained +2.6 points"
                        + " over linear on Banking77.",
                Notes.next(
                        "probe",
                        new Estimate(Duration.ofSeconds(48), 1067, "", ""),
                        List.of(gain)));
    }

    @Test
    void everyShippedGainHasASource() {
        for (Gain gain : MeasuredGains.all()) {
            assertFalse(gain.source().isBlank(), gain.toString());
            assertTrue(gain.from() > 0 && gain.from() < 1, gain.toString());
            assertTrue(gain.to() > 0 && gain.to() < 1, gain.toString());
            assertTrue(Trainer.recipes().contains(gain.recipe()), gain.toString());
            assertTrue(Trainer.recipes().contains(gain.over()), gain.toString());
        }
    }
}

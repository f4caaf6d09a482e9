package io.kaiye.label;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KappaTest {
    /** Twenty yes-yes, five yes-no, ten no-yes, fifteen no-no: 0.7 agreed, 0.5 by chance. */
    @Test
    void itIsTheAgreementBeyondChance() {
        List<String> one = new ArrayList<>();
        List<String> other = new ArrayList<>();
        add(one, other, "yes", "yes", 20);
        add(one, other, "yes", "no", 5);
        add(one, other, "no", "yes", 10);
        add(one, other, "no", "no", 15);

        assertEquals(0.4, Kappa.of(one, other).orElseThrow(), 1e-9);
    }

    @Test
    void alwaysTheSameIsOneAndAlwaysTheOtherIsBelowZero() {
        assertEquals(1, Kappa.of(List.of("a", "b"), List.of("a", "b")).orElseThrow(), 1e-9);
        assertEquals(-1, Kappa.of(List.of("a", "b"), List.of("b", "a")).orElseThrow(), 1e-9);
    }

    @Test
    void itMeansNothingWithoutTextsOrWithOneLabelOnly() {
        assertEquals(Optional.empty(), Kappa.of(List.of(), List.of()));
        assertEquals(Optional.empty(), Kappa.of(List.of("a", "a"), List.of("a", "a")));
    }

    private static void add(
            List<String> one, List<String> other, String first, String second, int times) {
        for (int i = 0; i < times; i++) {
            one.add(first);
            other.add(second);
        }
    }
}

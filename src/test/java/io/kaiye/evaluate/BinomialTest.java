package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinomialTest {
    private static final int DRAWS = 200_000;

    /** Pearson's χ² against the exact probabilities, the tails pooled; both methods, both sides. */
    @ParameterizedTest
    @CsvSource({"20, 0.1", "20, 0.8", "1000, 0.004", "60, 0.3", "500, 0.5", "10000, 0.97"})
    void hasTheExactDistribution(int trials, double p) {
        int[] seen = new int[trials + 1];
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < DRAWS; i++) {
            seen[Binomial.draw(random, trials, p)]++;
        }
        double chi = 0;
        int cells = 0;
        double pooledExpected = 0;
        double pooledSeen = 0;
        double log = trials * Math.log1p(-p);
        for (int k = 0; k <= trials; k++) {
            double expected = DRAWS * Math.exp(log);
            if (expected < 20) {
                pooledExpected += expected;
                pooledSeen += seen[k];
            } else {
                chi += (seen[k] - expected) * (seen[k] - expected) / expected;
                cells++;
            }
            log += Math.log((double) (trials - k) / (k + 1)) + Math.log(p) - Math.log1p(-p);
        }
        assertEquals(pooledExpected, pooledSeen, 5 * Math.sqrt(pooledExpected + 1));
        assertTrue(chi < cells + 5 * Math.sqrt(2.0 * cells), chi + " over " + cells + " cells");
    }

    @Property
    void staysWithinTheTrials(
            @ForAll @IntRange(max = 1_000_000) int trials,
            @ForAll @DoubleRange(min = 0, max = 1) double p,
            @ForAll long seed) {
        int drawn = Binomial.draw(new SplittableRandom(seed), trials, p);
        assertTrue(drawn >= 0 && drawn <= trials);
    }

    @Test
    void aMultinomialDrawKeepsTheRows() {
        int[] drawn = new int[4];
        new Multinomial(new int[] {7, 0, 900, 1}).draw(new SplittableRandom(1), drawn);
        assertEquals(908, drawn[0] + drawn[1] + drawn[2] + drawn[3]);
        assertEquals(0, drawn[1]);
    }
}

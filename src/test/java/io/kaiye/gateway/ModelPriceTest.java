package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.gateway.Spent.TokenSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ModelPriceTest {
    /** Prices in micros for a million tokens, per call in micros; tokens; the cost. */
    private static final String TABLE =
            """
            input  cached  write   output  call |    in  cached  written     out | cost
            150000  75000  150000  600000     0 |     0       0        0       0 | 0
            150000  75000  150000  600000     0 |     1       0        0       0 | 0
            150000  75000  150000  600000     0 |     3       0        0       0 | 0
            150000  75000  150000  600000     0 |     4       0        0       0 | 1
            500000      0       0       0     0 |     1       0        0       0 | 1
            499999      0       0       0     0 |     1       0        0       0 | 0
            150000  75000  150000  600000     0 |  1000       0        0     200 | 270
            150000  75000  150000  600000     0 |  1000     400        0     200 | 240
            300000  30000  375000  600000     0 |  1000     400      100     200 | 320
            150000  75000  150000  600000  1000 |     0       0        0       1 | 1001
             75000      0       0       0     0 |     6       0        0       0 | 0
             75000      0       0       0     0 |     7       0        0       0 | 1
            9999999999  0       0  9999999999 0 | 100000000   0        0  100000000 | 1999999999800
            """;

    @Test
    void costsAreWholeMicrosRoundedHalfUpOnce() {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (String line : TABLE.lines().skip(1).toList()) {
            long[] row =
                    Arrays.stream(line.replace("|", " ").strip().split("\\s+", -1))
                            .mapToLong(Long::parseLong)
                            .toArray();
            ModelPrice price =
                    new ModelPrice(Instant.EPOCH, row[0], row[1], row[2], row[3], row[4]);
            TokenUse use = new TokenUse(row[5], row[6], row[7], row[8], TokenSource.UPSTREAM);
            expected.add(line + " = " + row[9]);
            actual.add(line + " = " + price.costMicros(use));
        }
        assertEquals(expected, actual);
    }

    @Property
    void theMostIsNeverLessThanTheCost(
            @ForAll @LongRange(min = 0, max = ModelPrice.MICROS_MAX) long input,
            @ForAll @LongRange(min = 0, max = ModelPrice.MICROS_MAX) long cached,
            @ForAll @LongRange(min = 0, max = 1_000_000) long inputTokens,
            @ForAll @LongRange(min = 0, max = 1_000_000) long outputTokens) {
        ModelPrice price = new ModelPrice(Instant.EPOCH, input, cached, input, cached, 7);
        TokenUse use =
                new TokenUse(inputTokens, inputTokens / 3, 0, outputTokens, TokenSource.UPSTREAM);
        long most = price.costMicrosMax(inputTokens, outputTokens);
        assertEquals(most, Math.max(most, price.costMicros(use)));
    }
}

package io.kaiye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.data.ColumnProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProfileLinesTest {
    @Test
    void aHistogramIsARowOfBars() {
        assertEquals("▁▄█ ▁", shape(1, 40, 80, 0, 2));
        assertEquals("█", shape(3));
        assertEquals("", shape());
    }

    @Test
    void manyBinsShareBars() {
        long[] counts = new long[24];
        counts[0] = 8;
        counts[23] = 4;
        assertEquals("█          ▄", shape(counts));
    }

    @Test
    void numbersAreShort() {
        assertEquals("1,234", ProfileLines.number(1234));
        assertEquals("0.4200", ProfileLines.number(0.42));
        assertEquals("14.45", ProfileLines.number(14.4542));
        assertEquals("512.3", ProfileLines.number(512.3292));
        assertEquals("1.50e-05", ProfileLines.number(1.5e-5));
        assertEquals("-3", ProfileLines.number(-3));
    }

    private static String shape(long... counts) {
        List<ColumnProfile.Bin> bins = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            bins.add(new ColumnProfile.Bin(i, i + 1, counts[i]));
        }
        return ProfileLines.shape(
                new ColumnProfile(
                        "n",
                        "BIGINT",
                        ColumnProfile.Kind.NUMBER,
                        1,
                        0,
                        1,
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        bins,
                        List.of(),
                        List.of()));
    }
}

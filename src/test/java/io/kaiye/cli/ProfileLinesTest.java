package io.kaiye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.data.ColumnProfile;
import io.kaiye.data.SplitName;
import io.kaiye.data.TableProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    @Test
    void doubtsThatAreNotShownAreCounted() {
        List<ColumnProfile> columns = new ArrayList<>();
        for (int i = 0; i < 75; i++) {
            columns.add(column(Optional.of(new ColumnProfile.Outliers(0, 9, 0, 1)), List.of()));
        }
        List<String> lines =
                ProfileLines.of(
                        new TableProfile(
                                "wide.csv",
                                "0".repeat(64),
                                false,
                                Map.of(SplitName.TRAIN, 1L),
                                0,
                                List.of(),
                                true,
                                1,
                                columns,
                                0,
                                Optional.empty(),
                                List.of(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of()));

        assertEquals("… and 16 more; all in the report and with --json", lines.getLast());
    }

    private static String shape(long... counts) {
        List<ColumnProfile.Bin> bins = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            bins.add(new ColumnProfile.Bin(i, i + 1, counts[i]));
        }
        return ProfileLines.shape(column(Optional.empty(), bins));
    }

    private static ColumnProfile column(
            Optional<ColumnProfile.Outliers> outliers, List<ColumnProfile.Bin> bins) {
        return new ColumnProfile(
                "n",
                "BIGINT",
                ColumnProfile.Kind.NUMBER,
                1,
                0,
                1,
                true,
                Optional.empty(),
                outliers,
                Optional.empty(),
                Optional.empty(),
                bins,
                List.of(),
                List.of());
    }
}

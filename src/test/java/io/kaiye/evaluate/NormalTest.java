package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0.5",
        "1, 0.841344746068543",
        "1.959963984540054, 0.975",
        "-3, 0.001349898031630",
        "-8, 6.220960574271786e-16"
    })
    void agreesWithTables(double x, double p) {
        assertEquals(p, Normal.cdf(x), 1e-13);
    }

    @Property
    void quantileUndoesTheDistribution(@ForAll @DoubleRange(min = -6, max = 6) double x) {
        assertEquals(x, Normal.quantile(Normal.cdf(x)), 1e-6);
    }
}

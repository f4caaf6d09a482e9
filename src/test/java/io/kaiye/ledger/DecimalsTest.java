package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
    @ParameterizedTest
    @CsvSource({
        "29.00,29000000",
        "29,29000000",
        "0.000001,1",
        "0.5000000000,500000",
        "0,0",
        "1000000000,1000000000000000",
    })
    void anAmountIsExactMicros(String typed, long micros) {
        assertEquals(OptionalLong.of(micros), Decimals.micros(typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "1e3",
                ".5",
                "5.",
                "0.0000001",
                "1,000",
                "1000000000.01",
                "١",
                "$1"
            })
    void whatIsNoAmountOrTooFineIsNotRounded(String typed) {
        assertEquals(OptionalLong.empty(), Decimals.micros(typed));
    }

    @Property
    void everyAmountIsReadAsItIsWritten(
            @ForAll @LongRange(max = Decimals.AMOUNT_MICROS_MAX) long micros) {
        assertEquals(OptionalLong.of(micros), Decimals.micros(Decimals.amount(micros)));
    }

    @ParameterizedTest
    @CsvSource({"10%,1000", "12.5%,1250", "0%,0", "100%,10000", "0.01%,1"})
    void aShareIsBasisPoints(String typed, int points) {
        assertEquals(OptionalInt.of(points), Decimals.basisPoints(typed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "101%", "100.01%", "-1%", "0.001%", "%", "1 %"})
    void whatIsNoShareIsNotRounded(String typed) {
        assertEquals(OptionalInt.empty(), Decimals.basisPoints(typed));
    }

    @ParameterizedTest
    @CsvSource({"19%,190000", "8.875%,88750", "0.0001%,1"})
    void aTaxRateIsMillionths(String typed, int millionths) {
        assertEquals(OptionalInt.of(millionths), Decimals.millionths(typed));
        assertEquals(typed, Decimals.percent(millionths));
    }
}

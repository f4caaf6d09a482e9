package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer costs, to the micro. */
class PriceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            textBlock =
                    """
                       answers | per 1,000 | included left | discount | micros | included
                             1 |    500000 |             0 |        0 |    500 | 0
                             3 |         1 |             0 |        0 |      0 | 0
                           500 |         1 |             0 |        0 |      1 | 0
                           499 |         1 |             0 |        0 |      0 | 0
                          1500 |         1 |             0 |        0 |      2 | 0
                            10 |    500000 |             4 |        0 |   3000 | 4
                            10 |    500000 |            10 |        0 |      0 | 10
                            10 |    500000 |           999 |        0 |      0 | 10
                             1 |    500000 |             0 |     1000 |    450 | 0
                             1 |       555 |             0 |     1000 |      0 | 0
                             1 |       556 |             0 |     1000 |      1 | 0
                             1 |    500000 |             0 |    10000 |      0 | 0
                    2000000000 | 900000000 |             0 |        0 | 1800000000000000 | 0
                             0 |    500000 |             5 |        0 |      0 | 0
                    """)
    void roundsHalfUpOnceAfterTheDiscount(
            long answers, long per1000, long left, int discount, long micros, long included) {
        Plan plan = SamplePlans.priced(per1000, discount, List.of());
        Price price =
                Price.of(plan, "desk", Map.of(Unit.ANSWERS, answers), Map.of(Unit.ANSWERS, left));
        assertEquals(micros, price.micros());
        assertEquals(included, price.included(Unit.ANSWERS));
        assertEquals(answers, price.counted(Unit.ANSWERS));
    }

    @ParameterizedTest
    @CsvSource({"7000, 2000, 1400", "3333, 2000, 666", "10000, 2000, 2000", "0, 2000, 0"})
    void aPublishersShareIsRoundedDown(int basisPoints, long micros, long share) {
        Plan.Listing listing =
                new Plan.Listing(
                        "news",
                        Map.of(Unit.ANSWERS, 2_000_000L),
                        Optional.of("newsroom"),
                        basisPoints);
        Plan plan = SamplePlans.priced(500_000, 0, List.of(listing));
        Price price = Price.of(plan, "news", Map.of(Unit.ANSWERS, 1L), Map.of(Unit.ANSWERS, 100L));
        assertEquals(micros, price.micros());
        assertEquals(share, price.publisherMicros());
        assertEquals(0, price.included(Unit.ANSWERS), "included units are not for listed models");
        assertEquals(0, price.counted(Unit.ANSWERS));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 601", "1000, 0, 0, 500000", "0, 1000, 0, 1000", "0, 0, 1000, 100000"})
    void unitsAddUp(long answers, long input, long output, long micros) {
        Plan plan =
                SamplePlans.of(
                        Plan.Billing.INVOICE,
                        Map.of(
                                Unit.ANSWERS, SamplePlans.terms(500_000),
                                Unit.INPUT_TOKENS, SamplePlans.terms(1_000),
                                Unit.OUTPUT_TOKENS, SamplePlans.terms(100_000)));
        Price price =
                Price.of(
                        plan,
                        "desk",
                        Map.of(
                                Unit.ANSWERS, answers,
                                Unit.INPUT_TOKENS, input,
                                Unit.OUTPUT_TOKENS, output),
                        Map.of());
        assertEquals(micros, price.micros());
    }
}

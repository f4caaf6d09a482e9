package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class PlansTest {
    private final TestDatabase database;

    PlansTest(TestDatabase database) {
        this.database = database;
    }

    private static final String STARTER =
            """
            plans:
              - id: starter
                name: {en: Starter, zh: 入门版}
                currency: USD
                billing: invoice
                period: month
                price: 29.00
                trial: 14d
                units:
                  answers: {included: 10000, per_1000: 0.50, quota: 100000, quota_kind: hard}
                  input_tokens: {per_1000: "0.100001"}
                  output_tokens: {per_1000: 0.30, quota: 5, quota_kind: soft}
                rate: {per_second: 2.5, burst: 20}
                discount: 12.5%
                models:
                  - {model: newsdesk, answers: {per_1000: 2}, publisher: newsroom, share: 70%}
            """;

    @TempDir Path folder;
    private Store store;
    private Plans plans;

    @BeforeEach
    void open() {
        store = database.open(folder.resolve("home"));
        plans = new Plans(store, () -> Instant.EPOCH);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyFieldIsRead() {
        Plan plan = applied(STARTER).plan();
        assertEquals("入门版", plan.names().get("zh"));
        assertEquals(29_000_000, plan.feeMicros());
        assertEquals(14, plan.trialDays());
        assertEquals(
                new Plan.UnitTerms(10_000, 500_000, Optional.of(100_000L), true),
                plan.units().get(Unit.ANSWERS));
        assertEquals(
                new Plan.UnitTerms(0, 100_001, Optional.empty(), true),
                plan.units().get(Unit.INPUT_TOKENS));
        assertEquals(
                new Plan.UnitTerms(0, 300_000, Optional.of(5L), false),
                plan.units().get(Unit.OUTPUT_TOKENS));
        assertEquals(Optional.of(new Plan.RateLimit(2.5, 20)), plan.rate());
        assertEquals(1_250, plan.discountBasisPoints());
        Plan.Listing listing = plan.listings().getFirst();
        assertEquals(2_000_000, listing.per1000Micros().get(Unit.ANSWERS));
        assertEquals(Optional.of("newsroom"), listing.publisher());
        assertEquals(7_000, listing.shareBasisPoints());
        assertEquals(plan, plans.require("starter"));
    }

    @Test
    void theSameAgainIsNoNewVersionAndAChangeIsTheNextOne() {
        assertTrue(applied(STARTER).fresh());
        assertEquals(new Plans.Applied(plans.require("starter"), false), applied(STARTER));
        assertEquals(2, applied(STARTER.replace("29.00", "30")).plan().number());
        assertEquals(29_000_000, plans.require("starter@1").feeMicros());
        assertEquals(30_000_000, plans.require("starter").feeMicros());
        assertEquals(3, applied(STARTER).plan().number());
        assertEquals(List.of(3), plans.list().stream().map(Plan::number).toList());
    }

    @Test
    void everyProblemOfAFileIsNamedAtOnceAndNothingIsTaken() {
        String message =
                refused(
                        STARTER.replace("29.00", "29.0000001")
                                .replace("USD", "usd")
                                .replace("month", "week")
                                .replace("14d", "2w")
                                .replace("10000,", "-1,")
                                .replace("hard", "hrad")
                                .replace("12.5%", "12.345%")
                                .replace("burst", "brust")
                                .replace(", share: 70%", ""));
        for (String words :
                List.of(
                        "starter.price is 29.0000001; accepted is an amount from 0 to",
                        "starter.currency is \"usd\"",
                        "starter.period is \"week\"; accepted is month or year.",
                        "starter.trial is \"2w\"; accepted is 0 to 366 days",
                        "starter.units.answers.included is -1",
                        "starter.units.answers.quota_kind is \"hrad\"; accepted is hard or soft.",
                        "starter.discount is \"12.345%\"",
                        "starter.rate.brust is not known. Did you mean \"burst\"?",
                        "starter.models[0] has one of publisher and share")) {
            assertTrue(message.contains(words), words + "\n" + message);
        }
        assertEquals(10, message.lines().count(), message);
        assertEquals(List.of(), plans.list());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plans: []                              | accepted are 1 to 1000",
                "plans: 3                               | .plans is 3; accepted is a list",
                "[]                                     | is []; accepted is a mapping",
                "plans: [7]                             | .plans[0] is 7; accepted is a mapping",
                "plans: [{id: A b}]                     | .plans[0].id is \"A b\"",
                "plans: [{id: a, period: month}]        | a.currency is missing",
                "plans: [{id: a, units: {tokens: {}}}]  | a.units.tokens is not known",
                "plans: [{id: a, name: x}]              | a.name is \"x\"; accepted is a mapping",
                "plans: [{id: a, price: -1}]            | a.price is -1; accepted",
                "plans: [{id: a, price: 1e3}]           | a.currency is missing",
                "plans: [{id: a, units: {answers: {quota: 1, included: 2}}}] | below its included",
                "plans: [{id: a}, {id: a}]              | has the plan a twice",
                "plans: [{id: a, id: b}]                | is not YAML",
            })
    void whatIsNoPlanIsRefused(String yaml, String words) {
        String message = refused(yaml);
        assertTrue(message.contains(words), message);
    }

    @Test
    void anUnknownPlanIsNamedWithNearOnes() {
        applied(STARTER);
        KaiyeException near = assertThrows(KaiyeException.class, () -> plans.require("stater"));
        assertEquals(ErrorCode.UNKNOWN_PLAN, near.code());
        assertTrue(near.getMessage().contains("Did you mean \"starter\"?"), near.getMessage());
        for (String version : List.of("starter@2", "starter@x", "starter@", "starter@-1")) {
            KaiyeException none = assertThrows(KaiyeException.class, () -> plans.require(version));
            assertTrue(none.getMessage().contains("there are 1 to 1"), none.getMessage());
        }
    }

    private Plans.Applied applied(String yaml) {
        return plans.apply(file(yaml)).getFirst();
    }

    private String refused(String yaml) {
        KaiyeException refusal = assertThrows(KaiyeException.class, () -> plans.apply(file(yaml)));
        assertEquals(ErrorCode.INVALID_FILE, refusal.code());
        return refusal.getMessage();
    }

    private Path file(String yaml) {
        try {
            return Files.writeString(folder.resolve("plans.yaml"), yaml);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CascadeCalibrationTest {
    private static final long SEED = 7;
    private static final int RUNS = 200;

    @ParameterizedTest
    @CsvSource({
        // rows, upstream, target, local rungs, least share of the possible that stays local
        "  600, 0.97, 0.95, 1, 0.55",
        "1_000, 0.97, 0.95, 1, 0.75",
        "2_000, 0.97, 0.95, 1, 0.85",
        "  600, 1.00, 0.97, 1, 0.75",
        "2_000, 1.00, 0.97, 1, 0.85",
        "2_000, 0.96, 0.95, 1, 0.80",
        "2_000, 0.97, 0.95, 2, 0.00",
    })
    void theTruthFallsBelowTheTargetInAtMostFiveOfAHundredRuns(
            String count, double upstream, double target, int local, double shareMin) {
        CascadeWorld world = new CascadeWorld(upstream);
        int rows = Integer.parseInt(count.replace("_", ""));
        int runs = local == 1 ? RUNS : RUNS / 4;
        int below = 0;
        double share = 0;
        for (int run = 0; run < runs; run++) {
            CascadeRows made = world.rows(rows, local, 1000 + run);
            CascadeChoice choice = CascadeCalibration.choose(made, target, SEED);
            below += world.quality(choice.chosen().thresholds()) < target ? 1 : 0;
            share += world.share(choice.chosen().thresholds().getFirst()) / runs;
        }
        double possible = world.shareMax(target);
        String found = below + " of " + runs + " below, " + share + " of " + possible + " local";
        assertTrue(below <= 0.05 * runs, found);
        assertTrue(share >= shareMin * possible, found);
    }

    /** Why rows are split and tests have an order. */
    @Test
    void thresholdsThatOnlyLookGoodEnoughMissTheTargetFarMoreOften() {
        CascadeWorld world = new CascadeWorld(0.97);
        int below = 0;
        for (int run = 0; run < RUNS; run++) {
            double threshold = cheapestThatLooksGood(world.rows(1000, 1, 1000 + run), 0.95);
            below += world.quality(List.of(threshold)) < 0.95 ? 1 : 0;
        }
        assertTrue(below > 0.4 * RUNS, below + " of " + RUNS);
    }

    private static double cheapestThatLooksGood(CascadeRows rows, double target) {
        int[] every = new int[rows.rows()];
        Arrays.setAll(every, i -> i);
        CascadeCount count = new CascadeCount(rows, every);
        double found = CascadeStep.NEVER;
        float[] confidences = count.confidences(0);
        for (int i = 0; i < confidences.length; i += 10) {
            long right = count.count(new double[] {confidences[i]}).right();
            found = right >= target * rows.rows() ? Math.min(found, confidences[i]) : found;
        }
        return found;
    }

    @Test
    void givesSharesCostsAndSavingsOfTheRowsThatCertified() {
        CascadeChoice choice =
                CascadeCalibration.choose(new CascadeWorld(0.97).rows(3000, 1, 1), 0.95, SEED);
        CascadeStep chosen = choice.chosen();
        assertEquals(CascadeChoice.Outcome.CERTIFIED, choice.outcome());
        assertEquals(300, choice.rowsPicked());
        assertEquals(2700, chosen.rows());
        assertTrue(chosen.quality().low() >= 0.95, chosen.toString());
        assertEquals(1, chosen.shares().stream().mapToDouble(Double::doubleValue).sum(), 1e-9);
        long upstreamRows = chosen.rows() - chosen.local();
        assertEquals(
                Math.ceilDiv(
                        2700 * CascadeWorld.LOCAL_COST + upstreamRows * CascadeWorld.UPSTREAM_COST,
                        2700),
                chosen.costMicrosPer1000());
        assertEquals(CascadeWorld.UPSTREAM_COST, choice.allUpstream().costMicrosPer1000());
        assertEquals(
                CascadeWorld.UPSTREAM_COST - chosen.costMicrosPer1000(),
                choice.savedAgainstUpstream());
        assertEquals("big", choice.cheapestSingle().orElseThrow().name());
        assertEquals(choice.savedAgainstUpstream(), choice.savedAgainstSingle().orElseThrow());
    }

    @Test
    void keepsSaferStepsToFallBackOn() {
        CascadeChoice choice =
                CascadeCalibration.choose(new CascadeWorld(0.97).rows(3000, 1, 1), 0.95, SEED);
        List<CascadeStep> steps = choice.steps();
        assertTrue(steps.size() > 2 && steps.size() <= CascadeCalibration.STEPS_MAX);
        assertEquals(choice.chosen(), steps.getLast());
        for (int i = 1; i < steps.size(); i++) {
            assertTrue(steps.get(i).costMicrosPer1000() < steps.get(i - 1).costMicrosPer1000());
            assertTrue(steps.get(i - 1).quality().low() >= 0.95);
        }
    }

    @Test
    void theSameSeedGivesTheSameChoice() {
        CascadeRows rows = new CascadeWorld(0.97).rows(900, 1, 3);
        assertEquals(
                CascadeCalibration.choose(rows, 0.95, 1), CascadeCalibration.choose(rows, 0.95, 1));
    }

    @Test
    void aTargetThatAllUpstreamMissesIsSaidToBeOutOfReach() {
        CascadeChoice choice =
                CascadeCalibration.choose(new CascadeWorld(0.90).rows(3000, 1, 1), 0.99, SEED);
        assertEquals(CascadeChoice.Outcome.UNREACHABLE, choice.outcome());
        assertEquals(List.of(CascadeStep.NEVER), choice.chosen().thresholds());
        assertEquals(0.09, choice.upstreamMisses(), 0.02);
        assertEquals(0, choice.rowsNeeded());
        assertTrue(choice.cheapestSingle().isEmpty());
    }

    @Test
    void tooFewRowsAreSaidWithHowManyAreNeeded() {
        CascadeChoice choice =
                CascadeCalibration.choose(new CascadeWorld(1.0).rows(60, 1, 1), 0.97, SEED);
        assertEquals(CascadeChoice.Outcome.TOO_FEW_ROWS, choice.outcome());
        assertEquals(186, CascadeCalibration.rowsMin(0.97));
        assertTrue(choice.rowsNeeded() >= 186, choice.toString());
        assertEquals(List.of(), choice.steps());
    }

    @Test
    void aLocalRungThatIsBetterThanTheUpstreamAnswersAll() {
        CascadeRows rows = new CascadeWorld(0.5).rows(900, 1, 1);
        CascadeRung local = rows.rungs().getFirst();
        CascadeRung perfect =
                new CascadeRung(
                        "good@1",
                        true,
                        rows.truth(),
                        local.confidence(),
                        local.costMicrosPer1000());
        CascadeChoice choice =
                CascadeCalibration.choose(
                        new CascadeRows(List.of(perfect, rows.rungs().getLast()), rows.truth()),
                        0.95,
                        SEED);
        assertEquals(CascadeChoice.Outcome.CERTIFIED, choice.outcome());
        assertTrue(choice.chosen().localShare() > 0.95, choice.chosen().toString());
        assertEquals("good@1", choice.cheapestSingle().orElseThrow().name());
    }

    @Test
    void rowsOfOneConfidenceGoTogether() {
        int count = 600;
        List<String> local = new ArrayList<>();
        float[] confidence = new float[count];
        for (int i = 0; i < count; i++) {
            boolean sure = i % 2 == 0;
            confidence[i] = sure ? 1 : 0.5f;
            local.add(sure || i % 4 == 1 ? "yes" : "no");
        }
        CascadeChoice choice =
                CascadeCalibration.choose(one(local, confidence, 300, 70_000), 0.95, SEED);
        assertEquals(List.of(1.0), choice.chosen().thresholds());
        assertEquals(0.5, choice.chosen().localShare(), 0.05);
        assertEquals(1, choice.chosen().agreement());
    }

    @Test
    void whatIsOutOfScopeIsNeverTaken() {
        List<String> local = Collections.nCopies(600, "yes");
        float[] confidence = new float[600];
        for (int i = 0; i < 600; i++) {
            confidence[i] = i % 3 == 0 ? -1 : 0.9f;
        }
        CascadeChoice choice =
                CascadeCalibration.choose(one(local, confidence, 300, 70_000), 0.95, SEED);
        assertEquals(2.0 / 3, choice.chosen().localShare(), 0.05);
    }

    @Test
    void aRungThatCostsMoreThanItSavesIsNeverAsked() {
        int count = 1200;
        CascadeRows world = new CascadeWorld(0.99).rows(count, 1, 5);
        CascadeRung useful = world.rungs().getFirst();
        CascadeRung dear =
                new CascadeRung(
                        "dear@1",
                        true,
                        useful.labels(),
                        useful.confidence(),
                        CascadeWorld.all(count, 90_000));
        CascadeChoice choice =
                CascadeCalibration.choose(
                        new CascadeRows(
                                List.of(useful, dear, world.rungs().getLast()), world.truth()),
                        0.95,
                        SEED);
        assertEquals(CascadeChoice.Outcome.CERTIFIED, choice.outcome());
        assertEquals(CascadeStep.NEVER, choice.chosen().thresholds().get(1));
        assertEquals(0, choice.chosen().shares().get(1));
        assertTrue(choice.chosen().thresholds().getFirst() < 1);
    }

    @Test
    void threeLocalRungsAreSearchedTogether() {
        int count = 1500;
        List<CascadeRung> rungs = new ArrayList<>();
        CascadeRows world = new CascadeWorld(0.98).rows(count, 1, 1);
        for (int rung = 0; rung < 3; rung++) {
            CascadeRung local = new CascadeWorld(0.98).rows(count, 1, 10 + rung).rungs().getFirst();
            rungs.add(
                    new CascadeRung(
                            "m" + rung,
                            true,
                            local.labels(),
                            local.confidence(),
                            CascadeWorld.all(count, 300L << (2 * rung))));
        }
        rungs.add(world.rungs().getLast());
        CascadeChoice choice =
                CascadeCalibration.choose(new CascadeRows(rungs, world.truth()), 0.95, SEED);
        assertEquals(CascadeChoice.Outcome.CERTIFIED, choice.outcome());
        assertEquals(4, choice.chosen().shares().size());
        assertTrue(choice.chosen().localShare() > 0.6, choice.chosen().toString());
    }

    @Test
    void refusesWhatIsNoCascadeAndNoTarget() {
        CascadeRows rows = new CascadeWorld(0.97).rows(10, 1, 1);
        assertThrows(KaiyeException.class, () -> CascadeCalibration.choose(rows, 1, SEED));
        assertThrows(
                KaiyeException.class,
                () -> new CascadeRows(List.of(rows.rungs().getFirst()), rows.truth()));
        assertThrows(
                KaiyeException.class, () -> new CascadeRows(rows.rungs().reversed(), rows.truth()));
    }

    private static CascadeRows one(
            List<String> local, float[] confidence, long localCost, long upstreamCost) {
        int count = local.size();
        List<String> right = Collections.nCopies(count, "yes");
        return new CascadeRows(
                List.of(
                        new CascadeRung(
                                "m@1", true, local, confidence, CascadeWorld.all(count, localCost)),
                        new CascadeRung(
                                "big",
                                false,
                                right,
                                new float[0],
                                CascadeWorld.all(count, upstreamCost))),
                right);
    }
}

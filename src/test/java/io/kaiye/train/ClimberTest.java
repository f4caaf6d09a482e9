package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.CostRate;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Metric;
import io.kaiye.model.Bases;
import io.kaiye.model.Engine;
import io.kaiye.model.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClimberTest {
    private static final List<Example> TRAIN = SampleData.rows(100, 4);
    private static final List<Example> VALID = SampleData.rows(1000, 4);

    @TempDir private Path home;
    private final Engine engine = new Engine(1);
    private final FakeRecipe.Clock clock = new FakeRecipe.Clock();
    private final FakeRecipe cheap = recipe("cheap", 1, 5, 0.90);
    private final FakeRecipe middle = recipe("middle", 2, 50, 0.95);
    private final FakeRecipe dear = recipe("dear", 3, 500, 0.99);

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    @Test
    void stopsAtTheFirstRungThatPassesAndSaysWhatTheNextWouldCost() {
        Climber.Summit summit = climb(OptionalDouble.of(0.85), 600);
        assertEquals("cheap", summit.rung().recipe());
        assertEquals("cheap passed, middle not_needed, dear not_needed", words(summit));
        LadderStep next = summit.steps().get(1);
        assertEquals(Duration.ofSeconds(50), next.predicted().orElseThrow().time());
        assertEquals(
                CostRate.DEFAULT.costMicros(Duration.ofSeconds(50), 1),
                next.predicted().orElseThrow().costMicros());
        assertTrue(next.note().contains("would take 50 s"), next.note());
        assertTrue(summit.steps().get(2).predicted().isEmpty());
        assertEquals(0, middle.fits);
    }

    @Test
    void climbsOnWhileTheLowerBoundIsBelowTheTarget() {
        Climber.Summit summit = climb(OptionalDouble.of(0.93), 600);
        assertEquals("middle", summit.rung().recipe());
        assertEquals("cheap below_target, middle passed, dear not_needed", words(summit));
        assertTrue(summit.steps().get(1).chosen());
        assertFalse(summit.steps().get(0).chosen());
    }

    @Test
    void keepsTheBestWhenNonePasses() {
        Climber.Summit summit = climb(OptionalDouble.of(0.999), 600);
        assertEquals("dear", summit.rung().recipe());
        assertEquals("cheap below_target, middle below_target, dear below_target", words(summit));
        assertFalse(Ladder.passes(summit.rung().quality(), OptionalDouble.of(0.999)));
    }

    @Test
    void skipsARungThatDoesNotFitTheBudgetAndNamesIt() {
        Climber.Summit summit = climb(OptionalDouble.of(0.98), 100);
        assertEquals("middle", summit.rung().recipe());
        assertEquals("cheap below_target, middle below_target, dear skipped", words(summit));
        String note = summit.steps().get(2).note();
        assertEquals("dear is skipped: predicted 8 min 20 s, 45 s of the budget left.", note);
    }

    @Test
    void climbsAllThatFitsWithoutATarget() {
        Climber.Summit summit = climb(OptionalDouble.empty(), 600);
        assertEquals("dear", summit.rung().recipe());
        assertEquals("cheap measured, middle measured, dear measured", words(summit));
    }

    @Test
    void refusesABudgetThatIsFarTooSmallAndNamesOneThatWillDo() {
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> climb(OptionalDouble.empty(), 2));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
        assertTrue(refused.getMessage().contains("--budget 7s"), refused.getMessage());
    }

    @Test
    void givesUpARungWhenTheBudgetEndsAndKeepsTheOneBefore() {
        FakeRecipe quick = recipe("quick", 1, 0.01, 0.90);
        FakeRecipe stuck = recipe("stuck", 2, 0.01, 0.95);
        stuck.whileFitting = ClimberTest::sleepUntilInterrupted;
        Climber.Summit summit =
                climb(
                        request(TRAIN, VALID, OptionalDouble.of(0.93), Duration.ofMillis(500)),
                        List.of(quick, stuck, dear));
        assertEquals("quick", summit.rung().recipe());
        assertEquals("quick below_target, stuck out_of_time, dear skipped", words(summit));
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void aRungThatFailsLeavesTheOnesBefore() {
        dear.whileFitting =
                () -> {
                    throw new KaiyeException(ErrorCode.INVALID_DATA, "The loss is not a number.");
                };
        Climber.Summit summit = climb(OptionalDouble.empty(), 600);
        assertEquals("middle", summit.rung().recipe());
        assertEquals("cheap measured, middle measured, dear failed", words(summit));
        assertEquals("dear failed: The loss is not a number.", summit.steps().get(2).note());
    }

    @Test
    void whatCannotBePredictedIsSkippedIfAModelIsThere() {
        middle.whilePredicting =
                () -> {
                    throw new KaiyeException(ErrorCode.UNSUPPORTED_MODEL, "No libtorch here.");
                };
        KaiyeException alone =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                climb(
                                        request(
                                                TRAIN,
                                                VALID,
                                                OptionalDouble.empty(),
                                                Duration.ofMinutes(10)),
                                        List.of(middle)));
        assertEquals(ErrorCode.UNSUPPORTED_MODEL, alone.code());
        assertEquals(
                "cheap measured, middle skipped, dear measured",
                words(climb(OptionalDouble.empty(), 600)));
    }

    /** Settings that no recipe may take are the user's to mend, whatever was trained before. */
    @Test
    void aBadSettingIsRefusedOnAnyRung() {
        dear.whilePredicting =
                () -> {
                    throw new KaiyeException(ErrorCode.INVALID_ARGUMENT, "layers is 99");
                };
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> climb(OptionalDouble.empty(), 600));
        assertEquals("layers is 99", refused.getMessage());
    }

    @Test
    void failsWhenTheBudgetEndsBeforeTheFirstModel() {
        FakeRecipe stuck = recipe("stuck", 2, 0.5, 0.95);
        stuck.whileFitting = ClimberTest::sleepUntilInterrupted;
        TrainingRequest request =
                request(TRAIN, VALID, OptionalDouble.empty(), Duration.ofMillis(400));
        KaiyeException failed =
                assertThrows(KaiyeException.class, () -> climb(request, List.of(stuck)));
        assertEquals(ErrorCode.TIMED_OUT, failed.code());
        assertTrue(failed.getMessage().contains("Try --budget"), failed.getMessage());
        assertFalse(Files.exists(home.resolve("work/model")));
    }

    @Test
    void writesTheJudgedModelWhenNoTimeIsLeftForTheRefit() throws Exception {
        cheap.whileRefitting = ClimberTest::sleepUntilInterrupted;
        Climber.Summit summit =
                climb(
                        request(VALID, List.of(), OptionalDouble.of(0.5), Duration.ofMillis(5100)),
                        List.of(cheap));
        assertFalse(summit.refit());
        assertEquals("cheapfalse", Files.readString(summit.folder().resolve("linear.bin")));
    }

    @Test
    void cancellingLeavesNothingBehind() {
        cheap.whileRefitting = () -> Thread.currentThread().interrupt();
        assertThrows(
                CancelledTraining.class,
                () ->
                        climb(
                                request(
                                        VALID,
                                        List.of(),
                                        OptionalDouble.of(0.5),
                                        Duration.ofMinutes(1)),
                                List.of(cheap)));
        assertFalse(Files.exists(home.resolve("work/model")));
        assertTrue(cheap.closed);
    }

    @Test
    void aValidSplitIsJudgedOnAndNeverLearntFrom() throws Exception {
        Climber.Summit summit = climb(OptionalDouble.of(0.5), 600);
        assertFalse(summit.refit());
        assertEquals("valid split", summit.rung().heldOut().source());
        assertEquals(VALID.size(), summit.rung().evaluation().rows());
        assertEquals("cheapfalse", Files.readString(summit.folder().resolve("linear.bin")));
        assertEquals(summit.info(), ModelFolder.readInfo(summit.folder()));
    }

    @Test
    void joinsWhatIsLearntWhereTheTargetIsMissed() {
        FakeRecipe both = recipe("both", 4, 1, 0.995);
        both.parts = List.of("cheap", "dear");
        Climber.Summit summit = climbWith(both, OptionalDouble.of(0.987), 600);
        assertEquals(
                "cheap below_target, middle below_target, dear below_target, both passed",
                words(summit));
        assertEquals(Set.of("cheap", "dear"), both.joined.keySet());
        assertEquals(1, dear.fits);
        Duration itself = Duration.ofSeconds(1);
        assertEquals(Duration.ofSeconds(505).plus(itself), summit.steps().getLast().trainTime());
        String note = summit.steps().getLast().note();
        assertTrue(note.contains(" with cheap and dear"), note);
    }

    @Test
    void joinsNothingWithoutATargetOrAPartOrIfOnePasses() {
        FakeRecipe both = recipe("both", 4, 1, 0.995);
        both.parts = List.of("cheap", "dear");
        Climber.Summit free = climbWith(both, OptionalDouble.empty(), 600);
        assertEquals("dear", free.rung().recipe());
        assertEquals("cheap measured, middle measured, dear measured, both skipped", words(free));
        assertEquals(
                "both is skipped: it joins cheap and dear where they miss a target. Give --target,"
                        + " or --recipe both.",
                free.steps().getLast().note());
        Climber.Summit apart = climbWith(both, OptionalDouble.of(0.98), 100);
        assertTrue(words(apart).endsWith("dear skipped, both skipped"));
        assertTrue(apart.steps().getLast().note().endsWith("and not both were trained."));
        assertTrue(
                words(climbWith(both, OptionalDouble.of(0.93), 600))
                        .endsWith("dear not_needed, both not_needed"));
        Climber.Summit enough = climbWith(both, OptionalDouble.of(0.98), 600);
        assertTrue(words(enough).endsWith("dear passed, both not_needed"), words(enough));
        assertEquals(
                Duration.ofSeconds(1), enough.steps().getLast().predicted().orElseThrow().time());
        assertEquals(0, both.fits);
    }

    @Test
    void whatLacksAPartIsNotNeededWhereTheTargetIsMet() {
        FakeRecipe both = recipe("both", 4, 1, 0.995);
        both.parts = List.of("absent", "dear");
        Climber.Summit summit = climbWith(both, OptionalDouble.of(0.98), 600);
        assertTrue(words(summit).endsWith("dear passed, both not_needed"), words(summit));
    }

    private Climber.Summit climbWith(FakeRecipe more, OptionalDouble target, int budgetSeconds) {
        ModelFolders.delete(home.resolve("work/model"));
        return climb(
                request(TRAIN, VALID, target, Duration.ofSeconds(budgetSeconds)),
                List.of(cheap, middle, dear, more));
    }

    private FakeRecipe recipe(String name, int order, double seconds, double quality) {
        return new FakeRecipe(name, order, clock, seconds, quality);
    }

    private Climber.Summit climb(OptionalDouble target, int budgetSeconds) {
        return climb(
                request(TRAIN, VALID, target, Duration.ofSeconds(budgetSeconds)),
                List.of(cheap, middle, dear));
    }

    private Climber.Summit climb(TrainingRequest request, List<Recipe> recipes) {
        Dataset data = request.dataset();
        TrainingContext context =
                new TrainingContext(
                        data.labels(),
                        data.train(),
                        data.valid().isEmpty() ? data.train() : data.valid(),
                        "en",
                        Optional.empty(),
                        Optional.empty(),
                        7,
                        engine,
                        new Bases(home),
                        CostRate.DEFAULT,
                        TuneSettings.usual(),
                        () -> Duration.ofHours(1),
                        Optional.empty(),
                        false,
                        home.resolve("work"),
                        false,
                        Progress.silent());
        try (Climber climber = new Climber(request, context, clock, recipes)) {
            return climber.climb();
        }
    }

    private TrainingRequest request(
            List<Example> train, List<Example> valid, OptionalDouble target, Duration budget) {
        return new TrainingRequest(
                SampleData.dataset(train, valid, List.of()),
                TrainingRequest.AUTO,
                Metric.ACCURACY,
                target,
                budget,
                Optional.empty(),
                7,
                TuneSettings.usual(),
                Optional.empty(),
                false,
                home.resolve("work"));
    }

    private static String words(Climber.Summit summit) {
        return summit.steps().stream()
                .map(
                        step ->
                                step.recipe()
                                        + " "
                                        + step.outcome().name().toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static void sleepUntilInterrupted() {
        try {
            Thread.sleep(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            throw new CancelledTraining();
        }
    }
}

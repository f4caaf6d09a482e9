package io.kaiye.train;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.evaluate.Interval;
import io.kaiye.model.ModelInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Climbs once: does what {@link Ladder} decides and keeps the record. For one thread. */
final class Climber implements AutoCloseable {
    /** The budget may be overdrawn by this share: the deadline strikes there. */
    private static final double OVERDRAFT = 1.05;

    /** What may be wrong with one recipe and not with the others. */
    private static final Set<ErrorCode> RUNG_ERRORS =
            EnumSet.of(
                    ErrorCode.UNSUPPORTED_MODEL,
                    ErrorCode.INVALID_DATA,
                    ErrorCode.TOO_LARGE,
                    ErrorCode.INTERNAL);

    private final TrainingRequest request;
    private final TrainingContext context;
    private final InstantSource clock;
    private final List<Recipe> recipes;
    private final Instant start;
    private final Path folder;
    private final List<LadderStep> steps = new ArrayList<>();
    private final List<Rung> trained = new ArrayList<>();
    private boolean started;

    /** The model that was kept, and how it came about. */
    record Summit(
            Rung rung,
            Path folder,
            ModelInfo info,
            boolean refit,
            Duration time,
            List<LadderStep> steps) {}

    Climber(
            TrainingRequest request,
            TrainingContext context,
            InstantSource clock,
            List<Recipe> recipes) {
        this.request = request;
        this.context = context;
        this.clock = clock;
        this.recipes = recipes;
        this.start = clock.instant();
        this.folder = request.workFolder().resolve("model");
    }

    Summit climb() {
        ModelFolders.requireAbsent(folder);
        noteTargetOutOfReach();
        for (Recipe recipe : recipes) {
            step(recipe);
        }
        if (trained.isEmpty()) {
            throw nothingTrained();
        }
        Rung kept = trained.get(Ladder.best(qualities(), request.target()));
        Instant before = clock.instant();
        boolean refit = request.dataset().valid().isEmpty();
        ModelInfo info;
        try {
            info = write(kept, refit);
        } catch (OutOfTime e) {
            context.progress().note("No time is left to learn from the held-out rows too.");
            refit = false;
            info = write(kept, false);
        }
        Duration writing = Duration.between(before, clock.instant());
        steps.set(
                kept.step(),
                Notes.written(steps.get(kept.step()).asChosen(writing, micros(writing)), refit));
        return new Summit(kept, folder, info, refit, spent(), steps);
    }

    /** Before any work, as no rung can change it. */
    private void noteTargetOutOfReach() {
        int rows = context.heldOut().size();
        if (Ladder.reachable(request.metric(), rows) < request.target().orElse(0)) {
            context.progress()
                    .note(Notes.outOfReach(rows, request.metric(), request.target().orElse(0)));
        }
    }

    @Override
    public void close() {
        recipes.forEach(Recipe::close);
    }

    private void step(Recipe recipe) {
        boolean passed = !trained.isEmpty() && Ladder.passes(last().quality(), request.target());
        if (passed && steps.getLast().outcome() == LadderStep.Outcome.NOT_NEEDED) {
            add(recipe, LadderStep.Outcome.NOT_NEEDED, Optional.empty(), "");
            return;
        }
        if (recipe.parts().isEmpty() || isNamed()) {
            tryOn(recipe, passed);
            return;
        }
        Optional<Recipe> joined = Joins.of(recipe, trained, request.target());
        if (joined.isPresent()) {
            tryOn(joined.get(), passed);
        } else if (passed) {
            add(recipe, LadderStep.Outcome.NOT_NEEDED, Optional.empty(), "");
        } else {
            String why = Joins.skipped(recipe, request.target());
            add(recipe, LadderStep.Outcome.SKIPPED, Optional.empty(), why);
        }
    }

    /** True if one recipe was named, false in a climb of several. */
    private boolean isNamed() {
        return recipes.size() == 1;
    }

    private void tryOn(Recipe recipe, boolean passed) {
        Estimate estimate = estimate(recipe, passed);
        switch (Ladder.decide(standing(), estimate)) {
            case Ladder.Climb climb -> train(recipe, estimate);
            case Ladder.NotNeeded enough ->
                    add(
                            recipe,
                            LadderStep.Outcome.NOT_NEEDED,
                            estimate.possible() ? Optional.of(estimate) : Optional.empty(),
                            notNeededNote(recipe, estimate));
            case Ladder.Skip skip ->
                    add(
                            recipe,
                            LadderStep.Outcome.SKIPPED,
                            Optional.of(estimate),
                            recipe.name() + " is skipped: " + skip.reason() + ".");
            case Ladder.Refuse refuse -> throw budgetTooSmall(recipe, refuse.needed());
        }
    }

    /** A prediction; where it is only for the record, no failure of it may spoil the model. */
    private Estimate estimate(Recipe recipe, boolean onlyForTheRecord) {
        try {
            return inTime(() -> recipe.estimate(context));
        } catch (OutOfTime e) {
            return Estimate.impossible("the budget ended during its timing run");
        } catch (KaiyeException e) {
            boolean forgiven = e.code() == ErrorCode.TOO_LARGE || spoilsOnlyItsRung(e);
            if (onlyForTheRecord || forgiven) {
                return Estimate.impossible(e.getMessage());
            }
            throw e;
        }
    }

    /** True if a model is there already, and neither the request nor the disk is at fault. */
    private boolean spoilsOnlyItsRung(KaiyeException e) {
        return !trained.isEmpty() && RUNG_ERRORS.contains(e.code());
    }

    private void train(Recipe recipe, Estimate estimate) {
        Instant before = clock.instant().minus(Joins.time(recipe, steps));
        boolean first = !started;
        started = true;
        context.progress()
                .note(
                        recipe.name()
                                + ": predicted "
                                + Ladder.spoken(estimate.time())
                                + ", "
                                + Micros.dollars(estimate.costMicros())
                                + " ("
                                + estimate.measured()
                                + ")");
        try {
            Fitted fitted = inTime(() -> recipe.fit(context));
            Rung rung =
                    Rung.judge(
                            recipe.name(),
                            fitted,
                            context,
                            request.metric(),
                            heldOutSource(request),
                            steps.size());
            trained.add(rung);
            addTrained(recipe, rung, estimate, Duration.between(before, clock.instant()));
        } catch (OutOfTime e) {
            Duration time = Duration.between(before, clock.instant());
            addStarted(
                    recipe.name(),
                    LadderStep.Outcome.OUT_OF_TIME,
                    Optional.empty(),
                    estimate,
                    time,
                    recipe.name()
                            + " was given up after "
                            + Ladder.spoken(time)
                            + ": the budget ended"
                            + (first ? " before the first model." : "."));
        } catch (KaiyeException e) {
            if (!spoilsOnlyItsRung(e)) {
                throw e;
            }
            addStarted(
                    recipe.name(),
                    LadderStep.Outcome.FAILED,
                    Optional.empty(),
                    estimate,
                    Duration.between(before, clock.instant()),
                    recipe.name() + " failed: " + e.getMessage());
        }
    }

    private void addTrained(Recipe recipe, Rung rung, Estimate estimate, Duration time) {
        Interval quality = rung.quality();
        boolean passes = Ladder.passes(quality, request.target());
        LadderStep.Outcome outcome =
                passes
                        ? LadderStep.Outcome.PASSED
                        : request.target().isPresent()
                                ? LadderStep.Outcome.BELOW_TARGET
                                : LadderStep.Outcome.MEASURED;
        addStarted(
                rung.recipe(),
                outcome,
                Optional.of(quality),
                estimate,
                time,
                Notes.judged(rung, request.target(), passes, time, micros(time))
                        + Notes.with(recipe.parts()));
    }

    private void addStarted(
            String recipe,
            LadderStep.Outcome outcome,
            Optional<Interval> valid,
            Estimate estimate,
            Duration time,
            String note) {
        steps.add(
                new LadderStep(
                        recipe,
                        outcome,
                        false,
                        valid,
                        Optional.of(estimate),
                        time,
                        micros(time),
                        MeasuredGains.of(recipe, context.language()),
                        note));
        context.progress().note(note);
    }

    private void add(
            Recipe recipe, LadderStep.Outcome outcome, Optional<Estimate> estimate, String note) {
        steps.add(
                new LadderStep(
                        recipe.name(),
                        outcome,
                        false,
                        Optional.empty(),
                        estimate,
                        Duration.ZERO,
                        0,
                        MeasuredGains.of(recipe.name(), context.language()),
                        note));
        if (!note.isEmpty()) {
            context.progress().note(note);
        }
    }

    private String notNeededNote(Recipe recipe, Estimate estimate) {
        return Notes.next(
                recipe.name(), estimate, MeasuredGains.of(recipe.name(), context.language()));
    }

    /** Writes the folder whole or not at all. */
    private ModelInfo write(Rung rung, boolean refit) {
        try {
            return refit
                    ? inTime(() -> rung.fitted().write(folder, rung.temperature(), true))
                    : rung.fitted().write(folder, rung.temperature(), false);
        } catch (RuntimeException | Error e) {
            ModelFolders.delete(folder);
            throw e;
        }
    }

    /** Runs work that the deadline interrupts; other interrupts cancel the training. */
    private <T> T inTime(java.util.function.Supplier<T> work) {
        Deadline deadline = new Deadline(deadlineLeft());
        try {
            return work.get();
        } catch (RuntimeException e) {
            boolean cancelled = e instanceof CancelledTraining || Thread.interrupted();
            if (cancelled || deadline.struck()) {
                throw deadline.struck() ? new OutOfTime() : new CancelledTraining();
            }
            throw e;
        } finally {
            deadline.close();
        }
    }

    private Duration deadlineLeft() {
        return Duration.ofMillis((long) (request.budget().toMillis() * OVERDRAFT)).minus(spent());
    }

    private Duration spent() {
        return Duration.between(start, clock.instant());
    }

    private long micros(Duration time) {
        return context.rate().costMicros(time, context.engine().threads());
    }

    private Rung last() {
        return trained.getLast();
    }

    private List<Interval> qualities() {
        return trained.stream().map(Rung::quality).toList();
    }

    private Ladder.Standing standing() {
        OptionalDouble target = request.target();
        return new Ladder.Standing(target, request.budget(), spent(), qualities(), started);
    }

    static String heldOutSource(TrainingRequest request) {
        return request.dataset().valid().isEmpty()
                ? "10% of train, seed " + request.seed()
                : "valid split";
    }

    private KaiyeException budgetTooSmall(Recipe recipe, Duration needed) {
        return new KaiyeException(
                ErrorCode.INVALID_ARGUMENT,
                "The budget of "
                        + Ladder.spoken(request.budget())
                        + " is too small: "
                        + recipe.name()
                        + (isNamed() ? "" : ", the cheapest recipe here,")
                        + " needs about "
                        + Ladder.spoken(needed)
                        + " on this machine. Give at least --budget "
                        + needed.toSeconds()
                        + "s.");
    }

    private KaiyeException nothingTrained() {
        String reasons = String.join(" ", steps.stream().map(LadderStep::note).toList());
        if (!started) {
            return new KaiyeException(ErrorCode.INVALID_ARGUMENT, "No recipe can run. " + reasons);
        }
        Duration longest =
                steps.stream()
                        .filter(step -> step.outcome() == LadderStep.Outcome.OUT_OF_TIME)
                        .map(step -> step.predicted().map(Estimate::time).orElse(Duration.ZERO))
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        Duration wanted = request.budget().multipliedBy(2);
        Duration needed = Ladder.needed(longest.compareTo(wanted) > 0 ? longest : wanted);
        return new KaiyeException(
                ErrorCode.TIMED_OUT,
                reasons + " Nothing was kept. Try --budget " + needed.toSeconds() + "s.");
    }

    /** The deadline struck. */
    private static final class OutOfTime extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}

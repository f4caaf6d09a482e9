package io.kaiye.train;

import io.kaiye.base.CostRate;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Machine;
import io.kaiye.base.Progress;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.data.Splits;
import io.kaiye.evaluate.Truth;
import io.kaiye.model.Bases;
import io.kaiye.model.Engine;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Turns labelled text into the cheapest model that is good enough. The same data, seed and settings
 * give the same head, bit for bit, on one kind of CPU.
 *
 * <p>Judged by the valid split if the dataset has one; the model then learns from train only. Else
 * a seeded, stratified tenth of train is held out, the recipe is judged on it, and the model that
 * is written learns once more from all rows with the settings that were chosen.
 *
 * <p>Safe for threads, but the engine's threads are shared: one training at a time is fastest.
 */
public final class Trainer {
    /** Share of train that is held out where there is no valid split. */
    public static final double HELD_OUT_SHARE = 0.1;

    private final Engine engine;
    private final Bases bases;
    private final InstantSource clock;
    private final CostRate rate;

    public Trainer(Engine engine, Bases bases, InstantSource clock, CostRate rate) {
        this.engine = engine;
        this.bases = bases;
        this.clock = clock;
        this.rate = rate;
    }

    /** What may be given as a recipe: {@code auto} and every recipe, cheapest first. */
    public static List<String> recipes() {
        return Recipes.names();
    }

    /**
     * Trains. Ends within the budget and a tenth. Interrupting the thread ends it soon and leaves
     * nothing behind.
     *
     * @throws KaiyeException INVALID_ARGUMENT for settings and a budget far too small, INVALID_DATA
     *     for data that cannot be learnt, TIMED_OUT if the budget ended before the first model,
     *     SHUTTING_DOWN if interrupted
     */
    public TrainedModel train(TrainingRequest request, Progress progress) {
        TrainingChecks.check(request);
        Checkpoint.requireResumable(request);
        request.base().ifPresent(bases::open); // refused before a rung that needs none has run
        TrainingContext context = context(request, progress);
        Scoping scoping = Scoping.of(request, context);
        try (Climber climber = new Climber(request, context, clock, Recipes.of(request.recipe()))) {
            return finish(request, climber.climb(), scoping);
        } catch (CancelledTraining e) {
            throw new KaiyeException(
                    ErrorCode.SHUTTING_DOWN, "Training was cancelled; nothing was kept.", e);
        }
    }

    private TrainingContext context(TrainingRequest request, Progress progress) {
        Instant end = clock.instant().plus(request.budget());
        Dataset dataset = request.dataset();
        TreeSet<String> labels = new TreeSet<>();
        dataset.train().forEach(row -> labels.add(row.label()));
        List<Example> fitting = dataset.train();
        List<Example> heldOut = Scoping.inside(dataset.valid(), request.scope(), labels);
        if (dataset.valid().isEmpty()) {
            Splits.Holdout holdout =
                    Splits.holdout(dataset.train(), HELD_OUT_SHARE, request.seed());
            fitting = holdout.kept();
            heldOut = holdout.heldOut();
        }
        return new TrainingContext(
                List.copyOf(labels),
                fitting,
                heldOut,
                dataset.version().language(),
                request.base(),
                request.teacher(),
                request.seed(),
                engine,
                bases,
                rate,
                request.tuning(),
                () -> Duration.between(clock.instant(), end),
                request.checkpoint(),
                request.resume(),
                request.workFolder(),
                request.apart(),
                progress);
    }

    /**
     * What a smaller graph needs to learn again what a model knows.
     *
     * @param model artefact folder of a classifier in float
     * @param fitting rows to learn from; their labels are the model's
     * @param heldOut rows to be judged by
     * @param tuning settings of the learning
     * @param seed of every random choice
     * @param state of a learning that can be gone on with; empty for none
     * @param workFolder for files that do not outlive the learning
     * @throws KaiyeException UNSUPPORTED_MODEL if the model is not neural or not in float;
     *     INVALID_DATA for labels that it does not know; INVALID_ARGUMENT for settings without
     *     effect
     */
    public Recovery recovery(
            Path model,
            List<Example> fitting,
            List<Example> heldOut,
            TuneSettings tuning,
            long seed,
            Optional<RecoveryState> state,
            Path workFolder,
            Progress progress) {
        String idle = SettingUse.problem(SettingUse.PRUNING, tuning);
        if (!idle.isEmpty()) {
            throw new KaiyeException(ErrorCode.INVALID_ARGUMENT, idle);
        }
        ModelInfo info = ModelFolder.readInfo(model);
        Truth.of(info.labels(), fitting, "The data to learn from");
        return new Recovery(
                new TrainingContext(
                        info.labels(),
                        fitting,
                        heldOut,
                        info.language(),
                        Optional.empty(),
                        Optional.empty(),
                        seed,
                        engine,
                        bases,
                        rate,
                        tuning,
                        () -> Duration.ofDays(1),
                        state.map(RecoveryState::file),
                        state.map(RecoveryState::resume).orElse(false),
                        workFolder,
                        false,
                        progress),
                model,
                state);
    }

    private TrainedModel finish(TrainingRequest request, Climber.Summit summit, Scoping scoping) {
        Rung rung = summit.rung();
        Optional<Scoping.Ruled> ruled = scoping.apply(rung, summit.folder(), summit.info());
        Map<String, Object> settings = settings(request, rung, summit);
        ruled.ifPresent(rule -> settings.putAll(scoping.settings(rule.rule())));
        Duration time = summit.time();
        return new TrainedModel(
                rung.recipe(),
                summit.folder(),
                ruled.map(Scoping.Ruled::info).orElse(summit.info()),
                request.metric(),
                request.target(),
                Ladder.passes(rung.quality(), request.target()),
                ruled.map(rule -> rung.evaluation().withScope(rule.measured()))
                        .orElse(rung.evaluation()),
                rung.heldOut(),
                rung.temperature(),
                summit.refit(),
                settings,
                time,
                rate.costMicros(time, engine.threads()),
                Machine.peakResidentBytes(),
                summit.steps());
    }

    private Map<String, Object> settings(
            TrainingRequest request, Rung rung, Climber.Summit summit) {
        Map<String, Object> settings = new LinkedHashMap<>(rung.fitted().settings());
        settings.put("temperature", rung.temperature());
        settings.put("seed", request.seed());
        settings.put("heldOut", rung.heldOut().source());
        settings.put("heldOutRows", rung.evaluation().rows());
        settings.put("refit", summit.refit());
        settings.put("metric", request.metric().word());
        settings.put("target", toNullable(request));
        settings.put("budgetSeconds", request.budget().toMillis() / 1000.0);
        settings.put("threads", engine.threads());
        return settings;
    }

    private static Object toNullable(TrainingRequest request) {
        return request.target().isPresent() ? request.target().getAsDouble() : "none";
    }
}

package io.kaiye.train;

import io.kaiye.base.CostRate;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Bases;
import io.kaiye.model.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a recipe works with.
 *
 * @param labels of the model, sorted
 * @param fitting rows to learn from; every label occurs
 * @param heldOut rows to be judged by; never learnt from before that
 * @param language en, zh, mixed or other
 * @param base the encoder that was asked for
 * @param teacher of the recipe distil
 * @param tuning settings of the recipes that learn the encoder too
 * @param timeLeft of the budget
 * @param checkpoint file of a long recipe's state; empty for none
 * @param resume goes on where the checkpoint stands
 * @param workFolder for files that do not outlive the training
 * @param apart leave what was learnt apart from the base
 */
record TrainingContext(
        List<String> labels,
        List<Example> fitting,
        List<Example> heldOut,
        String language,
        Optional<String> base,
        Optional<Teacher> teacher,
        long seed,
        Engine engine,
        Bases bases,
        CostRate rate,
        TuneSettings tuning,
        TimeLeft timeLeft,
        Optional<Path> checkpoint,
        boolean resume,
        Path workFolder,
        boolean apart,
        Progress progress) {

    /** The refit of a model takes the next seed, so members' seeds lie further apart. */
    private static final long SEEDS_APART = 1000;

    TrainingContext {
        labels = List.copyOf(labels);
        fitting = List.copyOf(fitting);
        heldOut = List.copyOf(heldOut);
    }

    /** The rows a refit learns from: fitting, then held out. */
    List<Example> all() {
        List<Example> all = new ArrayList<>(fitting);
        all.addAll(heldOut);
        return all;
    }

    /** The place in {@code labels} of each row's label. */
    int[] labelsOf(List<Example> rows) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            places.put(labels.get(i), i);
        }
        return rows.stream().mapToInt(row -> places.getOrDefault(row.label(), -1)).toArray();
    }

    /** The same with fewer rows to learn from, none held out and nothing said: for a timing run. */
    TrainingContext sample(List<Example> rows) {
        return learning(rows, List.of(), Progress.silent());
    }

    /** The same with the held-out rows to learn from too, and none held out. */
    TrainingContext refit() {
        return learning(all(), List.of(), new WithoutNotes(progress));
    }

    /** The same, where everything was said once already. */
    TrainingContext withoutNotes() {
        Progress said = new WithoutNotes(progress);
        return with(fitting, heldOut, seed, tuning, timeLeft, checkpoint, resume, said);
    }

    /** Shows how far the work is, and says nothing. */
    private record WithoutNotes(Progress progress) implements Progress {
        @Override
        public Task start(String what, long total, String unit) {
            return progress.start(what, total, unit);
        }

        @Override
        public void note(String line) {}
    }

    private TrainingContext learning(List<Example> rows, List<Example> judged, Progress said) {
        return with(rows, judged, seed, tuning, timeLeft, Optional.empty(), false, said);
    }

    private TrainingContext with(
            List<Example> rows,
            List<Example> judged,
            long otherSeed,
            TuneSettings settings,
            TimeLeft left,
            Optional<Path> file,
            boolean goesOn,
            Progress said) {
        return new TrainingContext(
                labels,
                rows,
                judged,
                language,
                base,
                teacher,
                otherSeed,
                engine,
                bases,
                rate,
                settings,
                left,
                file,
                goesOn,
                workFolder,
                apart,
                said);
    }

    /** The same with what suits a kind and these rows where a setting was left to be chosen. */
    TrainingContext suited(TuneKind kind) {
        TuneSettings chosen = kind.suited(tuning, fitting.size(), labels.size());
        return with(fitting, heldOut, seed, chosen, timeLeft, checkpoint, resume, progress);
    }

    /**
     * The same for one of several models that are learnt in turn: with a seed and a checkpoint of
     * its own, and an equal part of the time that is left.
     *
     * @param number from 0
     */
    TrainingContext member(int number, int count) {
        Optional<Path> file =
                number == 0
                        ? checkpoint
                        : checkpoint.map(
                                one -> one.resolveSibling(one.getFileName() + "-" + number));
        return with(
                fitting,
                heldOut,
                seed + SEEDS_APART * number,
                tuning,
                () -> timeLeft.now().dividedBy(count - number),
                file,
                resume && file.isPresent() && Files.isRegularFile(file.get()),
                progress);
    }

    /** The same of work that can be cut to keep the budget, down to {@code least} seconds. */
    Estimate estimateShortened(double seconds, double least, String measured) {
        double left = timeLeft.seconds();
        return seconds > left && least <= left
                ? estimate(left, measured + ", fewer epochs to keep the budget")
                : estimate(seconds, measured);
    }

    /** An estimate priced at this machine's rate. */
    Estimate estimate(double seconds, String measured) {
        Duration time = Duration.ofMillis(Math.round(seconds * 1000));
        return new Estimate(time, rate.costMicros(time, engine.threads()), measured, "");
    }
}

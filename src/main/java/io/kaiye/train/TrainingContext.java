package io.kaiye.train;

import io.kaiye.base.CostRate;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Bases;
import io.kaiye.model.Engine;
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
        boolean apart,
        Progress progress) {

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
        return learning(rows, Progress.silent());
    }

    /** The same with the held-out rows to learn from too, and none held out. */
    TrainingContext refit() {
        return learning(all(), progress);
    }

    private TrainingContext learning(List<Example> rows, Progress said) {
        return new TrainingContext(
                labels,
                rows,
                List.of(),
                language,
                base,
                teacher,
                seed,
                engine,
                bases,
                rate,
                tuning,
                timeLeft,
                Optional.empty(),
                false,
                apart,
                said);
    }

    /** An estimate priced at this machine's rate. */
    Estimate estimate(double seconds, String measured) {
        Duration time = Duration.ofMillis(Math.round(seconds * 1000));
        return new Estimate(time, rate.costMicros(time, engine.threads()), measured, "");
    }
}

package io.kaiye.train;

import io.kaiye.data.Example;
import io.kaiye.model.Model;
import java.util.ArrayList;
import java.util.List;

/** A smaller model learns from a teacher's scores, on labelled and unlabelled texts. */
final class DistilRecipe implements Recipe {
    private static final int TEXTS_TIMED_MAX = 64;

    @Override
    public String name() {
        return TuneKind.DISTIL.word();
    }

    @Override
    public int order() {
        return TuneKind.DISTIL.order();
    }

    /** There is no teacher. */
    @Override
    public boolean onLadder() {
        return false;
    }

    @Override
    public Estimate estimate(TrainingContext open) {
        TrainingContext context = open.suited(TuneKind.DISTIL);
        Teacher teacher = context.teacher().orElseThrow();
        TuneTiming.Speed speed = TuneTiming.measure(context, sample -> Student.of(sample, teacher));
        double asked = teacherSeconds(context, teacher);
        double epochs = context.tuning().epochs();
        return context.estimateShortened(
                asked + seconds(context, teacher, speed, epochs),
                asked + seconds(context, teacher, speed, Math.min(1, epochs)),
                speed.words());
    }

    private static double seconds(
            TrainingContext context, Teacher teacher, TuneTiming.Speed speed, double epochs) {
        double passes = epochs + TuneFit.REFIT_EPOCHS;
        double more = passes * teacher.unlabelled().size() / speed.rowsPerSecond();
        return context.tuning().seeds() * (speed.seconds(context, epochs) + more);
    }

    private static double teacherSeconds(TrainingContext context, Teacher teacher) {
        List<Example> rows = rows(context, teacher);
        int timed = Math.min(TEXTS_TIMED_MAX, rows.size());
        List<Example> sample = new ArrayList<>();
        for (int i = 0; i < timed; i++) {
            sample.add(rows.get((int) ((long) i * rows.size() / timed)));
        }
        long start = System.nanoTime();
        scores(context.sample(List.of()), teacher, sample);
        return (System.nanoTime() - start) / 1e9 * rows.size() / timed;
    }

    @Override
    public Fitted fit(TrainingContext open) {
        TrainingContext context = open.suited(TuneKind.DISTIL);
        Teacher teacher = context.teacher().orElseThrow();
        TuneJob job = Student.of(context, teacher);
        List<Example> rows = rows(context, teacher);
        return TuneFit.learn(
                context,
                job.taughtBy(rows, context.labelsOf(rows), scores(context, teacher, rows)));
    }

    /** Those of the data, then those without a label. */
    private static List<Example> rows(TrainingContext context, Teacher teacher) {
        List<Example> rows = new ArrayList<>(context.all());
        teacher.unlabelled().forEach(text -> rows.add(new Example(text, "")));
        return rows;
    }

    private static float[][] scores(TrainingContext context, Teacher teacher, List<Example> rows) {
        List<String> texts = rows.stream().map(Example::text).toList();
        try (Model model = context.engine().open(teacher.folder())) {
            List<String> taught = model.info().labels();
            float[][] scores = context.engine().logitsAll(model, texts, context.progress());
            return taught.equals(context.labels())
                    ? scores
                    : inOrder(scores, context.labels().stream().map(taught::indexOf).toList());
        }
    }

    private static float[][] inOrder(float[][] scores, List<Integer> places) {
        float[][] ordered = new float[scores.length][places.size()];
        for (int row = 0; row < scores.length; row++) {
            for (int label = 0; label < places.size(); label++) {
                ordered[row][label] = scores[row][places.get(label)];
            }
        }
        return ordered;
    }

    @Override
    public void close() {}
}

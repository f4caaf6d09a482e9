package io.kaiye.data;

import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A table to clean, and plans to clean it by, for one test. */
final class CleanDesk implements AutoCloseable {
    final Desk desk;

    CleanDesk(Path folder) {
        desk = new Desk(folder);
    }

    /** Imports CSV as the train split, and as the test split where it is not empty. */
    DatasetVersion table(String train, String test) throws IOException {
        Path trainFile = desk.file("train.csv", train);
        List<Path> tests = test.isEmpty() ? List.of() : List.of(desk.file("test.csv", test));
        return desk.datasets.importTable(
                new ImportRequest(
                        "desk",
                        List.of(),
                        List.of(trainFile),
                        List.of(),
                        tests,
                        new ImportSettings(List.of("text"), "label", "auto", 0, 0, 7)),
                TableSettings.DEFAULT,
                Progress.silent());
    }

    CleanPlan plan(String... steps) throws IOException {
        StringBuilder yaml = new StringBuilder("steps:\n");
        for (String step : steps) {
            yaml.append("  - ").append(step).append('\n');
        }
        return CleanPlan.read(desk.file("plan.yaml", yaml.toString()));
    }

    CleanOutcome clean(String... steps) throws IOException {
        return desk.datasets.clean("desk", plan(steps), "desk", Progress.silent());
    }

    /** The rows of a split of the newest version as CSV with its header. */
    String rows(SplitName split) throws IOException {
        Path file = desk.folder.resolve("out.csv");
        desk.datasets.export("desk", split, file, true);
        return Files.readString(file);
    }

    String train() throws IOException {
        return rows(SplitName.TRAIN);
    }

    /** Counts of a step, from 1, of train. */
    static StepCounts counts(CleanOutcome outcome, int step) {
        return counts(outcome, step, SplitName.TRAIN);
    }

    static StepCounts counts(CleanOutcome outcome, int step, SplitName split) {
        return outcome.report()
                .steps()
                .get(step - 1)
                .counts()
                .getOrDefault(split, new StepCounts(0, 0, 0));
    }

    static Map<String, Object> fitted(CleanOutcome outcome, int step) {
        return outcome.report().steps().get(step - 1).fitted();
    }

    @Override
    public void close() {
        desk.close();
    }
}

package io.kaiye.train;

import io.kaiye.data.Dataset;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Example;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.SplitName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Data sets made up for tests. */
final class SampleData {
    private static final String[] THINGS = {"card", "loan", "parcel", "refund", "login", "invoice"};
    private static final String[] SAYINGS = {
        "where is my %s",
        "I have a question about the %s",
        "my %s is wrong, please help",
        "cancel the %s now",
        "how long does a %s take",
        "the %s has not come",
        "tell me more about your %s",
        "who can look at my %s"
    };

    private SampleData() {}

    /** Rows about {@code labels} things, in turn; no two texts are equal. */
    static List<Example> rows(int count, int labels) {
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String thing = THINGS[i % labels];
            String saying = SAYINGS[i / labels % SAYINGS.length];
            rows.add(new Example(String.format(saying, thing) + " " + i, thing));
        }
        return rows;
    }

    static Dataset dataset(List<Example> train, List<Example> valid, List<Example> test) {
        TreeSet<String> labels = new TreeSet<>();
        List.of(train, valid, test).forEach(split -> split.forEach(r -> labels.add(r.label())));
        return new Dataset(
                new DatasetVersion(
                        "desk",
                        "0".repeat(64),
                        Instant.EPOCH,
                        List.copyOf(labels),
                        Map.of(
                                SplitName.TRAIN,
                                train.size(),
                                SplitName.VALID,
                                valid.size(),
                                SplitName.TEST,
                                test.size()),
                        "en",
                        List.of(),
                        new ImportSettings(List.of("text"), "label", "auto", 0.1, 0.1, 7),
                        List.of()),
                train,
                valid,
                test);
    }
}

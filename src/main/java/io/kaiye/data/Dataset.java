package io.kaiye.data;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A version with all its rows, in the order of the files. Immutable. */
public record Dataset(
        DatasetVersion version, List<Example> train, List<Example> valid, List<Example> test) {
    public Dataset {
        train = List.copyOf(train);
        valid = List.copyOf(valid);
        test = List.copyOf(test);
    }

    /** All labels, sorted. */
    public List<String> labels() {
        return version.labels();
    }

    /** The rows of one split, empty for one that is not there. */
    public List<Example> split(SplitName name) {
        return switch (name) {
            case TRAIN -> train;
            case VALID -> valid;
            case TEST -> test;
        };
    }

    /** The rows of every split, with others in one. */
    public Map<SplitName, List<Example>> rowsWith(SplitName name, List<Example> rows) {
        Map<SplitName, List<Example>> all = new EnumMap<>(SplitName.class);
        for (SplitName each : SplitName.values()) {
            all.put(each, each == name ? rows : split(each));
        }
        return all;
    }
}

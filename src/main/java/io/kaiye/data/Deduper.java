package io.kaiye.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Leaves repeated rows out of one dataset. Stores nothing. */
final class Deduper {
    private static final int EXAMPLES_MAX = 5;

    private final DatasetVersion version;
    private final DedupeRequest request;
    private final List<Example> rows;
    private final RowTable table;
    private final NearDuplicates near;
    private final boolean[] out;
    private final int[] trainRowsOfLabel;
    private final List<NearPair> examples = new ArrayList<>();
    private final Map<SplitName, Integer> left = new EnumMap<>(SplitName.class);
    private int equalRows;
    private int nearRows;
    private int otherLabelRows;
    private int leakingRows;
    private int lastOfLabelRows;

    Deduper(VersionRows all, DedupeRequest request) {
        this.version = all.version();
        this.request = request;
        this.rows = all.rows();
        this.table = all.table();
        this.near = all.near(request.near());
        this.out = new boolean[rows.size()];
        this.trainRowsOfLabel = table.counts(SplitName.TRAIN);
    }

    /** The number of each row's split, below 0 for a row that is left out. */
    int[] run() {
        if (request.acrossSplits()) {
            dropLeaks(near.partners(row -> is(row, SplitName.VALID), this::isTest));
            dropLeaks(
                    near.partners(
                            row -> is(row, SplitName.TRAIN),
                            row -> isTest(row) || (is(row, SplitName.VALID) && !out[row])));
        }
        dropRepeats(
                Repeats.of(
                        near,
                        row -> is(row, SplitName.TRAIN) && !out[row],
                        table.labels(),
                        request.keep() == DedupeRequest.Keep.MAJORITY_LABEL));
        int[] placed = new int[out.length];
        for (int row = 0; row < out.length; row++) {
            placed[row] = out[row] ? Repair.DROPPED : table.split(row).number();
            if (!out[row]) {
                left.merge(table.split(row), 1, Integer::sum);
            }
        }
        return placed;
    }

    int dropped() {
        return equalRows + nearRows + leakingRows;
    }

    Derivation derivation() {
        Map<String, Object> recipe = new LinkedHashMap<>();
        recipe.put("near", near.threshold());
        recipe.put("keep", request.keep().word());
        recipe.put("acrossSplits", request.acrossSplits());
        recipe.put("equalRows", equalRows);
        recipe.put("nearRows", nearRows);
        recipe.put("leakingRows", leakingRows);
        return Derivation.of(version, "dedupe", recipe);
    }

    DedupeOutcome outcome(Optional<DatasetVersion> made) {
        Map<SplitName, Integer> after = new EnumMap<>(SplitName.class);
        for (SplitName split : SplitName.values()) {
            after.put(split, left.getOrDefault(split, 0));
        }
        return new DedupeOutcome(
                version.reference(),
                made,
                near.threshold(),
                version.rows(),
                after,
                equalRows,
                nearRows,
                otherLabelRows,
                leakingRows,
                lastOfLabelRows,
                examples,
                near.unfinished());
    }

    private void dropLeaks(int[] partners) {
        for (int row = 0; row < partners.length; row++) {
            if (partners[row] >= 0 && drop(row, partners[row])) {
                leakingRows++;
            }
        }
    }

    private void dropRepeats(int[] repeated) {
        for (int row = 0; row < repeated.length; row++) {
            int like = repeated[row];
            if (like >= 0 && drop(row, like)) {
                boolean equal = near.similarity(row, like) == 1;
                equalRows += equal ? 1 : 0;
                nearRows += equal ? 0 : 1;
                otherLabelRows += table.label(row) == table.label(like) ? 0 : 1;
            }
        }
    }

    /** Leaves a row out, unless it is the last of its label in train. */
    private boolean drop(int row, int like) {
        if (is(row, SplitName.TRAIN)) {
            if (trainRowsOfLabel[table.label(row)] == 1) {
                lastOfLabelRows++;
                return false;
            }
            trainRowsOfLabel[table.label(row)]--;
        }
        out[row] = true;
        if (examples.size() < EXAMPLES_MAX && near.similarity(row, like) < 1) {
            examples.add(NearPair.of(near, row, like, rows.get(row), rows.get(like)));
        }
        return true;
    }

    private boolean isTest(int row) {
        return is(row, SplitName.TEST);
    }

    private boolean is(int row, SplitName split) {
        return table.split(row) == split;
    }
}

package io.kaiye.compress;

import io.kaiye.data.Example;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The rows that a pruning learns from and is judged by.
 *
 * @param fitting what the model learnt from, without the held-out rows
 * @param heldOut rows that the pruned model is judged by before it learns from them
 * @param seen the model itself has learnt from the held-out rows too, after it was judged; so will
 *     the pruned one
 * @param before the model's accuracy on the held-out rows before it learnt from them; empty to
 *     measure it as it is
 */
public record PruneRows(
        List<Example> fitting, List<Example> heldOut, boolean seen, OptionalDouble before) {
    public PruneRows {
        fitting = List.copyOf(fitting);
        heldOut = List.copyOf(heldOut);
    }
}

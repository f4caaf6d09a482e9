package io.kaiye.serve;

import io.kaiye.model.Input;
import java.util.Comparator;

/**
 * One text of a call.
 *
 * @param rank tokens that had been computed when its call came, plus the call's tokens before it:
 *     the smaller goes first
 * @param sequence breaks ties, first come first served
 */
record Item(Call call, int index, Input input, long rank, long sequence) {
    static final Comparator<Item> ORDER =
            Comparator.comparingLong(Item::rank).thenComparingLong(Item::sequence);

    int length() {
        return input.length();
    }

    boolean goesWith(Item other) {
        return call.generation() == other.call.generation() && call.want() == other.call.want();
    }
}

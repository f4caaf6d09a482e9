package io.kaiye.autograd;

import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** What a node works on in one run. For one thread. */
final class Inputs {
    /** A value, with the integers it holds if it is a constant, and the weight if it is one. */
    @SuppressWarnings("ArrayRecordComponent") // never changed
    record Value(Tensor tensor, long @Nullable [] known, @Nullable Weight weight) {}

    private final @Nullable Value[] values;

    /**
     * @param values null for an input left out
     */
    Inputs(@Nullable Value[] values) {
        this.values = values;
    }

    int count() {
        return values.length;
    }

    boolean has(int place) {
        return place < values.length && values[place] != null;
    }

    Tensor get(int place) {
        return value(place).tensor();
    }

    private Value value(int place) {
        Value found = place < values.length ? values[place] : null;
        if (found == null) {
            throw new IllegalStateException("Input " + place + " is left out.");
        }
        return found;
    }

    /** The weight behind an input, or null where it is none. */
    @Nullable Weight weight(int place) {
        return has(place) ? value(place).weight() : null;
    }

    /** The integers of a small tensor: a shape, axes, places. */
    long[] longs(int place) {
        Value value = value(place);
        return value.known() != null ? value.known() : Torch.longs(value.tensor());
    }

    /** The integers of an input, or those given where it is left out. */
    long[] longs(int place, long... otherwise) {
        return has(place) ? longs(place) : otherwise;
    }
}

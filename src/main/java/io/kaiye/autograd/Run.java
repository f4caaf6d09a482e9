package io.kaiye.autograd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * One pass of one worker: which precision, whether it learns, and the leaves whose gradients are
 * wanted. For one thread. What outlives an operation lives as long as the scope that was open when
 * the run was made.
 */
final class Run {
    /** Rows of a table that a pass looked up, and the leaf that gathers their gradient. */
    @SuppressWarnings("ArrayRecordComponent") // never changed
    record Rows(Weight weight, long[] rows, Tensor leaf) {}

    private final Precision precision;
    private final boolean padded;
    private final @Nullable Dropout dropout;
    private final boolean learning;
    private final Map<Weight, Tensor> leaves = new LinkedHashMap<>();
    private final List<Rows> rows = new ArrayList<>();
    private final IdentityHashMap<Tensor, Tensor> halves = new IdentityHashMap<>();
    private final @Nullable PointerScope scope = PointerScope.getInnerScope();

    /**
     * @param learning leaves collect gradients
     * @param padded some text of the batch is shorter than the batch
     * @param dropout null where nothing is dropped
     */
    Run(Precision precision, boolean learning, boolean padded, @Nullable Dropout dropout) {
        this.precision = precision;
        this.learning = learning;
        this.padded = padded;
        this.dropout = dropout;
    }

    boolean padded() {
        return padded;
    }

    boolean half() {
        return precision == Precision.BFLOAT16;
    }

    /** What a pass reads for a weight: a leaf of its own while it learns. */
    Tensor read(Weight weight) {
        if (!learning || !weight.trained() || weight.table()) {
            return weight.computed();
        }
        return leaves.computeIfAbsent(
                weight, any -> keep(weight.computed().detach().requires_grad_(true)));
    }

    /**
     * Keeps a value beyond the operation that made it: until the run's scope ends, or it is
     * released. A mere view into another native object, such as an element of a vector, becomes an
     * owner of its own.
     */
    Tensor keep(Tensor made) {
        Tensor owner = made.referenceCount() < 1 ? made.alias() : made;
        if (scope == null) {
            owner.retainReference();
        } else {
            scope.attach(owner);
        }
        return owner;
    }

    /**
     * Rows of a table by number, shaped like {@code given} with the row's dimensions behind.
     *
     * @param given from 0, or below 0 counted from the end
     */
    Tensor look(Weight weight, Tensor given) {
        Tensor places = Indexing.positive(given, weight.computed().size(0));
        if (!learning || !weight.trained()) {
            return torch.embedding(weight.computed(), places);
        }
        long[] numbers = Torch.longs(places);
        Map<Long, Integer> found = new HashMap<>();
        long[] distinct = java.util.Arrays.stream(numbers).distinct().sorted().toArray();
        for (int i = 0; i < distinct.length; i++) {
            found.put(distinct[i], i);
        }
        long[] moved = new long[numbers.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = found.getOrDefault(numbers[i], 0);
        }
        Tensor leaf =
                keep(
                        weight.computed()
                                .index_select(0, Torch.longs(distinct, distinct.length))
                                .detach()
                                .requires_grad_(true));
        rows.add(new Rows(weight, distinct, leaf));
        return torch.embedding(leaf, Torch.longs(moved, places.shape()));
    }

    /** The same values in 16 bits; made once for each tensor of a pass. */
    Tensor half(Tensor x) {
        if (Torch.type(x) == ScalarType.BFloat16) {
            return x;
        }
        return halves.computeIfAbsent(x, any -> keep(x.to(ScalarType.BFloat16)));
    }

    /** Drops a share of the values and scales the rest up; {@code x} itself where not learning. */
    Tensor drop(Tensor x) {
        return dropout == null ? x : dropout.apply(x);
    }

    /** Input {@code place} as a factor of a product, in 16 bits where the run is. */
    Tensor matrix(Inputs inputs, int place) {
        Tensor x = inputs.get(place);
        return half() ? half(x) : x;
    }

    /** Lets go of what was kept for a value that is not used any more. */
    void release(Tensor x) {
        Tensor half = halves.remove(x);
        if (half != null) {
            half.close();
        }
        x.close();
    }

    Map<Weight, Tensor> leaves() {
        return leaves;
    }

    List<Rows> rows() {
        return rows;
    }
}

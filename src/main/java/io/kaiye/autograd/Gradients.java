package io.kaiye.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of one step: what the workers' leaves hold, added up in the order of the workers so
 * that a run can be repeated. Owns native memory. For one thread; {@link #gather} and {@link
 * #apply} take one weight each and may be called for different weights by different threads.
 */
final class Gradients implements AutoCloseable {
    /** A weight's leaves, one or more for each worker. */
    private static final class Part {
        final List<Tensor> leaves = new ArrayList<>();
        final List<Run.Rows> rows = new ArrayList<>();
        @Nullable Tensor sum;
        @Nullable Tensor places;
        double squares;
    }

    private final Map<Weight, Part> parts = new LinkedHashMap<>();

    /** Takes over the leaves of a worker's run. */
    void add(Run run) {
        run.leaves().forEach((weight, leaf) -> part(weight).leaves.add(leaf));
        run.rows().forEach(rows -> part(rows.weight()).rows.add(rows));
    }

    private Part part(Weight weight) {
        return parts.computeIfAbsent(weight, any -> new Part());
    }

    /** The weights that have gradients, large ones first. */
    List<Weight> weights() {
        return parts.keySet().stream()
                .sorted(Comparator.comparingLong((Weight one) -> -one.master().numel()))
                .toList();
    }

    /** Adds up the leaves of one weight. */
    void gather(Weight weight) {
        Part part = part(weight);
        try (PointerScope _ = new PointerScope()) {
            Tensor sum = weight.table() ? sumOfRows(part) : sumOfLeaves(part);
            if (sum != null) {
                part.squares = torch.dot(sum.flatten(), sum.flatten()).item().toDouble();
                sum.retainReference();
                part.sum = sum;
            }
        }
        part.leaves.forEach(Tensor::close);
        part.rows.forEach(rows -> rows.leaf().close());
        part.leaves.clear();
        part.rows.clear();
    }

    private static @Nullable Tensor sumOfLeaves(Part part) {
        Tensor sum = null;
        for (Tensor leaf : part.leaves) {
            Tensor gradient = leaf.grad();
            if (gradient.defined()) {
                Tensor whole = gradient.to(ScalarType.Float);
                sum = sum == null ? whole.contiguous() : sum.add_(whole);
            }
        }
        return sum;
    }

    private static @Nullable Tensor sumOfRows(Part part) {
        TreeMap<Long, Integer> places = new TreeMap<>();
        for (Run.Rows rows : part.rows) {
            Arrays.stream(rows.rows()).forEach(row -> places.put(row, 0));
        }
        int count = 0;
        for (Map.Entry<Long, Integer> entry : places.entrySet()) {
            entry.setValue(count++);
        }
        Tensor sum = null;
        for (Run.Rows rows : part.rows) {
            Tensor gradient = rows.leaf().grad();
            if (gradient.defined()) {
                Tensor whole = gradient.to(ScalarType.Float);
                if (sum == null) {
                    sum = torch.zeros(new long[] {count, whole.size(1)});
                }
                long[] at = Arrays.stream(rows.rows()).map(places::get).toArray();
                sum.index_add_(0, Torch.longs(at, at.length), whole);
            }
        }
        if (sum != null) {
            long[] all = places.keySet().stream().mapToLong(Long::longValue).toArray();
            Tensor rows = Torch.longs(all, all.length);
            rows.retainReference();
            part.places = rows;
        }
        return sum;
    }

    /** The Euclidean length of all gradients together; after all were gathered. */
    double norm() {
        return Math.sqrt(parts.values().stream().mapToDouble(part -> part.squares).sum());
    }

    /** Changes one weight by its gradient times {@code scale}. */
    void apply(Weight weight, OptimizerState state, double scale, double rate, long step) {
        Part part = part(weight);
        if (part.sum != null) {
            if (scale != 1) {
                part.sum.mul_(Torch.scalar(scale));
            }
            state.apply(part.sum, part.places, rate, step);
            weight.publish();
        }
    }

    @Override
    public void close() {
        for (Part part : parts.values()) {
            part.leaves.forEach(Tensor::close);
            part.rows.forEach(rows -> rows.leaf().close());
            if (part.sum != null) {
                part.sum.close();
            }
            if (part.places != null) {
                part.places.close();
            }
        }
    }
}

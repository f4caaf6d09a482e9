package io.kaiye.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of one step: each worker adds up those of its batches, then the workers' sums are
 * added in their order, so that a run can be repeated. Owns native memory. {@link #add} is for one
 * thread a worker; {@link #gather} and {@link #apply} take one weight each and may be called for
 * different weights by different threads; the rest is for one thread.
 */
final class Gradients implements AutoCloseable {
    /** What a worker has added up. Native memory is freed with {@link Gradients#close}. */
    private static final class Sums {
        final Map<Weight, Tensor> whole = new LinkedHashMap<>();
        final Map<Weight, List<RowSum>> rows = new LinkedHashMap<>();
    }

    /** The gradient of some rows of a table. */
    @SuppressWarnings("ArrayRecordComponent") // never changed
    private record RowSum(long[] rows, Tensor gradient) {}

    /** What a weight is changed by. */
    private static final class Part {
        @Nullable Tensor sum;
        @Nullable Tensor places;
        double squares;
    }

    private final List<Sums> workers = new ArrayList<>();
    private final Map<Weight, Part> parts = new LinkedHashMap<>();

    Gradients(int workers) {
        for (int i = 0; i < workers; i++) {
            this.workers.add(new Sums());
        }
    }

    /** Adds the gradients of a worker's run. */
    void add(int worker, Run run) {
        Sums sums = workers.get(worker);
        run.leaves()
                .forEach(
                        (weight, leaf) -> {
                            if (leaf.grad().defined()) {
                                add(sums, weight, owned(leaf));
                            }
                        });
        for (Run.Rows rows : run.rows()) {
            if (rows.leaf().grad().defined()) {
                sums.rows
                        .computeIfAbsent(rows.weight(), any -> new ArrayList<>())
                        .add(new RowSum(rows.rows(), owned(rows.leaf())));
            }
        }
    }

    /** A leaf's gradient, without a copy; what {@code grad()} gives dies with the leaf. */
    private static Tensor owned(Tensor leaf) {
        Tensor gradient = leaf.grad().detach();
        gradient.retainReference();
        return gradient;
    }

    /** The first is kept in the type it has; with a second the sum is in 32 bits. */
    private static void add(Sums sums, Weight weight, Tensor gradient) {
        Tensor before = sums.whole.get(weight);
        if (before == null) {
            sums.whole.put(weight, gradient);
            return;
        }
        if (Torch.type(before) == ScalarType.Float) {
            before.add_(gradient);
        } else {
            Tensor sum = before.to(ScalarType.Float).add_(gradient);
            sum.retainReference();
            before.close();
            sums.whole.put(weight, sum);
        }
        gradient.close();
    }

    /** The weights that have gradients, large ones first. */
    List<Weight> weights() {
        for (Sums sums : workers) {
            sums.whole.keySet().forEach(weight -> parts.put(weight, new Part()));
            sums.rows.keySet().forEach(weight -> parts.put(weight, new Part()));
        }
        return parts.keySet().stream()
                .sorted(Comparator.comparingLong((Weight one) -> -one.master().numel()))
                .toList();
    }

    /** Adds up what the workers have of one weight. */
    void gather(Weight weight) {
        Part part = part(weight);
        try (PointerScope _ = new PointerScope()) {
            Tensor sum = weight.table() ? sumOfRows(weight, part) : sumOfWorkers(weight);
            if (sum != null) {
                part.squares = torch.dot(sum.flatten(), sum.flatten()).item().toDouble();
                sum.retainReference();
                part.sum = sum;
            }
        }
    }

    private Part part(Weight weight) {
        Part part = parts.get(weight);
        if (part == null) {
            throw new IllegalStateException("no gradient of " + weight.name());
        }
        return part;
    }

    private @Nullable Tensor sumOfWorkers(Weight weight) {
        Tensor sum = null;
        for (Sums sums : workers) {
            Tensor gradient = sums.whole.get(weight);
            if (gradient != null) {
                Tensor whole = gradient.to(ScalarType.Float);
                sum = sum == null ? whole.contiguous() : sum.add_(whole);
            }
        }
        return sum;
    }

    private @Nullable Tensor sumOfRows(Weight weight, Part part) {
        List<RowSum> all =
                workers.stream()
                        .flatMap(sums -> sums.rows.getOrDefault(weight, List.of()).stream())
                        .toList();
        if (all.isEmpty()) {
            return null;
        }
        TreeMap<Long, Integer> places = new TreeMap<>();
        all.forEach(rows -> Arrays.stream(rows.rows()).forEach(row -> places.put(row, 0)));
        int count = 0;
        for (Map.Entry<Long, Integer> entry : places.entrySet()) {
            entry.setValue(count++);
        }
        Tensor sum = torch.zeros(new long[] {count, weight.master().size(1)});
        for (RowSum rows : all) {
            long[] at = Arrays.stream(rows.rows()).map(places::get).toArray();
            sum.index_add_(0, Torch.longs(at, at.length), rows.gradient().to(ScalarType.Float));
        }
        long[] numbers = places.keySet().stream().mapToLong(Long::longValue).toArray();
        Tensor rows = Torch.longs(numbers, numbers.length);
        rows.retainReference();
        part.places = rows;
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
                try (Scalar factor = Torch.scalar(scale)) {
                    part.sum.mul_(factor);
                }
            }
            state.apply(part.sum, part.places, rate, step);
            weight.publish();
        }
    }

    @Override
    public void close() {
        for (Sums sums : workers) {
            sums.whole.values().forEach(Tensor::close);
            sums.rows.values().forEach(rows -> rows.forEach(row -> row.gradient().close()));
        }
        for (Part part : parts.values()) {
            if (part.sum != null) {
                part.sum.close();
            }
            if (part.places != null) {
                part.places.close();
            }
        }
    }
}

package io.kaiye.autograd;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/**
 * A float initializer of the graph that can be learnt: the master in 32 bits, and what the
 * computation reads, which is the master itself or its copy in 16 bits. The copy is made anew after
 * every change ({@link #publish}), so a run never sees old weights.
 *
 * <p>Owns native memory. Changed only between runs.
 */
final class Weight implements AutoCloseable {
    private final String name;
    private final Tensor master;
    private final Tensor copy;
    private final boolean half;
    private final boolean table;
    private final boolean trained;
    private @Nullable Update update;

    /**
     * @param half the computation reads a copy in 16 bits (bfloat16)
     * @param table rows looked up by number; only those looked up get gradients
     */
    Weight(String name, Tensor master, boolean half, boolean table, boolean trained) {
        this.name = name;
        this.master = master;
        this.copy = half ? master.to(ScalarType.BFloat16) : master;
        this.half = half;
        this.table = table;
        this.trained = trained;
    }

    String name() {
        return name;
    }

    /** [shape of the initializer], float32. */
    Tensor master() {
        return master;
    }

    /** What runs read. */
    Tensor computed() {
        return copy;
    }

    boolean table() {
        return table;
    }

    boolean trained() {
        return trained;
    }

    /** A low-rank update that is added to a weight. */
    record Update(Weight down, Weight up, double factor) {}

    /** What is added to the weight in every product, or null. */
    @Nullable Update update() {
        return update;
    }

    void setUpdate(Update added) {
        update = added;
    }

    /** The master with the update in it. */
    Tensor whole() {
        Update added = update;
        if (added == null) {
            return master;
        }
        Tensor product = torch.matmul(added.down().master(), added.up().master());
        return master.add(product.mul(Torch.scalar(added.factor())));
    }

    /** Leaves a share of the way from a first value; nothing where that is not known. */
    void goBack(io.kaiye.graph.@Nullable Tensor first, double share) {
        if (!trained || first == null) {
            return;
        }
        try (PointerScope _ = new PointerScope()) {
            Tensor from = Torch.tensor(first, name);
            master.sub_(from).mul_(Torch.scalar(share)).add_(from);
        }
        publish();
    }

    /** Makes runs see the master as it is now. */
    void publish() {
        if (half) {
            copy.copy_(master);
        }
    }

    @Override
    public void close() {
        if (half) {
            copy.close();
        }
        master.close();
    }
}

package io.kaiye.autograd;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * The moments of one weight and how they change it. Rows of a table that a step did not look up
 * keep weight and moments as they are. Owns native memory. For one thread at a time.
 */
final class OptimizerState implements AutoCloseable {
    private final Weight weight;
    private final Optimizer optimizer;
    private final @Nullable Tensor first;
    private final @Nullable Tensor second;

    OptimizerState(Weight weight, Optimizer optimizer) {
        this.weight = weight;
        this.optimizer = optimizer;
        boolean momentum = !(optimizer instanceof Optimizer.Sgd sgd) || sgd.momentum() > 0;
        this.first = momentum ? torch.zeros_like(weight.master()) : null;
        this.second = optimizer instanceof Optimizer.Sgd ? null : torch.zeros_like(weight.master());
        tensors().values().forEach(Tensor::retainReference);
    }

    /** Moments by name, for a checkpoint. */
    Map<String, Tensor> tensors() {
        Map<String, Tensor> all = new LinkedHashMap<>();
        if (first != null) {
            all.put(weight.name() + "/first", first);
        }
        if (second != null) {
            all.put(weight.name() + "/second", second);
        }
        return all;
    }

    /**
     * Changes the weight.
     *
     * @param gradient float32, of the weight's shape; of its rows {@code rows} where those are
     *     given
     * @param step from 1
     */
    void apply(Tensor gradient, @Nullable Tensor rows, double rate, long step) {
        try (PointerScope _ = new PointerScope()) {
            Tensor w = part(weight.master(), rows);
            Tensor m = first == null ? null : part(first, rows);
            Tensor v = second == null ? null : part(second, rows);
            switch (optimizer) {
                case Optimizer.Sgd sgd -> descend(w, gradient, m, sgd, rate);
                case Optimizer.Adam adam -> {
                    Tensor decayed =
                            adam.weightDecay() == 0
                                    ? gradient
                                    : gradient.add(w.mul(Torch.scalar(adam.weightDecay())));
                    adapt(w, decayed, m, v, adam.beta1(), adam.beta2(), adam.epsilon(), rate, step);
                }
                case Optimizer.AdamW adam -> {
                    if (adam.weightDecay() != 0 && decays()) {
                        w.mul_(Torch.scalar(1 - rate * adam.weightDecay()));
                    }
                    adapt(
                            w,
                            gradient,
                            m,
                            v,
                            adam.beta1(),
                            adam.beta2(),
                            adam.epsilon(),
                            rate,
                            step);
                }
            }
            if (rows != null) {
                weight.master().index_copy_(0, rows, w);
                if (first != null && m != null) {
                    first.index_copy_(0, rows, m);
                }
                if (second != null && v != null) {
                    second.index_copy_(0, rows, v);
                }
            }
        }
    }

    /** Biases and the factors of normalisations are not drawn to 0. */
    private boolean decays() {
        return weight.master().dim() > 1;
    }

    private static Tensor part(Tensor whole, @Nullable Tensor rows) {
        return rows == null ? whole : whole.index_select(0, rows);
    }

    private static void descend(
            Tensor w, Tensor gradient, @Nullable Tensor m, Optimizer.Sgd sgd, double rate) {
        Tensor g =
                sgd.weightDecay() == 0
                        ? gradient
                        : gradient.add(w.mul(Torch.scalar(sgd.weightDecay())));
        if (m != null) {
            m.mul_(Torch.scalar(sgd.momentum())).add_(g);
            g = m;
        }
        w.add_(g, Torch.scalar(-rate));
    }

    private static void adapt(
            Tensor w,
            Tensor g,
            @Nullable Tensor m,
            @Nullable Tensor v,
            double beta1,
            double beta2,
            double epsilon,
            double rate,
            long step) {
        if (m == null || v == null) {
            throw new IllegalStateException("no moments");
        }
        m.mul_(Torch.scalar(beta1)).add_(g, Torch.scalar(1 - beta1));
        v.mul_(Torch.scalar(beta2)).addcmul_(g, g, Torch.scalar(1 - beta2));
        double first = 1 - Math.pow(beta1, (double) step);
        double second = Math.sqrt(1 - Math.pow(beta2, (double) step));
        Tensor root = v.sqrt().div_(Torch.scalar(second)).add_(Torch.scalar(epsilon));
        w.addcdiv_(m, root, Torch.scalar(-rate / first));
    }

    @Override
    public void close() {
        tensors().values().forEach(Tensor::close);
    }
}

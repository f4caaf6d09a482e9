package io.kaiye.autograd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Running averages of the weights that are learnt. Owns native memory. For one thread, between
 * steps.
 */
final class Averages implements AutoCloseable {
    private final Map<Weight, Tensor> means = new LinkedHashMap<>();
    private long count;

    /** Takes the weights as they are now into the average. */
    void add(Collection<Weight> weights) {
        count++;
        try (PointerScope _ = new PointerScope()) {
            for (Weight weight : weights) {
                if (weight.trained()) {
                    Tensor mean = mean(weight);
                    Tensor off = weight.master().sub(mean);
                    mean.add_(off, Torch.scalar(1.0 / count));
                }
            }
        }
    }

    /** Begins as what the weight is now. */
    private Tensor mean(Weight weight) {
        return means.computeIfAbsent(
                weight,
                one -> {
                    Tensor first = one.master().clone();
                    first.retainReference();
                    return first;
                });
    }

    /** Puts the average in the place of the weights and forgets it; nothing if there is none. */
    void use() {
        means.forEach(
                (weight, mean) -> {
                    weight.master().copy_(mean);
                    weight.publish();
                });
        close();
    }

    void save(DataOutputStream out) throws IOException {
        out.writeLong(count);
        Map<String, Tensor> named = new LinkedHashMap<>();
        means.forEach((weight, mean) -> named.put(weight.name(), mean));
        StateStream.write(out, named);
    }

    /** In the place of what there is; within a scope that the caller opened. */
    void load(DataInputStream in, Collection<Weight> weights) throws IOException {
        close();
        count = in.readLong();
        Map<String, Tensor> named = new LinkedHashMap<>();
        if (count > 0) {
            for (Weight weight : weights) {
                if (weight.trained()) {
                    named.put(weight.name(), mean(weight));
                }
            }
        }
        StateStream.read(in, named);
    }

    @Override
    public void close() {
        means.values().forEach(Tensor::close);
        means.clear();
        count = 0;
    }
}

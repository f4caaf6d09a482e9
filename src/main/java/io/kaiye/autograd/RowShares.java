package io.kaiye.autograd;

import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** How much rows of matrices matter to a loss; see {@link TrainableGraph#rowShares}. */
final class RowShares {
    private RowShares() {}

    /** After the gradient of a run: [matrices][rows]. */
    static float[][] of(Run run, List<Weight> matrices) {
        float[][] shares = new float[matrices.size()][];
        for (int i = 0; i < shares.length; i++) {
            Weight weight = matrices.get(i);
            Tensor leaf = Objects.requireNonNull(run.leaves().get(weight));
            Tensor products = leaf.grad().to(ScalarType.Float).mul(weight.master());
            Tensor sums = products.sum(new long[] {1}, false, Torch.noType());
            shares[i] = Torch.value(sums).floats();
        }
        return shares;
    }
}

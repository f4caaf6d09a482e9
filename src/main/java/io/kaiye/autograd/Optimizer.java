package io.kaiye.autograd;

/** The rule by which gradients change weights. */
public sealed interface Optimizer {
    /** Share of a weight taken off in each step, times the rate. */
    double weightDecay();

    /**
     * Gradient descent.
     *
     * @param momentum share of the step before that is kept; 0 for none
     */
    record Sgd(double momentum, double weightDecay) implements Optimizer {}

    /** Adam (Kingma and Ba 2015, arXiv:1412.6980); decay is added to the gradient. */
    record Adam(double beta1, double beta2, double epsilon, double weightDecay)
            implements Optimizer {}

    /** AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101); decay is apart from the gradient. */
    record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
            implements Optimizer {
        /** The usual settings. */
        public static AdamW usual(double weightDecay) {
            return new AdamW(0.9, 0.999, 1e-8, weightDecay);
        }
    }
}

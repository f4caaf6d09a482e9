package io.kaiye.train;

import io.kaiye.base.Progress;

/**
 * Multinomial logistic regression with an L2 penalty on dense features, by {@link Lbfgs} on {@link
 * SoftmaxLoss} with {@link FeatureCovariance} as preconditioner. The penalty's strength is a share
 * of the mean loss: scikit-learn's C is 1 / (strength · rows). The same rows in the same order give
 * the same bits, whatever the number of threads. For one thread at a time.
 */
final class SoftmaxRegression {
    /** Iterations after which a fit is taken as it is; a fit of Banking77 needs about 20. */
    private static final int ITERATIONS_MAX = 300;

    /**
     * The gradient has to fall to this share of what it is at zero. Ten-fold on the training part
     * of Banking77, at the best strength: 93.1% at 1e-2, 92.9% at 1e-3, 92.6% at 3e-2. Stopping
     * early is a little better than the exact minimum, and twice as fast.
     */
    static final double TOLERANCE = 1e-2;

    private final FeatureRows features;
    private final int[] labels;
    private final int classes;
    private final Workers workers;
    private final FeatureCovariance covariance;
    private final double gradientScale;
    private final double tolerance;

    /**
     * What was found.
     *
     * @param point [classes × stride] weights, bias at index {@code dimension} of each class
     */
    @SuppressWarnings("ArrayRecordComponent") // made once, never compared
    record Fit(double[] point, double strength, double value, int iterations) {}

    /**
     * @param labels of each row, from 0 to {@code classes} - 1
     */
    SoftmaxRegression(FeatureRows features, int[] labels, int classes, Workers workers) {
        this(features, labels, classes, workers, TOLERANCE);
    }

    SoftmaxRegression(
            FeatureRows features, int[] labels, int classes, Workers workers, double tolerance) {
        this.features = features;
        this.labels = labels;
        this.classes = classes;
        this.workers = workers;
        this.tolerance = tolerance;
        this.covariance = new FeatureCovariance(features, classes, workers);
        double[] gradient = new double[origin().length];
        new SoftmaxLoss(features, labels, classes, 0, workers).evaluate(origin(), gradient);
        this.gradientScale = Lbfgs.norm(gradient);
    }

    /** All weights zero, where a first fit starts. */
    double[] origin() {
        return new double[classes * features.stride()];
    }

    /**
     * Fits from a point that is near, such as the fit for a neighbouring strength.
     *
     * @param strength above 0
     * @param iterations is advanced by one for every iteration
     */
    Fit fit(double strength, double[] start, Progress.Task iterations) {
        SoftmaxLoss loss = new SoftmaxLoss(features, labels, classes, strength, workers);
        Lbfgs.Result result =
                Lbfgs.minimise(
                        loss,
                        covariance.preconditioner(strength, workers),
                        start,
                        gradientScale,
                        new Lbfgs.Settings(ITERATIONS_MAX, tolerance),
                        () -> iterations.advance(1));
        return new Fit(result.point(), strength, result.value(), result.iterations());
    }
}

package io.kaiye.train;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Limited-memory BFGS with a preconditioner, for smooth convex functions (Nocedal and Wright,
 * Numerical Optimization, algorithms 7.4 and 7.5). The line search halves the step until the
 * function has fallen enough (Armijo); strong convexity takes care of the curvature condition.
 */
final class Lbfgs {
    private static final int HISTORY = 8;
    private static final int HALVINGS_MAX = 20;
    private static final double ARMIJO = 1e-4;

    /** A function to minimise. */
    interface Objective {
        /** Returns the value at {@code point} and writes the gradient there. */
        double evaluate(double[] point, double[] gradient);
    }

    /** A cheap stand-in for the inverse of the second derivative. */
    interface Preconditioner {
        /** Replaces a vector by the product with the approximate inverse. */
        void apply(double[] vector);
    }

    /**
     * When to stop.
     *
     * @param tolerance of the gradient's norm, as a share of {@code gradientScale}
     */
    record Settings(int iterationsMax, double tolerance) {}

    /** Where it stopped. */
    @SuppressWarnings("ArrayRecordComponent") // made once, never compared
    record Result(double[] point, double value, int iterations) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Place(double[] point, double[] gradient, double value) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Step(double[] move, double[] change, double curvature) {}

    private final Objective objective;
    private final Preconditioner preconditioner;
    private final Settings settings;
    private final Runnable afterIteration;
    private final Deque<Step> history = new ArrayDeque<>();

    private Lbfgs(
            Objective objective,
            Preconditioner preconditioner,
            Settings settings,
            Runnable afterIteration) {
        this.objective = objective;
        this.preconditioner = preconditioner;
        this.settings = settings;
        this.afterIteration = afterIteration;
    }

    /**
     * Minimises from {@code start} until the gradient's norm is at most {@code tolerance} times
     * {@code gradientScale} or the iterations are used up. Ends early, by {@link
     * CancelledTraining}, when the thread is interrupted.
     */
    static Result minimise(
            Objective objective,
            Preconditioner preconditioner,
            double[] start,
            double gradientScale,
            Settings settings,
            Runnable afterIteration) {
        return new Lbfgs(objective, preconditioner, settings, afterIteration)
                .run(start.clone(), gradientScale);
    }

    private Result run(double[] start, double gradientScale) {
        Place place = at(start);
        int iteration = 0;
        while (iteration < settings.iterationsMax()
                && norm(place.gradient) > settings.tolerance() * gradientScale) {
            CancelledTraining.check();
            Place next = search(place, direction(place.gradient));
            iteration++;
            afterIteration.run();
            if (!(next.value < place.value)) {
                break; // As low as the arithmetic can tell.
            }
            remember(place, next);
            place = next;
        }
        return new Result(place.point, place.value, iteration);
    }

    private Place at(double[] point) {
        double[] gradient = new double[point.length];
        return new Place(point, gradient, objective.evaluate(point, gradient));
    }

    /** The first place along the direction, halving the step, that is low enough. */
    private Place search(Place from, double[] direction) {
        double slope = dot(direction, from.gradient);
        double length = 1;
        Place next = at(moved(from.point, direction, length));
        for (int i = 0; i < HALVINGS_MAX && tooHigh(next, from, length * slope); i++) {
            length /= 2;
            next = at(moved(from.point, direction, length));
        }
        return next;
    }

    private static boolean tooHigh(Place next, Place from, double expected) {
        return !(next.value <= from.value + ARMIJO * expected);
    }

    /** The two-loop recursion: minus the approximate inverse second derivative times gradient. */
    private double[] direction(double[] gradient) {
        double[] q = gradient.clone();
        double[] alphas = new double[history.size()];
        int k = 0;
        for (Step step : history) { // newest first
            alphas[k] = dot(step.move, q) / step.curvature;
            add(q, step.change, -alphas[k++]);
        }
        double scale = newestScale();
        preconditioner.apply(q);
        scale(q, scale);
        for (Iterator<Step> oldest = history.descendingIterator(); oldest.hasNext(); ) {
            Step step = oldest.next();
            add(q, step.move, alphas[--k] - dot(step.change, q) / step.curvature);
        }
        scale(q, -1);
        return q;
    }

    private double newestScale() {
        if (history.isEmpty()) {
            return 1;
        }
        Step newest = history.getFirst();
        double[] image = newest.change.clone();
        preconditioner.apply(image);
        return newest.curvature / dot(newest.change, image);
    }

    private void remember(Place from, Place to) {
        double[] move = difference(to.point, from.point);
        double[] change = difference(to.gradient, from.gradient);
        double curvature = dot(move, change);
        if (curvature <= 1e-12 * Math.sqrt(dot(move, move) * dot(change, change))) {
            return; // Rounding: such a pair would spoil the approximation.
        }
        if (history.size() == HISTORY) {
            history.removeLast();
        }
        history.addFirst(new Step(move, change, curvature));
    }

    private static double[] moved(double[] from, double[] direction, double length) {
        double[] point = from.clone();
        add(point, direction, length);
        return point;
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            difference[i] = a[i] - b[i];
        }
        return difference;
    }

    private static void add(double[] out, double[] x, double factor) {
        for (int i = 0; i < out.length; i++) {
            out[i] += factor * x[i];
        }
    }

    private static void scale(double[] x, double factor) {
        for (int i = 0; i < x.length; i++) {
            x[i] *= factor;
        }
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }
}

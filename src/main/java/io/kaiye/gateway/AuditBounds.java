package io.kaiye.gateway;

/**
 * Bounds for a share that may be looked at after every audit: with a probability of at least 1 − α
 * they hold the true share at all counts together, so that stopping when they say something is no
 * mistake. A fixed-count interval that is looked at again and again is wrong sooner or later.
 *
 * <p>A share p is within the bounds while {@code B(k + ½, n − k + ½) / B(½, ½) < p^k · (1 −
 * p)^(n−k) / α}: the likelihood of all that was seen under a mixture of shares, over that under p,
 * is a martingale if p is true, and reaches 1/α with a probability of at most α.
 *
 * <p>Source: D. Darling, H. Robbins, "Confidence sequences for mean, variance, and median", PNAS 58
 * (1967), with J. Ville's inequality (1939); the beta mixture as in S. Howard, A. Ramdas, J.
 * McAuliffe, J. Sekhon, "Time-uniform, nonparametric, nonasymptotic confidence sequences", Annals
 * of Statistics 49 (2021), and the prior of Krichevsky and Trofimov (1981).
 *
 * @param agreed how many of the audits agreed, 0 to {@code audits}
 * @param audits 0 to {@link #AUDITS_MAX}
 * @param alpha above 0 and below 1
 */
public record AuditBounds(int agreed, int audits, double alpha) {
    /** More are not counted together. */
    static final int AUDITS_MAX = 10_000;

    private static final int BISECTIONS = 50;

    /** Σ ln(i + ½) and Σ ln(i + 1) for i below the place. */
    private static final double[] LOG_HALVES = sums(0.5);

    private static final double[] LOG_WHOLES = sums(1);

    public AuditBounds {
        if (agreed < 0 || agreed > audits || audits > AUDITS_MAX || !(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException(
                    agreed + " of " + audits + " audits at " + alpha + " have no bounds");
        }
    }

    /** The share itself; 1 before the first audit. */
    public double share() {
        return audits == 0 ? 1 : (double) agreed / audits;
    }

    /** The true share is hardly lower. */
    public double low() {
        return agreed == 0 ? 0 : edge(0, share());
    }

    /** The true share is hardly higher. */
    public double high() {
        return agreed == audits ? 1 : edge(1, share());
    }

    /** True if {@code p}, above 0 and below 1, is within the bounds. */
    boolean hold(double p) {
        double mixture = LOG_HALVES[agreed] + LOG_HALVES[audits - agreed] - LOG_WHOLES[audits];
        double single = agreed * Math.log(p) + (audits - agreed) * Math.log1p(-p);
        return mixture - single < -Math.log(alpha);
    }

    /** The bound between a share outside and one inside. */
    private double edge(double outside, double inside) {
        double out = outside;
        double in = inside;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (out + in) / 2;
            if (hold(middle)) {
                in = middle;
            } else {
                out = middle;
            }
        }
        return in;
    }

    private static double[] sums(double from) {
        double[] sums = new double[AUDITS_MAX + 1];
        for (int i = 0; i < AUDITS_MAX; i++) {
            sums[i + 1] = sums[i] + Math.log(i + from);
        }
        return sums;
    }
}

package io.kaiye.train;

/**
 * The inner loops of fitting a head, written so that the compiler turns them into vector
 * instructions: every array is read and written at plain {@code i}. No fused multiply-add, so all
 * machines give the same bits.
 */
final class Kernels {
    private Kernels() {}

    /** out += a·x[at] + b·x[at+1] + c·x[at+2] + d·x[at+3], over the first {@code count} numbers. */
    static void addFour(
            float[] out, float[][] x, int at, float a, float b, float c, float d, int count) {
        addFour(out, x[at], x[at + 1], x[at + 2], x[at + 3], a, b, c, d, count);
    }

    private static void addFour(
            float[] out,
            float[] x0,
            float[] x1,
            float[] x2,
            float[] x3,
            float a,
            float b,
            float c,
            float d,
            int count) {
        for (int i = 0; i < count; i++) {
            out[i] += a * x0[i] + b * x1[i] + c * x2[i] + d * x3[i];
        }
    }

    /** out += a·x. */
    static void add(float[] out, float[] x, float a, int count) {
        for (int i = 0; i < count; i++) {
            out[i] += a * x[i];
        }
    }

    /** out = max(out, x). */
    static void largerOf(float[] out, float[] x, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = Math.max(out[i], x[i]);
        }
    }

    /** out = out · x, number by number. */
    static void multiply(float[] out, float[] x, int count) {
        for (int i = 0; i < count; i++) {
            out[i] *= x[i];
        }
    }

    /** x = exp(x - shift); sums += x. */
    static void exponentials(float[] x, float[] shift, float[] sums, int count) {
        for (int i = 0; i < count; i++) {
            x[i] = exp(x[i] - shift[i]);
        }
        add(sums, x, 1, count);
    }

    /**
     * e^x for x ≤ 0, to 3e-7 relative: x = n·ln 2 + r, then the Taylor polynomial of degree 6 in r
     * and n put into the exponent bits. Below -87 it gives about 1e-38.
     */
    static float exp(float x) {
        float bounded = Math.max(x, -87f);
        int n = (int) (bounded * 1.442695f - 0.5f);
        float r = bounded - n * (355f / 512) + n * 2.1219444e-4f;
        float p = 1f / 720;
        p = p * r + 1f / 120;
        p = p * r + 1f / 24;
        p = p * r + 1f / 6;
        p = p * r + 0.5f;
        p = p * r + 1;
        p = p * r + 1;
        return p * Float.intBitsToFloat((n + 127) << 23);
    }
}

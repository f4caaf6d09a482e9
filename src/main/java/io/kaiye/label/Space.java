package io.kaiye.label;

/** Products and distances of vectors. */
final class Space {
    private Space() {}

    /** The vector made 1 long, in place; zeros stay as they are. */
    static float[] unit(float[] vector) {
        double length = Math.sqrt(product(vector, vector));
        if (length > 0) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) (vector[i] / length);
            }
        }
        return vector;
    }

    /** The inner product; of two vectors of length 1 their likeness, -1 to 1. */
    static double product(float[] a, float[] b) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        int end = a.length & ~3;
        for (int i = 0; i < end; i += 4) {
            sum0 += a[i] * b[i];
            sum1 += a[i + 1] * b[i + 1];
            sum2 += a[i + 2] * b[i + 2];
            sum3 += a[i + 3] * b[i + 3];
        }
        for (int i = end; i < a.length; i++) {
            sum0 += a[i] * b[i];
        }
        return (double) sum0 + sum1 + sum2 + sum3;
    }
}

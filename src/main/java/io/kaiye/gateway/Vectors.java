package io.kaiye.gateway;

/** Shortens vectors, as OpenAI's {@code dimensions} does. */
final class Vectors {
    private Vectors() {}

    /** The first {@code dimensions} numbers of each vector, scaled back to length 1. */
    static float[] shortened(float[] vector, int dimensions) {
        double squares = 0;
        for (int i = 0; i < dimensions; i++) {
            squares += (double) vector[i] * vector[i];
        }
        double scale = squares == 0 ? 0 : 1 / Math.sqrt(squares);
        float[] result = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            result[i] = (float) (vector[i] * scale);
        }
        return result;
    }
}

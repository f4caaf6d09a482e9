package io.kaiye.gateway;

/**
 * Where the key of an upstream comes from; never the key itself.
 *
 * @param name of the variable, the file or the secret; empty for none
 */
public record KeySource(Place place, String name) {
    /** A kind of place. */
    public enum Place {
        NONE,
        /** A variable of the environment. */
        ENV,
        /** A file, read once. */
        FILE,
        /** The encrypted store. */
        SECRET
    }

    public static final KeySource NONE = new KeySource(Place.NONE, "");
}

package io.kaiye.registry;

/**
 * Which rows the quality on "valid" was measured on.
 *
 * @param split the dataset's own split, or "train" if a part of it was held out
 * @param share the part that was held out; 1 if the whole split was used
 * @param seed of the draw
 * @param refit true if the model was fitted again afterwards on all rows, the held-out ones
 *     included
 */
public record HeldOut(String split, double share, long seed, boolean refit) {}

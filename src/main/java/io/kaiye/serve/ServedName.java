package io.kaiye.serve;

import java.time.Instant;

/**
 * A name that callers may ask for and the version that stands behind it now.
 *
 * @param name what callers write as "model"
 * @param version content hash of the version
 * @param number its number among the versions of the model, from 1
 */
public record ServedName(String name, String version, int number, Instant created) {}

/**
 * The benchmarks behind {@code kaiye bench NAME}: each prints one table that docs/benchmarks.md
 * keeps.
 *
 * <p>May depend on: every room. Only {@code app} knows them.
 */
@NullMarked
package io.kaiye.bench;

import org.jspecify.annotations.NullMarked;

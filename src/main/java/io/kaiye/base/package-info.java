/**
 * What every room stands on: the one exception and its codes, the machine, progress, JSON, hashes
 * and files that appear whole or not at all.
 *
 * <p>May depend on: nothing of ours.
 */
@NullMarked
package io.kaiye.base;

import org.jspecify.annotations.NullMarked;

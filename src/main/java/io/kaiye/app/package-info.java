/**
 * The composition root: {@link io.kaiye.app.Main} reads the command line, {@code Platform} calls
 * {@code new} in data-flow order and closes in reverse.
 *
 * <p>May depend on: every room. Nothing depends on it.
 */
@NullMarked
package io.kaiye.app;

import org.jspecify.annotations.NullMarked;

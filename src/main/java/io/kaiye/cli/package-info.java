/**
 * The command line: one class per command, errors as one line on stderr, progress bars, tables and
 * JSON. {@link io.kaiye.cli.CommandLineFace} is the door; it does its work through {@link
 * io.kaiye.cli.Workbench}.
 *
 * <p>May depend on: the public types of every room but app.
 */
@NullMarked
package io.kaiye.cli;

import org.jspecify.annotations.NullMarked;

/**
 * Labelled text: files come in, immutable datasets come out.
 *
 * <p>Main types: {@link io.kaiye.data.Datasets} (import, load, list, profile, export, split,
 * dedupe), {@link io.kaiye.data.Dataset} (rows in splits), {@link io.kaiye.data.DatasetVersion}
 * (what it is and where it came from), {@link io.kaiye.data.Splits} (hold rows out), {@link
 * io.kaiye.data.NearDuplicates}, {@link io.kaiye.data.Language}.
 *
 * <p>Way of an import: {@code PlainText} finds a file's encoding, {@code FileScanner} its format, a
 * {@code RowReader} its rows, {@code RowSpool} checks them, {@code RowTable} splits them, {@code
 * Findings} says what is doubtful, {@code DatasetTable} makes the version visible.
 *
 * <p>Way of a division: {@code Assignment} says which part each row goes to, {@code NearDuplicates}
 * what repeats what, {@code WholeClusters} and {@code Repair} mend leaks, {@code Splitter} puts
 * them together.
 *
 * <p>Way of a cleaning: {@code CleanPlanFile} reads a {@link io.kaiye.data.CleanPlan}, {@code
 * CleanRun} lets each {@code CleanStep} fit on train and add a {@code Change} to the {@code
 * CleanRows}, {@code DerivedTable} stores what comes out. A {@code FittedVersion} gives other rows
 * the plan of a version with its {@code StoredFit} for each step.
 *
 * <p>May depend on: base, store, privacy.
 */
@NullMarked
package io.kaiye.data;

import org.jspecify.annotations.NullMarked;

/**
 * How good a model is, and how sure we are of it: metrics with confidence intervals, calibration,
 * the paired test between two models, the terminal summary and the HTML report.
 *
 * <p>Main types: {@link io.kaiye.evaluate.Evaluator} turns {@link io.kaiye.evaluate.Predictions}
 * into an {@link io.kaiye.evaluate.Evaluation}; {@link io.kaiye.evaluate.Temperature} calibrates;
 * {@link io.kaiye.evaluate.PairedTest} compares; {@link io.kaiye.evaluate.Report} and {@link
 * io.kaiye.evaluate.Summary} show.
 *
 * <p>May depend on: base, data, model (today only base is needed).
 */
@NullMarked
package io.kaiye.evaluate;

import org.jspecify.annotations.NullMarked;

/**
 * Answers from models: bounded queues, batches by token budget, fair order, deadlines, a change of
 * version under load without a failed call. {@link io.kaiye.serve.Serving} is the door; {@link
 * io.kaiye.serve.ModelSource} says what to serve, {@link io.kaiye.serve.Compute} lends the compute
 * threads, {@link io.kaiye.serve.UsageSink} hears of every answer before it leaves, {@link
 * io.kaiye.serve.ServingMetrics} counts.
 *
 * <p>May depend on: base, registry, graph, model.
 */
@NullMarked
package io.kaiye.serve;

import org.jspecify.annotations.NullMarked;

/**
 * Models that answer: text in, probabilities or vectors out. This room alone owns native memory:
 * ONNX Runtime and the tokenisers are seen nowhere else.
 *
 * <p>{@link io.kaiye.model.Engine} opens artefact folders as a {@link io.kaiye.model.Model} and
 * owns the compute threads; {@link io.kaiye.model.Bases} finds the encoders that training starts
 * from; {@link io.kaiye.model.BatchPlan} groups texts so that little padding is computed.
 *
 * <p>May depend on: base, graph.
 */
@NullMarked
package io.kaiye.model;

import org.jspecify.annotations.NullMarked;

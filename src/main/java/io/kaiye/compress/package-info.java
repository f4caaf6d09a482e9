/**
 * Makes a neural model smaller and faster: fewer heads, neurons and parts of layers, int8 weights
 * by a quantiser of our own, written as plain ONNX. Main types: {@link io.kaiye.compress.Pruner},
 * {@link io.kaiye.compress.Int8Compressor}, {@link io.kaiye.compress.ScopeMove}.
 *
 * <p>May depend on: base, data, graph, model, evaluate, train.
 */
@NullMarked
package io.kaiye.compress;

import org.jspecify.annotations.NullMarked;

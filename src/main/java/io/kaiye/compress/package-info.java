/**
 * Makes a neural model smaller and faster: int8 weights by a quantiser of our own, written as plain
 * ONNX. Main types: {@link io.kaiye.compress.Quantizer}, {@link io.kaiye.compress.Int8Compressor}.
 *
 * <p>May depend on: base, data, graph, model, evaluate, train.
 */
@NullMarked
package io.kaiye.compress;

import org.jspecify.annotations.NullMarked;

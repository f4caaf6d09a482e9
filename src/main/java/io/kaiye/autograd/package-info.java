/**
 * ONNX graphs with gradients: a graph is compiled into steps on libtorch, run forwards and
 * backwards, and its weights are changed in place. This room alone owns libtorch.
 *
 * <p>{@link io.kaiye.autograd.TrainableGraph} is the door: {@code step} learns from a batch, {@code
 * run} answers, {@code weights} gives what was learnt.
 *
 * <p>May depend on: base, graph.
 */
@NullMarked
package io.kaiye.autograd;

import org.jspecify.annotations.NullMarked;

/**
 * ONNX models as immutable values: read, check, rewrite, build, write.
 *
 * <p>Main types: {@link io.kaiye.graph.Graph} and its {@link io.kaiye.graph.Node}s, {@link
 * io.kaiye.graph.Attribute}s and {@link io.kaiye.graph.Tensor}s; {@link io.kaiye.graph.OnnxFile}
 * reads and writes them, {@link io.kaiye.graph.GraphChecker} says what is wrong with one, {@link
 * io.kaiye.graph.GraphEditor} yields a changed one, {@link io.kaiye.graph.GraphBuilder} a new one.
 *
 * <p>May depend on: base.
 */
@NullMarked
package io.kaiye.graph;

import org.jspecify.annotations.NullMarked;

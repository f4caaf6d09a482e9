package io.kaiye.autograd;

import io.kaiye.graph.Node;
import org.bytedeco.pytorch.Tensor;

/** What a node does, on libtorch. Safe for threads; the tensors it makes belong to the caller. */
@FunctionalInterface
interface Operator {
    /** The node's outputs, in their order; the last ones may be left out. */
    Tensor[] apply(Inputs inputs, Run run);

    /** An operator with one input and one output. */
    @FunctionalInterface
    interface One {
        Tensor apply(Tensor x);
    }

    /** An operator with two inputs and one output. */
    @FunctionalInterface
    interface Two {
        Tensor apply(Tensor a, Tensor b);
    }

    /** Reads a node's attributes, once, when the graph is compiled. */
    @FunctionalInterface
    interface Factory {
        /**
         * @param opset version of the node's domain
         * @throws io.kaiye.base.KaiyeException UNSUPPORTED_MODEL for an attribute it cannot do
         */
        Operator of(Node node, long opset);
    }

    static Operator one(One one) {
        return (inputs, run) -> new Tensor[] {one.apply(inputs.get(0))};
    }

    static Operator two(Two two) {
        return (inputs, run) -> new Tensor[] {two.apply(inputs.get(0), inputs.get(1))};
    }

    static Tensor[] of(Tensor... outputs) {
        return outputs;
    }
}

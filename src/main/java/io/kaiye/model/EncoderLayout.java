package io.kaiye.model;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Dim;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Tensor;
import io.kaiye.graph.Value;
import io.kaiye.graph.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a graph offers as an encoder.
 *
 * @param output the value to build on: [batch, tokens, dimension], or [batch, dimension] if pooled
 * @param pooled true if the graph pools by itself
 * @param dimension last size of the output, where the graph says it
 * @param vocabulary rows of the table of token vectors, where it can be found
 */
record EncoderLayout(String output, boolean pooled, OptionalInt dimension, OptionalInt vocabulary) {
    private static final Set<String> INPUTS =
            Set.of(NeuralModel.INPUT_IDS, NeuralModel.ATTENTION_MASK, NeuralModel.TOKEN_TYPE_IDS);
    private static final List<String> POOLED_OUTPUTS =
            List.of(NeuralModel.EMBEDDING, "embeddings", "text_embeds", "dense_vecs");
    private static final List<String> TOKEN_OUTPUTS =
            List.of("last_hidden_state", "token_embeddings", "hidden_states");
    private static final String EXPORT_HINT =
            " Export the encoder with: optimum-cli export onnx --model NAME --task"
                    + " feature-extraction FOLDER";

    /**
     * Looks at a graph.
     *
     * @throws KaiyeException UNSUPPORTED_MODEL saying what the graph has and what is accepted
     */
    static EncoderLayout of(Graph graph) {
        List<String> wrong = new ArrayList<>();
        checkInputs(graph, wrong);
        Optional<Value> pooled = firstOutput(graph, POOLED_OUTPUTS, 2);
        Optional<Value> tokens = firstOutput(graph, TOKEN_OUTPUTS, 3);
        if (pooled.isEmpty() && tokens.isEmpty()) {
            wrong.add(
                    "it has the outputs "
                            + names(graph.outputs())
                            + ", but one of "
                            + POOLED_OUTPUTS
                            + " [batch, dimension] or "
                            + TOKEN_OUTPUTS
                            + " [batch, tokens, dimension] is needed");
        }
        if (!wrong.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "The graph is not an encoder that can be used: "
                            + String.join("; ", wrong)
                            + "."
                            + EXPORT_HINT);
        }
        Value output = pooled.or(() -> tokens).orElseThrow();
        return new EncoderLayout(
                output.name(), pooled.isPresent(), lastDimension(output), vocabulary(graph));
    }

    private static void checkInputs(Graph graph, List<String> wrong) {
        List<String> names = names(graph.inputs());
        if (!names.contains(NeuralModel.INPUT_IDS)
                || !names.contains(NeuralModel.ATTENTION_MASK)
                || !INPUTS.containsAll(names)) {
            wrong.add(
                    "it has the inputs "
                            + names
                            + ", but input_ids, attention_mask and, if wanted, token_type_ids are"
                            + " accepted");
            return;
        }
        for (Value input : graph.inputs()) {
            if (elementType(input).filter(type -> type != ElementType.INT64).isPresent()) {
                wrong.add(
                        "its input "
                                + input.name()
                                + " is "
                                + elementType(input).orElseThrow()
                                + ", but INT64 is needed");
            }
        }
    }

    private static Optional<Value> firstOutput(Graph graph, List<String> wanted, int rank) {
        return wanted.stream()
                .flatMap(
                        name ->
                                graph.outputs().stream()
                                        .filter(output -> output.name().equals(name)))
                .filter(output -> shape(output).map(dims -> dims.size() == rank).orElse(true))
                .findFirst();
    }

    private static OptionalInt lastDimension(Value output) {
        return shape(output)
                .map(List::getLast)
                .map(
                        dim ->
                                dim instanceof Dim.Fixed fixed
                                        ? OptionalInt.of(Math.toIntExact(fixed.size()))
                                        : OptionalInt.empty())
                .orElse(OptionalInt.empty());
    }

    /** The table that the token ids look up directly. */
    private static OptionalInt vocabulary(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.is("Gather"))
                .filter(node -> node.input(1).equals(NeuralModel.INPUT_IDS))
                .map(node -> graph.constant(node.input(0)))
                .flatMap(Optional::stream)
                .filter(table -> table.rank() == 2)
                .mapToInt((Tensor table) -> table.dim(0))
                .findFirst();
    }

    private static Optional<ElementType> elementType(Value value) {
        return value.type()
                .flatMap(
                        type ->
                                type instanceof ValueType.TensorType tensor
                                        ? tensor.element()
                                        : Optional.empty());
    }

    private static Optional<List<Dim>> shape(Value value) {
        return value.type()
                .flatMap(
                        type ->
                                type instanceof ValueType.TensorType tensor
                                        ? tensor.shape()
                                        : Optional.empty())
                .filter(dims -> !dims.isEmpty());
    }

    private static List<String> names(List<Value> values) {
        return values.stream().map(Value::name).toList();
    }
}

package io.kaiye.autograd;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Constants;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Node;
import io.kaiye.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A graph compiled into steps over numbered slots. Constants are loaded, and what depends on
 * constants alone is computed, once. Safe for threads that each have a {@link Run}; owns the native
 * memory of the constants.
 */
final class Program implements AutoCloseable {
    /** A node with the slots it reads (-1: left out), writes, and may let go of afterwards. */
    @SuppressWarnings("ArrayRecordComponent") // never changed
    private record Step(
            Node node,
            Operator operator,
            int[] inputs,
            int[] outputs,
            int[] done,
            boolean dropped) {}

    private final Map<String, Integer> slots = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private final Map<Integer, Tensor> constants = new HashMap<>();
    private final Map<Integer, long[]> known = new HashMap<>();
    private final Map<Integer, Weight> weights = new HashMap<>();
    private final Map<String, Integer> inputs = new LinkedHashMap<>();
    private final Map<String, Integer> outputs = new LinkedHashMap<>();

    /**
     * @param weights by name; all other initializers are constants
     * @param dropped nodes whose result is dropped from while learning
     * @throws KaiyeException UNSUPPORTED_MODEL if a node cannot be trained through
     */
    Program(Graph graph, Map<String, Weight> weights, Set<Node> dropped) {
        try {
            compile(graph, weights, dropped);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void compile(Graph graph, Map<String, Weight> weights, Set<Node> dropped) {
        weights.forEach((name, weight) -> this.weights.put(slot(name), weight));
        graph.initializers()
                .forEach(
                        (name, value) -> {
                            if (!weights.containsKey(name)) {
                                constant(name, value);
                            }
                        });
        graph.nodes().forEach(node -> addAny(graph, node, dropped));
        graph.outputs().forEach(output -> outputs.put(output.name(), slot(output.name())));
        Set<Integer> read = new HashSet<>(outputs.values());
        steps.forEach(step -> Arrays.stream(step.inputs).forEach(read::add));
        for (Value input : graph.inputs()) {
            int slot = slot(input.name());
            if (read.contains(slot) && !constants.containsKey(slot) && !isWeight(slot)) {
                inputs.put(input.name(), slot);
            }
        }
        markLastUses();
    }

    private boolean isWeight(int slot) {
        return weights.containsKey(slot);
    }

    /**
     * Runs forwards.
     *
     * @param given a tensor for each input; they stay the caller's
     * @return the outputs by name, the caller's to close
     */
    Map<String, Tensor> run(Map<String, Tensor> given, Run run) {
        @Nullable Tensor[] values = new Tensor[slots.size()];
        constants.forEach((slot, tensor) -> values[slot] = tensor);
        weights.forEach((slot, weight) -> values[slot] = run.read(weight));
        inputs.forEach((name, slot) -> values[slot] = given(given, name));
        for (Step step : steps) {
            apply(step, values, run);
            for (int slot : step.done) {
                Tensor done = values[slot];
                if (done != null) {
                    run.release(done);
                    values[slot] = null;
                }
            }
        }
        Map<String, Tensor> results = new LinkedHashMap<>();
        outputs.forEach(
                (name, slot) -> {
                    Tensor made = values[slot];
                    if (made != null) {
                        results.put(name, made);
                    }
                });
        return results;
    }

    private static Tensor given(Map<String, Tensor> given, String name) {
        Tensor found = given.get(name);
        if (found == null) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The graph needs the input " + name + "; given are " + given.keySet() + ".");
        }
        return found;
    }

    private void apply(Step step, @Nullable Tensor[] values, Run run) {
        Tensor[] made;
        // What an operation makes on its way is let go of at once; gradients keep what they need.
        try (PointerScope _ = new PointerScope()) {
            made = step.operator.apply(arguments(step, values), run);
            for (int i = 0; i < made.length; i++) {
                made[i] =
                        run.keep(
                                step.dropped && i < step.outputs.length
                                        ? run.drop(made[i])
                                        : made[i]);
            }
        } catch (KaiyeException e) {
            throw e;
        } catch (RuntimeException e) {
            throw ofConstants(step)
                    ? Failures.ofGraph(step.node, e)
                    : Failures.ofBatch(step.node, e);
        }
        for (int i = 0; i < step.outputs.length && i < made.length; i++) {
            if (step.outputs[i] >= 0) {
                values[step.outputs[i]] = made[i];
            }
        }
    }

    private Inputs arguments(Step step, @Nullable Tensor[] values) {
        Inputs.@Nullable Value[] found = new Inputs.Value[step.inputs.length];
        for (int i = 0; i < found.length; i++) {
            int slot = step.inputs[i];
            Tensor tensor = slot < 0 ? null : values[slot];
            if (slot >= 0 && tensor == null) {
                String name = step.node.input(i);
                throw Attributes.refusal(
                        step.node, "it needs " + name + ", an output that is not computed here");
            }
            if (tensor != null) {
                found[i] = new Inputs.Value(tensor, known.get(slot), weights.get(slot));
            }
        }
        return new Inputs(found);
    }

    private void addAny(Graph graph, Node node, Set<Node> dropped) {
        Tensor condition = node.is("If") ? constants.get(slot(node.input(0))) : null;
        if (condition != null) {
            Branch branch = Branch.of(node, condition.item().toDouble() != 0);
            branch.constants().forEach(this::constant);
            branch.nodes().forEach(inner -> addAny(graph, inner, dropped));
            return;
        }
        Constants.value(node)
                .ifPresentOrElse(
                        value -> constant(node.output(), value),
                        () -> add(graph, node, dropped.contains(node)));
    }

    private void add(Graph graph, Node node, boolean dropped) {
        long opset = graph.opsets().getOrDefault(node.domain(), graph.opset());
        Operator operator = Operators.of(node, opset);
        int[] reads =
                node.inputs().stream().mapToInt(name -> name.isEmpty() ? -1 : slot(name)).toArray();
        int[] writes =
                node.outputs().stream()
                        .mapToInt(name -> name.isEmpty() ? -1 : slot(name))
                        .toArray();
        Step step = new Step(node, operator, reads, writes, new int[0], dropped);
        if (ofConstants(step)) {
            fold(step);
        } else {
            steps.add(step);
        }
    }

    private boolean ofConstants(Step step) {
        return Arrays.stream(step.inputs).allMatch(slot -> slot < 0 || constants.containsKey(slot));
    }

    /** Computes a step whose inputs are all constants. */
    private void fold(Step step) {
        @Nullable Tensor[] values = new Tensor[slots.size()];
        constants.forEach((slot, tensor) -> values[slot] = tensor);
        try (PointerScope _ = new PointerScope()) {
            apply(step, values, new Run(Precision.FLOAT32, false, true, null));
            for (int slot : step.outputs) {
                Tensor made = slot < 0 ? null : values[slot];
                if (made != null) {
                    made.retainReference();
                    keep(slot, made);
                }
            }
        }
    }

    private void constant(String name, io.kaiye.graph.Tensor value) {
        if (value.type() != ElementType.STRING) {
            keep(slot(name), Torch.tensor(value, "The constant " + name));
        }
    }

    private void keep(int slot, Tensor tensor) {
        constants.put(slot, tensor);
        if (!tensor.is_floating_point() && tensor.dim() <= 1) {
            try (PointerScope _ = new PointerScope()) {
                known.put(slot, Torch.longs(tensor));
            }
        }
    }

    private int slot(String name) {
        return slots.computeIfAbsent(name, any -> slots.size());
    }

    /** From the end backwards: the first use met of a value is its last. */
    private void markLastUses() {
        Set<Integer> kept = new HashSet<>(constants.keySet());
        kept.addAll(weights.keySet());
        kept.addAll(inputs.values());
        kept.addAll(outputs.values());
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            int[] done =
                    Arrays.stream(step.inputs)
                            .filter(slot -> slot >= 0 && kept.add(slot))
                            .toArray();
            steps.set(
                    i,
                    new Step(
                            step.node,
                            step.operator,
                            step.inputs,
                            step.outputs,
                            done,
                            step.dropped));
        }
    }

    @Override
    public void close() {
        constants.values().forEach(Tensor::close);
        constants.clear();
    }
}

package io.kaiye.autograd;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Node;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells the weights of a graph from its other constants. */
final class Weights {
    private static final Set<String> PRODUCTS = Set.of(Node.TRAINING + ".Linear", "MatMul");

    private Weights() {}

    /** Float initializers with more than one value that are neither fixed nor {@link Buffers}. */
    static Map<String, Weight> of(Graph graph, TrainSettings settings) {
        Set<String> statistics = new HashSet<>();
        Set<String> factors = new HashSet<>();
        Set<String> tables = new HashSet<>();
        Set<String> otherwise = new HashSet<>();
        for (Node node : graph.nodes()) {
            for (int i = 0; i < node.inputs().size(); i++) {
                String name = node.input(i);
                if (fixed(node, i)) {
                    statistics.add(name);
                } else if (node.is("Gather") && i == 0 && node.intAttribute("axis", 0) == 0) {
                    tables.add(name);
                } else if (product(node) && i == 1) {
                    factors.add(name);
                } else {
                    otherwise.add(name);
                }
            }
        }
        statistics.addAll(Buffers.of(graph));
        Set<String> onlyFactors = new HashSet<>(factors);
        onlyFactors.removeAll(tables);
        onlyFactors.removeAll(otherwise);
        Map<String, Weight> weights = new LinkedHashMap<>();
        graph.initializers()
                .forEach(
                        (name, value) -> {
                            if (value.type() == ElementType.FLOAT
                                    && value.elementCount() > 1
                                    && !statistics.contains(name)) {
                                boolean alone = !otherwise.contains(name);
                                boolean half =
                                        settings.precision() == Precision.BFLOAT16
                                                && alone
                                                && factors.contains(name)
                                                && !tables.contains(name);
                                boolean table =
                                        tables.contains(name)
                                                && alone
                                                && !factors.contains(name)
                                                && value.dims().size() == 2;
                                weights.put(
                                        name,
                                        new Weight(
                                                name,
                                                Torch.tensor(value, "The weight " + name),
                                                half,
                                                table,
                                                learnt(name, onlyFactors, settings)));
                            }
                        });
        settings.lowRank()
                .ifPresent(lowRank -> addUpdates(graph, weights, onlyFactors, lowRank, settings));
        return weights;
    }

    /**
     * Gives the chosen matrices an update; they themselves stay as they are. One that is read in
     * another way too, such as a table that is tied to the output, gets none: the update would be
     * merged into both.
     */
    private static void addUpdates(
            Graph graph,
            Map<String, Weight> weights,
            Set<String> matrices,
            LowRank lowRank,
            TrainSettings settings) {
        boolean half = settings.precision() == Precision.BFLOAT16;
        int number = 0;
        for (String name : names(graph)) {
            Weight weight = weights.get(name);
            if (weight == null || !matrices.contains(name) || !lowRank.matrices().test(name)) {
                continue;
            }
            long[] shape = weight.master().shape();
            if (shape.length != 2) {
                continue;
            }
            int rank = lowRank.rank();
            float[] begun = lowRank.begun((int) shape[0], settings.seed() + ++number);
            Weight down =
                    new Weight(
                            name + LowRank.DOWN,
                            Torch.floats(begun, shape[0], rank),
                            half,
                            false,
                            true);
            Weight up =
                    new Weight(
                            name + LowRank.UP,
                            Torch.floats(new float[(int) shape[1] * rank], rank, shape[1]),
                            half,
                            false,
                            true);
            weight.setUpdate(new Weight.Update(down, up, lowRank.factor()));
            weights.put(down.name(), down);
            weights.put(up.name(), up);
        }
        if (number == 0) {
            weights.values().forEach(Weight::close);
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "No matrix of the model matches what low-rank updates are wanted for.");
        }
    }

    /** With low-rank updates the matrices that have one do not learn themselves. */
    private static boolean learnt(String name, Set<String> factors, TrainSettings settings) {
        boolean updated =
                settings.lowRank().isPresent()
                        && factors.contains(name)
                        && settings.lowRank().get().matrices().test(name);
        return settings.trained().test(name) && !updated;
    }

    /** Running statistics, first states, and numbers that say what to do. */
    private static boolean fixed(Node node, int place) {
        return switch (node.domain().isEmpty() ? node.op() : "") {
            case "BatchNormalization" -> place > 2;
            case "LSTM", "GRU", "RNN" -> place == 5 || place == 6;
            case "OneHot" -> place == 2;
            case "Resize" -> place > 0;
            default -> false;
        };
    }

    private static boolean product(Node node) {
        return PRODUCTS.contains(
                node.domain().isEmpty() ? node.op() : node.domain() + "." + node.op());
    }

    /** The names of the weights of a graph, in the order of the file. */
    static List<String> names(Graph graph) {
        return graph.initializers().keySet().stream().toList();
    }
}

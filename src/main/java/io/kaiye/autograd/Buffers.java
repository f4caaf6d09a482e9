package io.kaiye.autograd;

import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Node;
import io.kaiye.graph.Tensor;
import io.kaiye.graph.Value;
import io.kaiye.graph.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds float initializers that are no weights though they look like them: what a module keeps for
 * its computation and never learnt. Exports do not mark them, so they are told by what they hold
 * and where they go ({@code docs/operators.md} has the rules):
 *
 * <ul>
 *   <li>masks: only read value by value, and with numbers beyond 10,000, or of two values alone;
 *   <li>frequencies: on the way to a sine or cosine that no activation reaches;
 *   <li>tables of sines and cosines: every column is a wave over the rows.
 * </ul>
 */
final class Buffers {
    /** No weight is so large, and no mask that is added is smaller by much. */
    private static final float MASK_MIN = 1e4f;

    /** Rows that are looked at for waves, and how many it takes. */
    private static final int ROWS_SEEN = 16;

    private static final int ROWS_MIN = 4;

    /** Of the largest value: what rounding leaves. */
    private static final double WAVE_PLAY = 2e-3;

    /** 2 cos(w) of the fastest column; one that is nearer to 2 could be a straight line. */
    private static final double FASTEST_MAX = 1.9;

    private static final Set<String> VALUE_BY_VALUE =
            Set.of(
                    "Add",
                    "Sub",
                    "Mul",
                    "Div",
                    "Where",
                    "Min",
                    "Max",
                    "Slice",
                    "Gather",
                    "Unsqueeze",
                    "Squeeze",
                    "Expand",
                    "Reshape",
                    "Transpose",
                    "Cast",
                    "Identity",
                    "Tile",
                    "Trilu",
                    "Equal",
                    "Greater",
                    "GreaterOrEqual",
                    "Less",
                    "LessOrEqual");

    private final Graph graph;
    private final Map<String, Node> makers = new HashMap<>();
    private final Set<String> onlyValueByValue = new HashSet<>();

    private Buffers(Graph graph) {
        this.graph = graph;
        onlyValueByValue.addAll(graph.initializers().keySet());
        for (Node node : graph.nodes()) {
            node.outputs().forEach(output -> makers.put(output, node));
            for (int i = 0; i < node.inputs().size(); i++) {
                boolean mask = node.is(Node.TRAINING, "Attention") && i == 3;
                if (!mask && !(node.domain().isEmpty() && VALUE_BY_VALUE.contains(node.op()))) {
                    onlyValueByValue.remove(node.input(i));
                }
            }
        }
    }

    /** Their names. */
    static Set<String> of(Graph graph) {
        Buffers search = new Buffers(graph);
        Set<String> found = search.frequencies();
        graph.initializers()
                .forEach(
                        (name, value) -> {
                            if (value.type() == ElementType.FLOAT
                                    && value.elementCount() > 1
                                    && search.isBuffer(name, value)) {
                                found.add(name);
                            }
                        });
        return found;
    }

    private boolean isBuffer(String name, Tensor value) {
        boolean mask =
                onlyValueByValue.contains(name)
                        && (isLarge(value) || (value.rank() > 1 && hasTwoValues(value)));
        return mask || isTableOfWaves(value);
    }

    private static boolean isLarge(Tensor value) {
        for (float number : value.floats()) {
            if (Math.abs(number) >= MASK_MIN) { // never of what is no number
                return true;
            }
        }
        return false;
    }

    /** One value alone may be a scale or a shift that begins anew. */
    private static boolean hasTwoValues(Tensor value) {
        float[] numbers = value.floats();
        float first = numbers[0];
        float other = first;
        for (float number : numbers) {
            if (number != first && other == first) {
                other = number;
            }
            if (number != first && number != other) {
                return false;
            }
        }
        return other != first;
    }

    /**
     * A wave of any phase and of frequency w over rows p: v(p+1) + v(p-1) = 2 cos(w) v(p). What was
     * learnt, be it from such a table on, does not keep to that in every column.
     */
    private static boolean isTableOfWaves(Tensor value) {
        int columns = value.rank() > 1 ? value.dim(-1) : 0;
        int rows = columns == 0 ? 0 : Math.min(ROWS_SEEN, value.elementCount() / columns);
        if (rows < ROWS_MIN || columns < 2) {
            return false;
        }
        float[] seen = new float[rows * columns];
        value.bytes().asFloatBuffer().get(seen);
        double fastest = 2;
        for (int column = 0; column < columns; column++) {
            double twice = twiceCosine(seen, rows, columns, column);
            if (Double.isNaN(twice)) {
                return false;
            }
            fastest = Math.min(fastest, twice);
        }
        return fastest < FASTEST_MAX;
    }

    /** 2 cos(w) of a column; 2 of one that is all zero; NaN of one that is no wave. */
    private static double twiceCosine(float[] seen, int rows, int columns, int column) {
        double products = 0;
        double squares = 0;
        double largest = 0;
        for (int row = 0; row < rows; row++) {
            double at = seen[row * columns + column];
            largest = Math.max(largest, Math.abs(at));
            if (row > 0 && row < rows - 1) {
                products += at * neighbours(seen, row, columns, column);
                squares += at * at;
            }
        }
        if (!(largest <= 1 + WAVE_PLAY)) {
            return Double.NaN;
        }
        if (squares == 0) {
            return largest == 0 ? 2 : Double.NaN;
        }
        double twice = products / squares;
        for (int row = 1; row < rows - 1; row++) {
            double off =
                    neighbours(seen, row, columns, column) - twice * seen[row * columns + column];
            if (!(Math.abs(off) <= WAVE_PLAY * largest)) {
                return Double.NaN;
            }
        }
        return Math.abs(twice) <= 2 + WAVE_PLAY ? twice : Double.NaN;
    }

    private static double neighbours(float[] seen, int row, int columns, int column) {
        return (double) seen[(row + 1) * columns + column] + seen[(row - 1) * columns + column];
    }

    /** Of sines and cosines whose argument is made from positions, not from what was learnt. */
    private Set<String> frequencies() {
        Set<String> activations = activations();
        Set<String> found = new HashSet<>();
        for (Node node : graph.nodes()) {
            if ((node.is("Sin") || node.is("Cos")) && !activations.contains(node.input(0))) {
                collect(node.input(0), found);
            }
        }
        return found;
    }

    /** Values that depend on numbers that came in, or on rows that were looked up. */
    private Set<String> activations() {
        Set<String> activations = new HashSet<>();
        for (Value input : graph.inputs()) {
            if (input.type().orElse(null) instanceof ValueType.TensorType tensor
                    && tensor.element().filter(Buffers::isFloat).isPresent()) {
                activations.add(input.name());
            }
        }
        for (Node node : graph.nodes()) {
            boolean looksUp = node.is("Gather") && isFloatInitializer(node.input(0));
            boolean reached = node.inputs().stream().anyMatch(activations::contains);
            if ((looksUp || reached) && !node.is("Shape") && !node.is("Size")) {
                activations.addAll(node.outputs());
            }
        }
        return activations;
    }

    private static boolean isFloat(ElementType type) {
        return type == ElementType.FLOAT
                || type == ElementType.DOUBLE
                || type == ElementType.FLOAT16
                || type == ElementType.BFLOAT16;
    }

    private void collect(String value, Set<String> found) {
        List<String> wanted = new ArrayList<>(List.of(value));
        Set<String> seen = new HashSet<>();
        while (!wanted.isEmpty()) {
            String at = wanted.removeLast();
            Node maker = makers.get(at);
            if (!seen.add(at)) {
                continue;
            }
            if (maker != null) {
                wanted.addAll(maker.inputs());
            } else if (isFloatInitializer(at)) {
                found.add(at);
            }
        }
    }

    private boolean isFloatInitializer(String name) {
        Tensor value = graph.initializers().get(name);
        return value != null && isFloat(value.type());
    }
}

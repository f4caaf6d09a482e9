package io.kaiye.autograd;

import io.kaiye.graph.Attribute;
import io.kaiye.graph.Tensor;
import java.util.ArrayList;
import java.util.List;

/** RNN, GRU and LSTM in every direction, with and without what may be left out. */
final class RecurrentCases {
    private static final int STEPS = 3;
    private static final int ROWS = 2;
    private static final int WIDTH = 2;
    private static final int SIZE = 2;

    private RecurrentCases() {}

    static List<OperatorCase> all() {
        List<OperatorCase> all = new ArrayList<>();
        for (String direction : List.of("forward", "reverse", "bidirectional")) {
            all.add(layer("LSTM", 4, direction).outputs("y0", "y1", "y2"));
            all.add(layer("GRU", 3, direction).outputs("y0", "y1"));
            all.add(layer("GRU", 3, direction).with("linear_before_reset", 1).outputs("y0", "y1"));
            all.add(layer("RNN", 1, direction).outputs("y0", "y1"));
        }
        all.add(bare("LSTM", 4).outputs("y0"));
        all.add(bare("LSTM", 4).outputs("", "y1"));
        all.add(bare("GRU", 3).outputs("", "y1"));
        all.add(bare("RNN", 1).outputs("", "y1"));
        all.add(bare("RNN", 1).with(new Attribute.Texts("activations", List.of("Relu"))));
        return all;
    }

    private static OperatorCase bare(String op, long gates) {
        return OperatorCase.of(op, 11, 14)
                .floats(STEPS, ROWS, WIDTH)
                .floats(1, gates * SIZE, WIDTH)
                .floats(1, gates * SIZE, SIZE)
                .with("hidden_size", SIZE);
    }

    private static OperatorCase layer(String op, long gates, String direction) {
        long directions = direction.equals("bidirectional") ? 2 : 1;
        OperatorCase made =
                OperatorCase.of(op, 11, 14)
                        .floats(STEPS, ROWS, WIDTH)
                        .floats(directions, gates * SIZE, WIDTH)
                        .floats(directions, gates * SIZE, SIZE)
                        .floats(directions, 2 * gates * SIZE)
                        .constant(Tensor.ofInts(new int[] {STEPS, STEPS}, ROWS))
                        .floats(directions, ROWS, SIZE)
                        .with("direction", direction)
                        .with("hidden_size", SIZE);
        return op.equals("LSTM") ? made.floats(directions, ROWS, SIZE) : made;
    }
}

package io.kaiye.autograd;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Attribute;
import io.kaiye.graph.Node;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * ONNX's RNN, GRU and LSTM, step by step, as their definitions have them: x [steps, rows, in], W
 * [directions, gates · size, in], R [directions, gates · size, size], B [directions, 2 · gates ·
 * size], first states [directions, rows, size]; y [steps, directions, rows, size]. Layout 1 has the
 * rows in front everywhere.
 */
final class Recurrent {
    private Recurrent() {}

    /**
     * What a direction does at each step: x [rows, gates · size], the input's part with its bias; h
     * [rows, size] of the step before; c, the second state, or null. It gives the next h, and the
     * next c if there is one.
     */
    @FunctionalInterface
    private interface Cell {
        Tensor[] step(Tensor x, Tensor h, @Nullable Tensor c, Recurrence recurrence);
    }

    /** R transposed [size, gates · size] and its bias [gates · size]. */
    private record Recurrence(Tensor weight, Tensor bias, long size) {
        Tensor of(Tensor h) {
            return torch.matmul(h, weight).add(bias);
        }

        /** Gates {@code from} to below {@code to} alone. */
        Tensor of(Tensor h, long from, long to) {
            return torch.matmul(h, weight.narrow(1, from * size, (to - from) * size))
                    .add(bias.narrow(0, from * size, (to - from) * size));
        }
    }

    /** A kind of layer: its gates, whether it has a second state, its cell. */
    private record Kind(int gates, boolean second, Cell cell) {}

    static void register(Map<String, Operator.Factory> operators) {
        operators.put("LSTM", (node, opset) -> lstm(node));
        operators.put("GRU", (node, opset) -> gru(node));
        operators.put("RNN", (node, opset) -> rnn(node));
    }

    private static Operator lstm(Node node) {
        activations(node, List.of("Sigmoid", "Tanh", "Tanh"));
        if (node.intAttribute("input_forget", 0) != 0) {
            throw Attributes.refusal(node, "input_forget 1; accepted: 0");
        }
        if (!node.input(7).isEmpty()) {
            throw Attributes.refusal(node, "it has peepholes (input P)");
        }
        return layer(node, new Kind(4, true, Recurrent::lstmStep));
    }

    /** Gates in the order input, output, forget, cell. */
    private static Tensor[] lstmStep(
            Tensor x, Tensor h, @Nullable Tensor c, Recurrence recurrence) {
        if (c == null) {
            throw new IllegalStateException("an LSTM without its second state");
        }
        long size = recurrence.size();
        Tensor gates = x.add(recurrence.of(h));
        Tensor open = gates.narrow(1, 0, 3 * size).sigmoid();
        Tensor fresh = gates.narrow(1, 3 * size, size).tanh();
        Tensor next = open.narrow(1, 2 * size, size).mul(c).add(open.narrow(1, 0, size).mul(fresh));
        return Operator.of(open.narrow(1, size, size).mul(next.tanh()), next);
    }

    private static Operator gru(Node node) {
        activations(node, List.of("Sigmoid", "Tanh"));
        boolean linearFirst = node.intAttribute("linear_before_reset", 0) != 0;
        return layer(
                node,
                new Kind(3, false, (x, h, c, r) -> Operator.of(gruStep(x, h, r, linearFirst))));
    }

    /** Gates in the order update, reset, hidden. */
    private static Tensor gruStep(Tensor x, Tensor h, Recurrence recurrence, boolean linearFirst) {
        long size = recurrence.size();
        Tensor gates = x.narrow(1, 0, 2 * size).add(recurrence.of(h, 0, 2)).sigmoid();
        Tensor update = gates.narrow(1, 0, size);
        Tensor reset = gates.narrow(1, size, size);
        Tensor before =
                linearFirst ? reset.mul(recurrence.of(h, 2, 3)) : recurrence.of(reset.mul(h), 2, 3);
        Tensor fresh = x.narrow(1, 2 * size, size).add(before).tanh();
        return fresh.add(update.mul(h.sub(fresh)));
    }

    private static Operator rnn(Node node) {
        String activation = activation(node);
        return layer(
                node,
                new Kind(
                        1,
                        false,
                        (x, h, c, r) -> {
                            Tensor sum = x.add(r.of(h));
                            return Operator.of(activation.equals("Relu") ? sum.relu() : sum.tanh());
                        }));
    }

    private static String activation(Node node) {
        boolean relu =
                node.attribute("activations").orElse(null) instanceof Attribute.Texts texts
                        && texts.values().contains("Relu");
        activations(node, List.of(relu ? "Relu" : "Tanh"));
        return relu ? "Relu" : "Tanh";
    }

    /** Accepts those given, once for each direction. */
    private static void activations(Node node, List<String> accepted) {
        if (node.attribute("activations").orElse(null) instanceof Attribute.Texts texts) {
            for (int i = 0; i < texts.values().size(); i++) {
                String found = texts.values().get(i);
                if (!found.equals(accepted.get(i % accepted.size()))) {
                    throw Attributes.refusal(
                            node, "activations " + texts.values() + "; accepted: " + accepted);
                }
            }
        }
        if (node.floatAttribute("clip", 0) != 0) {
            throw Attributes.refusal(
                    node, "clip " + node.floatAttribute("clip", 0) + "; accepted: none");
        }
    }

    private static Operator layer(Node node, Kind kind) {
        String direction =
                Attributes.oneOf(node, "direction", "forward", "reverse", "bidirectional");
        boolean rowsFirst = node.intAttribute("layout", 0) != 0;
        return (inputs, run) -> {
            Tensor given = Elementwise.whole(inputs.get(0));
            Tensor x = rowsFirst ? given.transpose(0, 1) : given;
            checkLengths(node, inputs, x.size(0));
            int directions = Math.toIntExact(inputs.get(1).size(0));
            TensorVector all = new TensorVector();
            TensorVector lastH = new TensorVector();
            TensorVector lastC = new TensorVector();
            for (int i = 0; i < directions; i++) {
                boolean backwards = i == 1 || direction.equals("reverse");
                Tensor[] made = direction(x, inputs, i, kind, backwards, rowsFirst);
                all.push_back(made[0]);
                lastH.push_back(made[1]);
                if (kind.second()) {
                    lastC.push_back(made[2]);
                }
            }
            Tensor y = torch.stack(all, 1);
            int behind = rowsFirst ? 1 : 0;
            Tensor ordered = rowsFirst ? y.permute(2, 0, 1, 3) : y;
            Tensor h = torch.stack(lastH, behind);
            return kind.second()
                    ? Operator.of(ordered, h, torch.stack(lastC, behind))
                    : Operator.of(ordered, h);
        };
    }

    /** All h [steps, rows, size], the last h and the last c. */
    private static Tensor[] direction(
            Tensor x, Inputs inputs, int number, Kind kind, boolean backwards, boolean rowsFirst) {
        Tensor weight = Elementwise.whole(inputs.get(1)).select(0, number);
        Tensor recurrent = Elementwise.whole(inputs.get(2)).select(0, number);
        long size = recurrent.size(1);
        long gates = kind.gates() * size;
        Tensor bias =
                inputs.has(3)
                        ? Elementwise.whole(inputs.get(3)).select(0, number)
                        : torch.zeros(new long[] {2 * gates}, Torch.options(x.scalar_type()));
        Recurrence recurrence = new Recurrence(recurrent.t(), bias.narrow(0, gates, gates), size);
        Tensor fed = torch.matmul(x, weight.t()).add(bias.narrow(0, 0, gates));
        Tensor h = state(inputs, 5, number, x, size, rowsFirst);
        Tensor c = kind.second() ? state(inputs, 6, number, x, size, rowsFirst) : null;
        int steps = Math.toIntExact(x.size(0));
        Tensor[] made = new Tensor[steps];
        for (int i = 0; i < steps; i++) {
            int at = backwards ? steps - 1 - i : i;
            Tensor[] next = kind.cell().step(fed.select(0, at), h, c, recurrence);
            h = next[0];
            c = kind.second() ? next[1] : null;
            made[at] = h;
        }
        Tensor all = torch.stack(new TensorVector(made), 0);
        return c == null ? Operator.of(all, h) : Operator.of(all, h, c);
    }

    private static Tensor state(
            Inputs inputs, int place, int number, Tensor x, long size, boolean rowsFirst) {
        return inputs.has(place)
                ? Elementwise.whole(inputs.get(place)).select(rowsFirst ? 1 : 0, number)
                : torch.zeros(new long[] {x.size(1), size}, Torch.options(x.scalar_type()));
    }

    private static void checkLengths(Node node, Inputs inputs, long steps) {
        if (!inputs.has(4)) {
            return;
        }
        for (long length : inputs.longs(4)) {
            if (length != steps) {
                throw new KaiyeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "Node "
                                + node.label()
                                + " ("
                                + node.op()
                                + ") is given sequence_lens "
                                + length
                                + ", the batch has "
                                + steps
                                + " steps; only rows of the same length can be trained together."
                                + " Put texts of one length into a batch.");
            }
        }
    }
}

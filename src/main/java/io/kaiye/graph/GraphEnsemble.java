package io.kaiye.graph;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Several graphs of one form and different weights as one graph that gives the mean of their
 * outputs. What is the same in all of them is computed once: inputs, masks, and the layers below
 * the first weight that differs.
 */
public final class GraphEnsemble {
    private GraphEnsemble() {}

    /**
     * Joins graphs.
     *
     * @param members two or more graphs with the same nodes, names and outputs; the weights that
     *     {@code unit} does not name may differ
     * @param unit outputs whose rows have length 1: so has their mean then
     * @return the outputs have the names they had
     * @throws KaiyeException INVALID_ARGUMENT if the graphs are not of one form
     */
    public static Graph mean(List<Graph> members, Set<String> unit) {
        Graph first = members.getFirst();
        for (Graph member : members) {
            if (!member.nodes().equals(first.nodes())
                    || !member.outputs().equals(first.outputs())
                    || !member.initializers().keySet().equals(first.initializers().keySet())) {
                throw new KaiyeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "Models can only be joined if they differ in nothing but their weights.");
            }
        }
        GraphEditor editor = new GraphEditor(first);
        Set<String> apart = apart(members);
        for (int i = 1; i < members.size(); i++) {
            copy(editor, members.get(i), i, apart);
        }
        join(editor, first, members.size(), unit, apart);
        return editor.finish();
    }

    /** True for a graph of {@link #mean} whose members differ. */
    public static boolean isMean(Graph graph) {
        String ending = own("", 1);
        return graph.initializers().keySet().stream().anyMatch(name -> name.endsWith(ending));
    }

    /** Names of the values that are not the same in all members. */
    private static Set<String> apart(List<Graph> members) {
        Graph first = members.getFirst();
        Set<String> apart = new HashSet<>();
        first.initializers()
                .forEach(
                        (name, value) -> {
                            for (Graph member : members) {
                                if (!member.initializers()
                                        .getOrDefault(name, value)
                                        .equals(value)) {
                                    apart.add(name);
                                }
                            }
                        });
        for (Node node : NodeOrder.sorted(first.nodes())) {
            if (NodeOrder.uses(node).stream().anyMatch(apart::contains)) {
                apart.addAll(node.outputs());
            }
        }
        return apart;
    }

    /** Adds what is a member's own, under names of its own. */
    private static void copy(GraphEditor editor, Graph member, int number, Set<String> apart) {
        Map<String, String> renamed = new HashMap<>();
        apart.forEach(name -> renamed.put(name, own(name, number)));
        member.initializers()
                .forEach(
                        (name, value) -> {
                            if (apart.contains(name)) {
                                editor.setInitializer(own(name, number), value);
                            }
                        });
        for (Node node : member.nodes()) {
            if (node.outputs().stream().anyMatch(apart::contains)) {
                editor.add(
                        node.withName(own(node.name(), number))
                                .withInputs(renamed(node.inputs(), renamed))
                                .withOutputs(renamed(node.outputs(), renamed)));
            }
        }
    }

    private static List<String> renamed(List<String> names, Map<String, String> renamed) {
        return names.stream().map(name -> renamed.getOrDefault(name, name)).toList();
    }

    private static String own(String name, int number) {
        return name + "/member_" + number;
    }

    private static void join(
            GraphEditor editor, Graph first, int count, Set<String> unit, Set<String> apart) {
        for (Value output : first.outputs()) {
            String name = output.name();
            if (!apart.contains(name)) {
                continue;
            }
            Node maker = editor.maker(name).orElseThrow();
            String moved = editor.freshName(own(name, 0));
            editor.replace(
                    maker,
                    maker.withOutputs(
                            maker.outputs().stream()
                                    .map(made -> made.equals(name) ? moved : made)
                                    .toList()));
            editor.replaceUses(name, moved);
            List<String> all = new ArrayList<>(List.of(moved));
            for (int i = 1; i < count; i++) {
                all.add(own(name, i));
            }
            if (unit.contains(name)) {
                String mean = editor.add(name + "/mean", "Mean", all);
                editor.add(
                        Node.of(
                                editor.freshName(name + "/normalise"),
                                "LpNormalization",
                                List.of(mean),
                                List.of(name),
                                Attribute.of("axis", -1L),
                                Attribute.of("p", 2L)));
            } else {
                editor.add(Node.of(editor.freshName(name + "/mean"), "Mean", all, List.of(name)));
            }
        }
    }
}

package io.kaiye.autograd;

import io.kaiye.graph.Attribute;
import io.kaiye.graph.Body;
import io.kaiye.graph.Node;
import io.kaiye.graph.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands in the place of an If whose condition is known: the nodes and constants of one
 * branch, renamed so that they are apart from all others, and then the outputs of the If.
 *
 * @param constants by their new names
 */
record Branch(Map<String, Tensor> constants, List<Node> nodes) {
    static Branch of(Node node, boolean condition) {
        String wanted = condition ? "then_branch" : "else_branch";
        if (!(node.attribute(wanted).orElse(null) instanceof Attribute.Subgraph graph)) {
            throw Attributes.refusal(node, "it has no " + wanted);
        }
        Body body = graph.value();
        Map<String, String> names = new HashMap<>();
        Map<String, Tensor> constants = new LinkedHashMap<>();
        body.initializers()
                .forEach(
                        (name, value) -> {
                            names.put(name, inner(node, name));
                            constants.put(inner(node, name), value);
                        });
        body.nodes()
                .forEach(one -> one.outputs().forEach(name -> names.put(name, inner(node, name))));
        List<Node> nodes = new ArrayList<>();
        for (Node one : body.nodes()) {
            if (one.is("If")) {
                throw Attributes.refusal(node, "there is an If inside it");
            }
            nodes.add(
                    one.withInputs(renamed(one.inputs(), names))
                            .withOutputs(renamed(one.outputs(), names)));
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            String made = body.outputs().get(i).name();
            nodes.add(
                    Node.of(
                            node.label(),
                            "Identity",
                            List.of(names.getOrDefault(made, made)),
                            List.of(node.outputs().get(i))));
        }
        return new Branch(constants, nodes);
    }

    private static String inner(Node node, String name) {
        return name.isEmpty() ? "" : node.outputs() + "/" + name;
    }

    private static List<String> renamed(List<String> all, Map<String, String> names) {
        return all.stream().map(name -> names.getOrDefault(name, name)).toList();
    }
}

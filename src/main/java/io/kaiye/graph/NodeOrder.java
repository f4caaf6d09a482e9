package io.kaiye.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Orders nodes so that each comes after those whose values it uses. */
final class NodeOrder {
    private NodeOrder() {}

    /**
     * A stable topological order: a node moves only where it must. Nodes on a cycle are left out,
     * so a shorter answer than the question means that there is one.
     */
    static List<Node> sorted(List<Node> nodes) {
        Map<String, Integer> makers = new HashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).outputs()) {
                makers.put(output, i);
            }
        }
        int[] waitingFor = new int[nodes.size()];
        List<List<Integer>> users = new ArrayList<>();
        nodes.forEach(node -> users.add(new ArrayList<>()));
        for (int i = 0; i < nodes.size(); i++) {
            for (String used : uses(nodes.get(i))) {
                Integer maker = makers.get(used);
                if (maker != null) {
                    users.get(maker).add(i);
                    waitingFor[i]++;
                }
            }
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < waitingFor.length; i++) {
            if (waitingFor[i] == 0) {
                ready.add(i);
            }
        }
        List<Node> order = new ArrayList<>();
        while (!ready.isEmpty()) {
            int next = ready.remove();
            order.add(nodes.get(next));
            for (int user : users.get(next)) {
                if (--waitingFor[user] == 0) {
                    ready.add(user);
                }
            }
        }
        return order;
    }

    /** Values that a node needs: its inputs, and what the graphs inside it take from outside. */
    static Set<String> uses(Node node) {
        Set<String> names = new LinkedHashSet<>();
        node.inputs().stream().filter(name -> !name.isEmpty()).forEach(names::add);
        for (Attribute attribute : node.attributes().values()) {
            bodies(attribute).forEach(body -> names.addAll(usesFromOutside(body)));
        }
        return names;
    }

    /** The graphs inside an attribute. */
    static List<Body> bodies(Attribute attribute) {
        return switch (attribute) {
            case Attribute.Subgraph one -> List.of(one.value());
            case Attribute.Subgraphs many -> many.values();
            default -> List.of();
        };
    }

    private static Set<String> usesFromOutside(Body body) {
        Set<String> names = new LinkedHashSet<>();
        body.nodes().forEach(node -> names.addAll(uses(node)));
        body.outputs().forEach(output -> names.add(output.name()));
        body.inputs().forEach(input -> names.remove(input.name()));
        names.removeAll(body.initializers().keySet());
        body.nodes().forEach(node -> node.outputs().forEach(names::remove));
        return names;
    }
}

package io.kaiye.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts Gelu in the place of its spellings x · ½ · (1 + erf(x / √2)) and x · ½ · (1 + tanh(√(2/π) ·
 * (x + 0.044715 · x³))), in whatever order the factors are multiplied.
 */
final class GeluFusion {
    private static final double ROOT_OF_TWO = Math.sqrt(2);
    private static final double ROOT_OF_TWO_BY_PI = Math.sqrt(2 / Math.PI);
    private static final double CUBE_SHARE = 0.044715;

    private final GraphEditor editor;
    private final Matcher match;

    private GeluFusion(GraphEditor editor) {
        this.editor = editor;
        this.match = new Matcher(editor);
    }

    static Graph apply(Graph graph) {
        GraphEditor editor = new GraphEditor(graph);
        GeluFusion fusion = new GeluFusion(editor);
        for (Node node : editor.nodes()) {
            if (node.is("Erf")) {
                fusion.fuse(node, fusion.argument(node), "none");
            } else if (node.is("Tanh")) {
                fusion.fuse(node, fusion.argumentOfTanh(node), "tanh");
            }
        }
        return editor.finish();
    }

    private void fuse(Node inner, @Nullable String x, String approximate) {
        Node add = match.onlyUser(inner.output());
        if (x == null
                || add == null
                || !add.is("Add")
                || !match.isScalar(Matcher.other(add, inner.output()), 1)) {
            return;
        }
        Node last = lastFactor(add, x);
        if (last != null) {
            editor.replace(
                    last,
                    Node.of(
                            last.label(),
                            Node.TRAINING,
                            "Gelu",
                            List.of(x),
                            List.of(last.output()),
                            Attribute.of("approximate", approximate)));
        }
    }

    /** x where the input of erf is x / √2, else null. */
    private @Nullable String argument(Node erf) {
        Node divided = match.maker(erf.input(0), "Div");
        if (divided != null && match.isScalar(divided.input(1), ROOT_OF_TWO)) {
            return divided.input(0);
        }
        Node scaled = match.maker(erf.input(0), "Mul");
        for (int i = 0; scaled != null && i < 2; i++) {
            if (match.isScalar(scaled.input(i), 1 / ROOT_OF_TWO)) {
                return scaled.input(1 - i);
            }
        }
        return null;
    }

    /** x where the input of tanh is √(2/π) · (x + 0.044715 · x³), else null. */
    private @Nullable String argumentOfTanh(Node tanh) {
        return constantFactor(tanh.input(0), ROOT_OF_TWO_BY_PI)
                .map(sum -> match.maker(sum, "Add"))
                .map(this::cubed)
                .orElse(null);
    }

    /** What is multiplied by the constant. */
    private Optional<String> constantFactor(String value, double constant) {
        Node product = match.maker(value, "Mul");
        for (int i = 0; product != null && i < 2; i++) {
            if (match.isScalar(product.input(i), constant)) {
                return Optional.of(product.input(1 - i));
            }
        }
        return Optional.empty();
    }

    /** x where the sum is x + 0.044715 · x³, the cube by Pow or by products, else null. */
    private @Nullable String cubed(Node sum) {
        for (String x : sum.inputs()) {
            String other = Matcher.other(sum, x);
            boolean found =
                    constantFactor(other, CUBE_SHARE).map(cube -> isPower(cube, x, 3)).orElse(false)
                            || isShareOfCube(other, x);
            if (found) {
                return x;
            }
        }
        return null;
    }

    /** (0.044715 · x) · x · x, or 0.044715 · x times x². */
    private boolean isShareOfCube(String value, String x) {
        Node product = match.maker(value, "Mul");
        for (int i = 0; product != null && i < 2; i++) {
            String one = product.input(i);
            String other = product.input(1 - i);
            boolean share = constantFactor(one, CUBE_SHARE).map(x::equals).orElse(false);
            boolean shareOfSquare =
                    constantFactor(one, CUBE_SHARE).map(it -> isPower(it, x, 2)).orElse(false);
            Node inner = match.maker(one, "Mul");
            boolean twice =
                    inner != null
                            && inner.inputs().contains(x)
                            && constantFactor(Matcher.other(inner, x), CUBE_SHARE)
                                    .map(x::equals)
                                    .orElse(false);
            if ((share && isPower(other, x, 2)) || ((shareOfSquare || twice) && other.equals(x))) {
                return true;
            }
        }
        return false;
    }

    private boolean isPower(String value, String x, int exponent) {
        Node power = match.maker(value, "Pow");
        if (power != null && power.input(0).equals(x)) {
            return match.isScalar(power.input(1), exponent);
        }
        Node product = match.maker(value, "Mul");
        if (product == null || !product.inputs().contains(x)) {
            return false;
        }
        String rest = Matcher.other(product, x);
        return exponent == 2 ? rest.equals(x) : isPower(rest, x, exponent - 1);
    }

    /** The product after which x, ½ and the sum are all multiplied; null if that never is so. */
    private @Nullable Node lastFactor(Node sum, String x) {
        List<String> factors = new ArrayList<>(List.of(x, "½"));
        Node at = sum;
        while (!factors.isEmpty()) {
            Node product = match.onlyUser(at.output());
            if (product == null || !product.is("Mul")) {
                return null;
            }
            String other = Matcher.other(product, at.output());
            Node half = match.maker(other, "Mul");
            if (factors.contains(x) && other.equals(x)) {
                factors.remove(x);
            } else if (factors.contains("½") && match.isScalar(other, 0.5)) {
                factors.remove("½");
            } else if (factors.size() == 2 && half != null && isHalf(half, x)) {
                factors.clear();
            } else {
                return null;
            }
            at = product;
        }
        return at;
    }

    private boolean isHalf(Node product, String x) {
        return product.inputs().contains(x) && match.isScalar(Matcher.other(product, x), 0.5);
    }
}

package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operation: its answers against ONNX Runtime, its gradient against differences. */
class OperatorsTest {
    private static final double STEP = 1e-5;
    private static final double TOLERANCE = 2e-6;
    private static final double FORWARD_TOLERANCE = 2e-5;

    @BeforeAll
    static void load() {
        Torch.load();
        Torch.oneThread();
    }

    private static List<OperatorCase> cases() {
        List<OperatorCase> all = new ArrayList<>();
        all.addAll(ElementwiseCases.all());
        all.addAll(IndexingCases.all());
        all.addAll(LayerCases.all());
        all.addAll(RecurrentCases.all());
        all.addAll(ShapeCases.all());
        all.addAll(WindowCases.all());
        return all;
    }

    @Test
    void everyOperationIsTried() {
        Set<String> tried =
                cases().stream()
                        .map(OperatorCase::key)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(Operators.known()), tried);
    }

    @Test
    void thePageListsTheOperations() throws Exception {
        String page = Files.readString(Path.of("docs/operators.md"));
        Set<String> listed =
                Pattern.compile("(?m)^\\| `(\\w+)`")
                        .matcher(page)
                        .results()
                        .map((MatchResult row) -> row.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(Operators.names()), listed);
    }

    @TestFactory
    Stream<DynamicTest> answersAgreeWithOnnxRuntime() {
        return cases().stream()
                .filter(OperatorCase::known)
                .map(one -> DynamicTest.dynamicTest(one.toString(), () -> checkAnswers(one)));
    }

    @TestFactory
    Stream<DynamicTest> gradientsAgreeWithDifferences() {
        return cases().stream()
                .filter(OperatorCase::smooth)
                .map(one -> DynamicTest.dynamicTest(one.toString(), () -> checkGradients(one)));
    }

    @TestFactory
    Stream<DynamicTest> sixteenBitsFromAProductAreTaken() {
        return cases().stream()
                .map(one -> DynamicTest.dynamicTest(one.toString(), () -> checkMixed(one)));
    }

    /** Every float input in turn comes out of a product in 16 bits. */
    private static void checkMixed(OperatorCase one) {
        Graph graph = one.graphs().getLast();
        for (Map.Entry<String, io.kaiye.graph.Tensor> half : one.inputs().entrySet()) {
            if (half.getValue().type() == ElementType.FLOAT) {
                try (PointerScope _ = new PointerScope();
                        Program program = new Program(graph, Map.of(), Set.of())) {
                    Map<String, Tensor> given = new HashMap<>();
                    one.inputs()
                            .forEach((name, value) -> given.put(name, Torch.tensor(value, name)));
                    Map<String, Tensor> wanted = program.run(given, half());
                    given.computeIfPresent(
                            half.getKey(), (name, whole) -> whole.to(ScalarType.BFloat16));
                    Map<String, Tensor> made = program.run(given, half());
                    wanted.forEach(
                            (name, value) ->
                                    assertArrayEquals(
                                            value.shape(),
                                            Objects.requireNonNull(made.get(name)).shape()));
                }
            }
        }
    }

    private static Run half() {
        return new Run(Precision.BFLOAT16, false, true, null);
    }

    private static void checkAnswers(OperatorCase one) throws Exception {
        for (Graph graph : one.graphs()) {
            Map<String, OnnxRun.Answer> wanted = OnnxRun.of(graph, one.inputs());
            try (PointerScope _ = new PointerScope();
                    Program program = new Program(graph, Map.of(), Set.of())) {
                Map<String, Tensor> given = new HashMap<>();
                one.inputs().forEach((name, value) -> given.put(name, Torch.tensor(value, name)));
                Map<String, Tensor> made = program.run(given, run(false));
                assertEquals(wanted.keySet(), made.keySet());
                wanted.forEach(
                        (name, answer) ->
                                assertSame(
                                        graph,
                                        name,
                                        answer,
                                        Objects.requireNonNull(made.get(name))));
            }
        }
    }

    private static Run run(boolean learning) {
        return new Run(Precision.FLOAT32, learning, true, null);
    }

    private static void assertSame(Graph graph, String name, OnnxRun.Answer wanted, Tensor made) {
        String where = name + " of " + graph.nodes().getFirst().op() + " " + graph.opset();
        List<Long> dims = java.util.Arrays.stream(made.shape()).boxed().toList();
        assertEquals(wanted.dims(), dims, where);
        double[] values = doubles(made);
        for (int i = 0; i < values.length; i++) {
            double tolerance = FORWARD_TOLERANCE * (1 + Math.abs(wanted.values()[i]));
            assertEquals(wanted.values()[i], values[i], tolerance, where + " at " + i);
        }
    }

    private static double[] doubles(Tensor tensor) {
        Tensor plain = tensor.detach().to(ScalarType.Double).contiguous();
        double[] values = new double[Math.toIntExact(plain.numel())];
        plain.data_ptr_double().get(values);
        return values;
    }

    private static void checkGradients(OperatorCase one) {
        Graph graph = one.graphs().getLast();
        Map<String, double[]> values = new HashMap<>();
        one.inputs()
                .forEach(
                        (name, value) -> {
                            if (value.type() == ElementType.FLOAT) {
                                float[] floats = value.floats();
                                double[] wide = new double[floats.length];
                                java.util.Arrays.setAll(wide, i -> floats[i]);
                                values.put(name, wide);
                            }
                        });
        try (PointerScope _ = new PointerScope();
                Program program = new Program(graph, Map.of(), Set.of())) {
            Map<String, Tensor> given = given(one, values);
            given.values().stream()
                    .filter(Tensor::is_floating_point)
                    .forEach(tensor -> tensor.requires_grad_(true));
            loss(program, given).backward();
            values.forEach(
                    (name, wide) -> {
                        Tensor gradient = Objects.requireNonNull(given.get(name)).grad();
                        double[] found = gradient.defined() ? doubles(gradient) : zeros(wide);
                        for (int i = 0; i < wide.length; i++) {
                            double wanted = difference(program, one, values, name, i);
                            double tolerance = TOLERANCE * (1 + Math.abs(wanted));
                            assertEquals(wanted, found[i], tolerance, name + " at " + i);
                        }
                    });
        }
    }

    private static double[] zeros(double[] like) {
        return new double[like.length];
    }

    private static double difference(
            Program program, OperatorCase one, Map<String, double[]> values, String name, int i) {
        try (PointerScope _ = new PointerScope()) {
            double[] wide = Objects.requireNonNull(values.get(name));
            double before = wide[i];
            wide[i] = before + STEP;
            double above = loss(program, given(one, values)).item().toDouble();
            wide[i] = before - STEP;
            double below = loss(program, given(one, values)).item().toDouble();
            wide[i] = before;
            return (above - below) / (2 * STEP);
        }
    }

    private static Map<String, Tensor> given(OperatorCase one, Map<String, double[]> values) {
        Map<String, Tensor> given = new HashMap<>();
        one.inputs()
                .forEach(
                        (name, value) ->
                                given.put(
                                        name,
                                        values.containsKey(name)
                                                ? wide(
                                                        Objects.requireNonNull(values.get(name)),
                                                        value.dims())
                                                : Torch.tensor(value, name)));
        return given;
    }

    private static Tensor wide(double[] values, List<Long> dims) {
        long[] shape = dims.stream().mapToLong(Long::longValue).toArray();
        Tensor made = torch.empty(shape, Torch.options(ScalarType.Double), null);
        made.data_ptr_double().put(values, 0, values.length);
        return made;
    }

    /** Σ c · y over all outputs that are not whole numbers, for fixed random c. */
    private static Tensor loss(Program program, Map<String, Tensor> given) {
        Tensor sum = null;
        for (Map.Entry<String, Tensor> output : program.run(given, run(true)).entrySet()) {
            Tensor y = output.getValue();
            if (y.is_floating_point()) {
                SplittableRandom random = new SplittableRandom(output.getKey().hashCode());
                double[] factors = random.doubles(y.numel(), -1, 1).toArray();
                List<Long> dims = java.util.Arrays.stream(y.shape()).boxed().toList();
                Tensor part = y.to(ScalarType.Double).mul(wide(factors, dims)).sum();
                sum = sum == null ? part : sum.add(part);
            }
        }
        return Objects.requireNonNull(sum, "no output to differentiate");
    }
}

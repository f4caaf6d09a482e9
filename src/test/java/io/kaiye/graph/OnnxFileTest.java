package io.kaiye.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxFileTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"bge-small-en-v1.5.onnx", "bge-small-zh-v1.5.onnx", "all-minilm-l6-v2.onnx"})
    void bundledModelsSurviveARoundTrip(String resource) throws IOException {
        Graph graph = OnnxFile.read(Samples.bundled(resource));
        assertEquals(List.of(), GraphChecker.problems(graph));
        assertEquals(11, graph.opset());
        assertEquals(graph, OnnxFile.read(OnnxFile.bytes(graph)));
        assertTrue(graph.nodes().stream().filter(node -> node.is("MatMul")).count() >= 32);
    }

    @Test
    void everyKindOfAttributeSurvivesARoundTrip(@TempDir Path folder) {
        Graph graph = withAttributes();
        OnnxFile.write(graph, folder.resolve("a.onnx"));
        assertEquals(graph, OnnxFile.read(folder.resolve("a.onnx")));
    }

    @Test
    void equalGraphsGiveEqualBytes() {
        assertArrayEquals(OnnxFile.bytes(Samples.linear()), OnnxFile.bytes(Samples.linear()));
        byte[] once = OnnxFile.bytes(withAttributes());
        assertArrayEquals(once, OnnxFile.bytes(OnnxFile.read(once)));
    }

    @Property(tries = 300)
    void truncatedFilesAreRefused(@ForAll @IntRange(min = 0, max = 100_000) int cut) {
        // The opsets stand after the graph, so that no cut leaves a whole model.
        byte[] whole = OnnxFile.bytes(Samples.linear());
        byte[] part = Arrays.copyOf(whole, cut % whole.length);
        assertThrows(KaiyeException.class, () -> OnnxFile.read(part));
    }

    @Property(tries = 1000)
    void damagedFilesAreRefusedOrRead(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 0, max = 100_000) Integer> places,
            @ForAll @Size(min = 8, max = 8) List<Byte> values) {
        byte[] bytes = OnnxFile.bytes(withAttributes());
        for (int i = 0; i < places.size(); i++) {
            bytes[places.get(i) % bytes.length] = values.get(i);
        }
        readOrRefuse(bytes);
    }

    @Property(tries = 300)
    void garbageIsRefused(@ForAll @Size(max = 300) byte[] garbage) {
        readOrRefuse(garbage);
    }

    @Test
    void aPageOfHtmlIsRefused() {
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () -> OnnxFile.read("<html>not found</html>".getBytes(UTF_8)));
        assertEquals(ErrorCode.CORRUPT_FILE, refused.code());
    }

    @Test
    void missingEmptyAndFoldersAreNamed(@TempDir Path folder) throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.onnx"));
        assertEquals(ErrorCode.CORRUPT_FILE, refusal(empty).code());
        assertEquals(ErrorCode.INVALID_FILE, refusal(folder).code());
        KaiyeException missing = refusal(folder.resolve("none.onnx"));
        assertEquals(ErrorCode.INVALID_FILE, missing.code());
        assertTrue(missing.getMessage().contains("none.onnx"));
    }

    @Test
    void millionsOfEmptyNodesAreRefusedBeforeTheyFillTheMemory() {
        ByteBuffer bytes = ByteBuffer.allocate((20 << 20) + 16);
        bytes.put((byte) 0x3a); // ModelProto.graph
        int nodes = 10 << 20;
        putVarint(bytes, nodes * 2L);
        for (int i = 0; i < nodes; i++) {
            bytes.put((byte) 0x0a).put((byte) 0); // GraphProto.node, empty
        }
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> OnnxFile.read(bytes.array()));
        assertEquals(ErrorCode.UNSUPPORTED_MODEL, refused.code());
    }

    @Test
    void deeplyNestedGraphsAreRefused() {
        Body body = Samples.linear().main();
        for (int i = 0; i < 12; i++) {
            body = around(body);
        }
        Graph nested = new Graph(8, Map.of("", 17L), "", Map.of(), body);
        byte[] bytes = OnnxFile.bytes(nested);
        KaiyeException refused = assertThrows(KaiyeException.class, () -> OnnxFile.read(bytes));
        assertTrue(refused.getMessage().contains("nested"), refused.getMessage());
    }

    @Test
    void giantNamesAreRefused() {
        Graph linear = Samples.linear();
        GraphEditor editor = new GraphEditor(linear);
        editor.add(Node.of("n".repeat(100_000), "Neg", List.of("y"), List.of("z")));
        editor.addOutput(Value.of("z", ValueType.tensor(ElementType.FLOAT, "rows", 2)));
        byte[] bytes = OnnxFile.bytes(editor.finish());
        KaiyeException refused = assertThrows(KaiyeException.class, () -> OnnxFile.read(bytes));
        assertEquals(ErrorCode.CORRUPT_FILE, refused.code());
        assertTrue(refused.getMessage().length() < 500);
    }

    @Test
    void aFailedWriteLeavesTheOldFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("model.onnx");
        OnnxFile.write(Samples.linear(), file);
        byte[] before = Files.readAllBytes(file);
        OnnxFile.write(Samples.linear(), file);
        assertArrayEquals(before, Files.readAllBytes(file));
        try (var left = Files.list(folder)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    private static KaiyeException refusal(Path file) {
        return assertThrows(KaiyeException.class, () -> OnnxFile.read(file));
    }

    private static void readOrRefuse(byte[] bytes) {
        try {
            assertFalse(OnnxFile.read(bytes).outputs().isEmpty());
        } catch (KaiyeException refused) {
            assertTrue(
                    refused.code() == ErrorCode.CORRUPT_FILE
                            || refused.code() == ErrorCode.UNSUPPORTED_MODEL,
                    refused::getMessage);
        }
    }

    private static Body around(Body inner) {
        Node node =
                Node.of(
                        "wrap",
                        "If",
                        List.of("flag"),
                        List.of("y"),
                        new Attribute.Subgraph("then_branch", inner));
        return new Body(
                "outer",
                List.of(node),
                Map.of("flag", Tensor.ofBytes(ElementType.BOOL, new byte[] {1})),
                List.of(),
                List.of(new Value("y", Optional.empty())),
                List.of());
    }

    private static Graph withAttributes() {
        Body branch =
                new Body(
                        "branch",
                        List.of(Node.of("inner", "Neg", List.of("y"), List.of("inner_y"))),
                        Map.of(),
                        List.of(),
                        List.of(new Value("inner_y", Optional.empty())),
                        List.of());
        ValueType type = ValueType.tensor(ElementType.INT64, 1, "n", new Dim.Unknown());
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        for (Attribute one :
                List.of(
                        Attribute.of("i", -7L),
                        Attribute.of("f", 0.25f),
                        Attribute.of("s", "文"),
                        Attribute.of("t", Tensor.ofLongs(new long[] {1, 2}, 2)),
                        Attribute.ofInts("is", 1, -2),
                        new Attribute.Floats("fs", List.of(1f, 2f)),
                        new Attribute.Texts("ss", List.of("a", "")),
                        new Attribute.Tensors("ts", List.of(Tensor.scalar(1f))),
                        new Attribute.Subgraph("g", branch),
                        new Attribute.Subgraphs("gs", List.of(branch)),
                        new Attribute.Type("tp", type),
                        new Attribute.Types("tps", List.of(type)))) {
            attributes.put(one.name(), one);
        }
        GraphEditor editor = new GraphEditor(Samples.linear());
        editor.setOpset("my.domain", 3);
        editor.add(
                new Node(
                        "own",
                        "my.domain",
                        "Own",
                        List.of("y", "", "b"),
                        List.of("z"),
                        attributes));
        editor.addOutput(new Value("z", Optional.empty()));
        return editor.finish().withMetadata(Map.of("key", "value"));
    }

    private static void putVarint(ByteBuffer out, long value) {
        long rest = value;
        while (rest > 0x7f) {
            out.put((byte) (rest | 0x80));
            rest >>>= 7;
        }
        out.put((byte) rest);
    }
}

package io.kaiye.compress;

import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.GraphBuilder;
import io.kaiye.graph.Node;
import io.kaiye.graph.OnnxFile;
import io.kaiye.graph.Tensor;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.Head;
import io.kaiye.model.TinyEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An encoder with one layer that stands int8 and one that does not: one of its activations is ten
 * thousand times as large as the others, which all become zero.
 */
final class FragileEncoder {
    static final int SIZE = 64;
    private static final int TOKENS = 8;

    private FragileEncoder() {}

    static Base base(Path folder) throws IOException {
        Random random = new Random(5);
        GraphBuilder builder = new GraphBuilder("fragile", 13);
        builder.input("input_ids", ElementType.INT64, "batch", "tokens");
        builder.input("attention_mask", ElementType.INT64, "batch", "tokens");
        builder.constant("table", matrix(random, TOKENS));
        builder.constant("w1", matrix(random, SIZE));
        builder.constant("w2", matrix(random, SIZE));
        float[] factors = new float[SIZE];
        java.util.Arrays.fill(factors, 1);
        factors[0] = 10_000;
        builder.constant("factors", Tensor.ofFloats(factors, SIZE));
        builder.node(
                Node.of(
                        "look up",
                        "Gather",
                        List.of("table", "input_ids"),
                        List.of("e"),
                        Attribute.of("axis", 0L)));
        builder.node(Node.of("robust", "MatMul", List.of("e", "w1"), List.of("h")));
        builder.node(Node.of("", "Tanh", List.of("h"), List.of("t")));
        builder.node(Node.of("", "Mul", List.of("t", "factors"), List.of("m")));
        builder.node(Node.of("fragile", "MatMul", List.of("m", "w2"), List.of("f")));
        builder.node(Node.of("", "Tanh", List.of("f"), List.of("last_hidden_state")));
        builder.output("last_hidden_state", ElementType.FLOAT, "batch", "tokens", SIZE);
        Path export = Files.createDirectories(folder.resolve("export"));
        OnnxFile.write(builder.build(), export.resolve("model.onnx"));
        Files.copy(
                TinyEncoder.base(folder.resolve("other")).tokenizer(),
                export.resolve("tokenizer.json"));
        return new Bases(folder.resolve("cache")).open(export.toString());
    }

    static Head head() {
        Random random = new Random(6);
        float[][] weights = new float[4][SIZE];
        for (float[] row : weights) {
            for (int i = 0; i < SIZE; i++) {
                row[i] = (float) random.nextGaussian() * 5;
            }
        }
        return new Head(List.of("a", "b", "c", "d"), weights, new float[4], 1);
    }

    static List<String> texts() {
        List<String> words = List.of("red", "green", "blue", "grey");
        List<String> texts = new ArrayList<>();
        for (String first : words) {
            for (String second : words) {
                for (String third : words) {
                    texts.add(first + " " + second + " " + third);
                }
            }
        }
        return texts;
    }

    /** Row 0 is small, so that the large activation itself does not drown the others. */
    private static Tensor matrix(Random random, int rows) {
        float[] values = new float[rows * SIZE];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * (rows == SIZE && i < SIZE ? 1e-5f : 0.2f);
        }
        return Tensor.ofFloats(values, rows, SIZE);
    }
}

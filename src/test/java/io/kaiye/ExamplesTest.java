package io.kaiye;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphBuilder;
import io.kaiye.graph.OnnxFile;
import io.kaiye.graph.Tensor;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in examples/ run as the pages say: one tunes, the other asks without Kaiye. */
class ExamplesTest {
    private static final String TOKENIZER =
            """
            {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],
             "normalizer":null,"pre_tokenizer":{"type":"Whitespace"},"post_processor":null,
             "decoder":null,"model":{"type":"WordLevel","unk_token":"[UNK]",
              "vocab":{"[UNK]":0,"red":1,"green":2,"cat":3,"dog":4}}}
            """;

    @TempDir Path folder;

    @Test
    void aTunedModelAnswersWithoutKaiye() throws Exception {
        Path model = Files.createDirectory(folder.resolve("FOLDER"));
        OnnxFile.write(classifier(), model.resolve("model.onnx"));
        Files.writeString(model.resolve("tokenizer.json"), TOKENIZER);
        Files.writeString(
                model.resolve("config.json"), "{\"id2label\":{\"0\":\"colour\",\"1\":\"animal\"}}");
        Files.writeString(
                folder.resolve("ROWS.tsv"), "0\tred green\n0\tgreen red\n1\tcat dog\n1\tdog cat\n");
        List<String> losses = run("TuneOnnx", true, "5e-5", "0.05"); // so small a model learns fast
        assertEquals(30, losses.size(), losses.toString());
        assertTrue(last(losses.getLast()) < last(losses.getFirst()) / 2, losses.toString());
        List<String> colour = run("AskOnnx", false, "where is my card?", "green");
        assertTrue(first(colour.get(0)) > 0.5, colour.toString());
        List<String> animal = run("AskOnnx", false, "where is my card?", "cat");
        assertTrue(
                first(animal.get(1)) > 0.5 && animal.get(1).endsWith("animal"), animal.toString());
    }

    private static double last(String line) {
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
    }

    private static double first(String line) {
        return Double.parseDouble(line.substring(0, line.indexOf(' ')));
    }

    /** The mean of embeddings times a matrix. */
    private static Graph classifier() {
        GraphBuilder builder = new GraphBuilder("classifier", 17);
        builder.input("input_ids", ElementType.INT64, "rows", "tokens");
        float[] table = new float[20];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) Math.sin(7.0 * i * i); // no wave, which would be a buffer
        }
        builder.constant("table", Tensor.ofFloats(table, 5, 4));
        builder.constant("head", Tensor.ofFloats(new float[] {1, 0, 0, 1, 1, 0, 0, 1}, 4, 2));
        builder.node("words", "Gather", List.of("table", "input_ids"));
        Attribute tokens = Attribute.ofInts("axes", 1);
        builder.node("mean", "ReduceMean", List.of("words"), tokens, Attribute.of("keepdims", 0L));
        builder.node("logits", "MatMul", List.of("mean", "head"));
        builder.output("logits", ElementType.FLOAT, "rows", 2);
        return builder.build();
    }

    /** The words of the command that docs/autograd.md gives for a program. */
    private static List<String> command(String program) throws IOException {
        String line =
                Files.readAllLines(Path.of("docs", "autograd.md")).stream()
                        .filter(one -> one.startsWith("    java "))
                        .filter(one -> one.contains("examples/" + program + ".java"))
                        .findFirst()
                        .orElseThrow();
        return Pattern.compile("'([^']*)'|\"([^\"]*)\"|\\S+")
                .matcher(line)
                .results()
                .map(word -> word.group().replaceAll("^['\"]|['\"]$", ""))
                .toList();
    }

    /**
     * What a program prints, run by the page's command in a folder of its own, with or without
     * Kaiye's classes, one word of the command replaced.
     */
    private List<String> run(String program, boolean kaiye, String word, String replacement)
            throws Exception {
        String libraries =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> kaiye || !isKaiye(entry))
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(command(program));
        assertTrue(command.contains(word), command.toString());
        command.replaceAll(one -> one.equals(word) ? replacement : one);
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.set(command.indexOf("-cp") + 1, libraries);
        command.addAll(
                1,
                List.of(
                        "-Dai.djl.offline=true",
                        "-DDJL_CACHE_DIR=" + folder.resolve("cache"),
                        "-Duser.language=en"));
        Path source = Path.of("examples", program + ".java");
        Files.createDirectories(folder.resolve("examples"));
        Files.copy(source, folder.resolve(source), StandardCopyOption.REPLACE_EXISTING);
        Path out = folder.resolve(program + ".out");
        Path problems = folder.resolve(program + ".err");
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(problems.toFile())
                        .start();
        try {
            assertTrue(process.waitFor(100, TimeUnit.SECONDS), program + " takes too long");
            assertEquals(0, process.exitValue(), Files.readString(problems));
            return Files.readAllLines(out);
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean isKaiye(String entry) {
        try {
            Path real = Path.of(entry).toRealPath();
            return real.startsWith(Path.of("target").toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}

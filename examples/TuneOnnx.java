import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.kaiye.autograd.Batch;
import io.kaiye.autograd.Loss;
import io.kaiye.autograd.Optimizer;
import io.kaiye.autograd.Parallel;
import io.kaiye.autograd.Precision;
import io.kaiye.autograd.Target;
import io.kaiye.autograd.TrainSettings;
import io.kaiye.autograd.TrainableGraph;
import io.kaiye.graph.Graph;
import io.kaiye.graph.OnnxFile;
import io.kaiye.graph.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * Teaches an ONNX text classifier from a few rows: {@code TuneOnnx FOLDER ROWS RATE OUT}. FOLDER
 * holds model.onnx, tokenizer.json and config.json, ROWS has a label's number, a tab and a text on
 * each line, OUT is the ONNX file to write; the other two files are copied beside it.
 */
public class TuneOnnx {
    public static void main(String[] args) throws IOException {
        if (args.length != 4) {
            System.err.println("Give FOLDER ROWS.tsv RATE OUT.onnx, such as: onnx rows.tsv 5e-5 tuned/model.onnx");
            System.exit(2);
        }
        Path folder = Path.of(args[0]);
        double rate = Double.parseDouble(args[2]);
        Graph graph = OnnxFile.read(folder.resolve("model.onnx"));
        Batch batch = batch(folder, Files.readAllLines(Path.of(args[1])));
        var settings = TrainSettings.all(Precision.FLOAT32, 0, 1);
        var loss = new Loss.CrossEntropy("logits", 0, 0, new float[0]);
        var adam = Optimizer.AdamW.usual(0.01);
        try (var model = TrainableGraph.of(graph, settings, Parallel.alone())) {
            for (int step = 1; step <= 30; step++) {
                double now = model.step(List.of(batch), loss, adam, weight -> rate, 1);
                System.out.printf("step %d: loss %.4f%n", step, now);
            }
            Path out = Path.of(args[3]).toAbsolutePath();
            Files.createDirectories(out.getParent());
            OnnxFile.write(model.graph(), out);
            for (String name : List.of("tokenizer.json", "config.json")) {
                Path copy = out.resolveSibling(name);
                Files.copy(folder.resolve(name), copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static Batch batch(Path folder, List<String> rows) throws IOException {
        String[] texts = rows.stream().map(row -> row.split("\t")[1]).toArray(String[]::new);
        int[] labels = rows.stream().mapToInt(row -> Integer.parseInt(row.split("\t")[0])).toArray();
        try (var tokenizer =
                HuggingFaceTokenizer.builder()
                        .optTokenizerPath(folder.resolve("tokenizer.json"))
                        .optPadding(true)
                        .build()) {
            Encoding[] encoded = tokenizer.batchEncode(texts);
            return new Batch(
                    Map.of(
                            "input_ids", tensor(encoded, Encoding::getIds),
                            "attention_mask", tensor(encoded, Encoding::getAttentionMask),
                            "token_type_ids", tensor(encoded, Encoding::getTypeIds)),
                    true,
                    new Target.Labels(labels));
        }
    }

    private static Tensor tensor(
            Encoding[] encoded, java.util.function.Function<Encoding, long[]> part) {
        int tokens = encoded[0].getIds().length;
        long[] all = new long[encoded.length * tokens];
        for (int i = 0; i < encoded.length; i++) {
            System.arraycopy(part.apply(encoded[i]), 0, all, i * tokens, tokens);
        }
        return Tensor.ofLongs(all, encoded.length, tokens);
    }
}

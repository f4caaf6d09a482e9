import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks a model that Kaiye made, with no class of Kaiye: {@code AskOnnx FOLDER TEXT}. FOLDER is what
 * {@code kaiye models export} writes: model.onnx, tokenizer.json and config.json.
 */
public class AskOnnx {
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        var config = new ObjectMapper().readTree(folder.resolve("config.json").toFile());
        var environment = OrtEnvironment.getEnvironment();
        try (var tokenizer = HuggingFaceTokenizer.newInstance(folder.resolve("tokenizer.json"));
                var session = environment.createSession(folder.resolve("model.onnx").toString())) {
            Encoding text = tokenizer.encode(args[1]);
            Map<String, OnnxTensor> inputs = new HashMap<>();
            for (String name : session.getInputNames()) {
                long[] values =
                        switch (name) {
                            case "input_ids" -> text.getIds();
                            case "attention_mask" -> text.getAttentionMask();
                            default -> text.getTypeIds();
                        };
                inputs.put(name, OnnxTensor.createTensor(environment, new long[][] {values}));
            }
            try (var result = session.run(inputs)) {
                float[] scores = ((float[][]) result.get("logits").orElseThrow().getValue())[0];
                double sum = 0;
                for (float score : scores) {
                    sum += Math.exp(score);
                }
                for (int i = 0; i < scores.length; i++) {
                    String label = config.get("id2label").get(String.valueOf(i)).asText();
                    System.out.printf("%.3f %s%n", Math.exp(scores[i]) / sum, label);
                }
            }
            inputs.values().forEach(OnnxTensor::close);
        }
    }
}

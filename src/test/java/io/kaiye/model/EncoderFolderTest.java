package io.kaiye.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderFolderTest {
    @TempDir private Path temporary;
    private Path folder;

    @BeforeEach
    void export() {
        folder = TinyEncoder.export(temporary.resolve("export"));
    }

    @Test
    void anExportIsABase() throws IOException {
        write("config.json", "{\"max_position_embeddings\": 40, \"hidden_size\": 3}");
        write("sentence_bert_config.json", "{\"max_seq_length\": 20}");
        write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
        write("modules.json", "[{\"type\": \"sentence_transformers.models.Normalize\"}]");
        Base base = open();
        assertEquals("export", base.name());
        assertEquals(Pooling.CLS, base.pooling());
        assertEquals(20, base.maxTokens());
        assertEquals(TinyEncoder.DIMENSION, base.dimension());
    }

    @Test
    void theGraphMayLieInAFolderOfItsOwn() throws IOException {
        Files.createDirectory(folder.resolve("onnx"));
        Files.move(folder.resolve("model.onnx"), folder.resolve("onnx/model.onnx"));
        assertEquals(folder.resolve("onnx/model.onnx"), open().model());
    }

    @Test
    void withoutWordOfPoolingItIsTheMean() {
        assertEquals(Pooling.MEAN, open().pooling());
        assertEquals(512, open().maxTokens());
    }

    @Test
    void aGraphThatPoolsIsTakenAsItIs() {
        GraphBuilder builder = new GraphBuilder("pooled", 13);
        builder.input("input_ids", ElementType.INT64, "batch", "tokens");
        builder.input("attention_mask", ElementType.INT64, "batch", "tokens");
        builder.node("mask", "Cast", List.of("attention_mask"), to(1));
        builder.node("sentence_embedding", "Relu", List.of("mask"));
        builder.output("sentence_embedding", ElementType.FLOAT, "batch", 7);
        replaceGraph(builder.build());
        assertEquals(Pooling.POOLED, open().pooling());
        assertEquals(7, open().dimension());
    }

    @Test
    void theHashFollowsTheContent() throws IOException {
        String before = open().contentHash();
        write("1_Pooling/config.json", "{\"pooling_mode_cls_token\": true}");
        assertNotEquals(before, open().contentHash());
    }

    @Test
    void aMissingTokeniserIsNamedWithWhatIsThere() throws IOException {
        Files.delete(folder.resolve("tokenizer.json"));
        assertRefused(ErrorCode.UNSUPPORTED_MODEL, "no tokenizer.json; it has model.onnx.");
    }

    @Test
    void aMissingGraphIsNamedWithWhatIsThere() throws IOException {
        Files.delete(folder.resolve("model.onnx"));
        assertRefused(
                ErrorCode.UNSUPPORTED_MODEL,
                "no model.onnx or onnx/model.onnx; it has tokenizer.json.");
    }

    @Test
    void otherInputsAreNamedWithThoseThatAreAccepted() {
        GraphBuilder builder = new GraphBuilder("image", 13);
        builder.input("pixel_values", ElementType.FLOAT, "batch", 3);
        builder.node("logits", "Relu", List.of("pixel_values"));
        builder.output("logits", ElementType.FLOAT, "batch", 3);
        replaceGraph(builder.build());
        String message = assertRefused(ErrorCode.UNSUPPORTED_MODEL, "[pixel_values]");
        assertTrue(message.contains("input_ids"), message);
        assertTrue(message.contains("outputs [logits]"), message);
        assertTrue(message.contains("last_hidden_state"), message);
        assertTrue(message.contains("optimum-cli"), message);
    }

    @Test
    void aCorruptGraphIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve("model.onnx"));
        Files.write(folder.resolve("model.onnx"), Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(ErrorCode.CORRUPT_FILE, "model.onnx");
    }

    @Test
    void aTokeniserOfAnotherModelIsRefused() throws IOException {
        write("tokenizer.json", TinyEncoder.TOKENIZER.replace("\"grey\":7", "\"grey\":70"));
        assertRefused(ErrorCode.UNSUPPORTED_MODEL, "vectors for 8 tokens only");
    }

    @Test
    void aDamagedTokeniserIsRefused() throws IOException {
        write("tokenizer.json", "{\"model\":");
        assertRefused(ErrorCode.UNSUPPORTED_MODEL, "cannot be read as JSON");
    }

    @Test
    void otherPoolingIsRefusedByName() throws IOException {
        write("1_Pooling/config.json", "{\"pooling_mode_lasttoken\": true}");
        assertRefused(ErrorCode.UNSUPPORTED_MODEL, "[pooling_mode_lasttoken]");
    }

    @Test
    void furtherModulesAreRefusedByName() throws IOException {
        write("modules.json", "[{\"type\": \"sentence_transformers.models.Dense\"}]");
        assertRefused(ErrorCode.UNSUPPORTED_MODEL, "sentence_transformers.models.Dense");
    }

    private Base open() {
        return new Bases(temporary.resolve("cache")).open(folder.toString());
    }

    private String assertRefused(ErrorCode code, String part) {
        KaiyeException e = assertThrows(KaiyeException.class, this::open);
        assertEquals(code, e.code(), e.getMessage());
        assertTrue(e.getMessage().contains(part), e.getMessage());
        return e.getMessage();
    }

    private void replaceGraph(Graph graph) {
        TinyEncoder.write(folder, graph, TinyEncoder.TOKENIZER);
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.writeString(folder.resolve(name), content);
    }

    private static Attribute to(long type) {
        return Attribute.of("to", type);
    }
}

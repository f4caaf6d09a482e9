package io.kaiye.model;

import io.kaiye.graph.Attribute;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphBuilder;
import io.kaiye.graph.OnnxFile;
import io.kaiye.graph.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An encoder of eight tokens and three numbers, small enough to check by hand. */
public final class TinyEncoder {
    static final int DIMENSION = 3;
    static final float[][] TABLE = {
        {0, 0, 1}, {1, 1, 1}, {2, 0, 0}, {0, 2, 1}, {5, 1, 0}, {-1, 4, 2}, {3, -3, 1}, {1, 0, 9}
    };

    /** Tokens: 0 padding, 1 unknown, 2 begin, 3 end, then four words. */
    static final String TOKENIZER =
            """
            {"version":"1.0","truncation":null,"padding":{"strategy":{"Fixed":9},
             "direction":"Right","pad_to_multiple_of":null,"pad_id":0,"pad_type_id":0,
             "pad_token":"[PAD]"},
             "added_tokens":[],"normalizer":null,
             "pre_tokenizer":{"type":"Whitespace"},
             "post_processor":{"type":"TemplateProcessing",
              "single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},
                        {"Sequence":{"id":"A","type_id":0}},
                        {"SpecialToken":{"id":"[SEP]","type_id":0}}],
              "pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],
              "special_tokens":{"[CLS]":{"id":"[CLS]","ids":[2],"tokens":["[CLS]"]},
                                "[SEP]":{"id":"[SEP]","ids":[3],"tokens":["[SEP]"]}}},
             "decoder":null,
             "model":{"type":"WordLevel","unk_token":"[UNK]",
              "vocab":{"[PAD]":0,"[UNK]":1,"[CLS]":2,"[SEP]":3,"red":4,"green":5,"blue":6,
                       "grey":7}}}
            """;

    private TinyEncoder() {}

    /** A folder as an export makes it: one vector per token, looked up in a table. */
    static Path export(Path folder) {
        return write(folder, graph("last_hidden_state"), TOKENIZER);
    }

    static Graph graph(String output) {
        GraphBuilder builder = new GraphBuilder("tiny", 13);
        builder.input("input_ids", ElementType.INT64, "batch", "tokens");
        builder.input("attention_mask", ElementType.INT64, "batch", "tokens");
        builder.constant("table", table());
        builder.node(output, "Gather", List.of("table", "input_ids"), Attribute.of("axis", 0L));
        builder.output(output, ElementType.FLOAT, "batch", "tokens", DIMENSION);
        return builder.build();
    }

    static Tensor table() {
        float[] flat = new float[TABLE.length * DIMENSION];
        for (int i = 0; i < TABLE.length; i++) {
            System.arraycopy(TABLE[i], 0, flat, i * DIMENSION, DIMENSION);
        }
        return Tensor.ofFloats(flat, TABLE.length, DIMENSION);
    }

    static Path write(Path folder, Graph graph, String tokenizer) {
        try {
            Files.createDirectories(folder);
            OnnxFile.write(graph, folder.resolve("model.onnx"));
            Files.writeString(folder.resolve("tokenizer.json"), tokenizer);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The encoder, opened; its files lie under {@code folder}. */
    public static Base base(Path folder) {
        return new Bases(folder.resolve("cache")).open(export(folder.resolve("tiny")).toString());
    }
}

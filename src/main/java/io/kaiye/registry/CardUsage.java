package io.kaiye.registry;

/** The part of a card that says how to run the files without Kaiye. */
final class CardUsage {
    private static final String FEEDS =
            """
            import json
            import numpy as np
            import onnxruntime as ort
            from tokenizers import Tokenizer

            tokenizer = Tokenizer.from_file("tokenizer.json")
            tokenizer.no_padding()
            tokenizer.enable_truncation(MAX_TOKENS)
            session = ort.InferenceSession("model.onnx")

            text = "write your text here"
            encoded = tokenizer.encode(text)
            feeds = {
                "input_ids": np.array([encoded.ids], dtype=np.int64),
                "attention_mask": np.array([encoded.attention_mask], dtype=np.int64),
                "token_type_ids": np.array([encoded.type_ids], dtype=np.int64),
            }
            wanted = {i.name for i in session.get_inputs()}
            feeds = {name: value for name, value in feeds.items() if name in wanted}
            """;

    private static final String CLASSIFY =
            """
            labels = json.load(open("config.json", encoding="utf-8"))["id2label"]
            logits = session.run(["logits"], feeds)[0][0]
            probabilities = np.exp(logits - logits.max())
            probabilities /= probabilities.sum()
            best = int(probabilities.argmax())
            print(labels[str(best)], float(probabilities[best]))
            """;

    private static final String EMBED =
            """
            vector = session.run(["sentence_embedding"], feeds)[0][0]  # length 1
            print(vector.shape, vector[:5])
            """;

    private CardUsage() {}

    static String of(ModelVersion version) {
        return "## How to run it\n\n"
                + switch (version.info().kind()) {
                    case LINEAR -> linear(version);
                    case NEURAL, ADAPTER -> onnx(version);
                    case BLEND -> blend(version);
                };
    }

    /** The graph alone is not the model that was measured. */
    private static String blend(ModelVersion version) {
        return """
        `model.onnx` and `linear.bin`, a sparse linear model over words and n-grams, answer \
        together: their scores are added. Kaiye runs both. ONNX Runtime runs `model.onnx` alone, \
        which is another and weaker classifier than the one measured here. \
        """
                + "With Kaiye:\n\n"
                + kaiye(version);
    }

    private static String onnx(ModelVersion version) {
        String code =
                FEEDS.replace("MAX_TOKENS", String.valueOf(version.info().maxTokens()))
                        + (version.info().classifies() ? CLASSIFY : EMBED);
        return """
        With plain ONNX Runtime, in any language that has it. Pooling, length and \
        temperature are part of the graph. In Python:

        ```python
        """
                + code
                + """
                ```

                With Kaiye:

                """
                + kaiye(version);
    }

    private static String linear(ModelVersion version) {
        return """
        `linear.bin` is a sparse linear model over words and n-grams; Kaiye runs it, ONNX \
        Runtime does not. \
        """
                + "With Kaiye:\n\n"
                + kaiye(version);
    }

    private static String kaiye(ModelVersion version) {
        String predict =
                version.info().classifies()
                        ? "kaiye predict " + version.model() + " \"write your text here\"\n"
                        : "";
        return "```\nkaiye models import FOLDER --name "
                + version.model()
                + "\n"
                + predict
                + "```\n\n";
    }
}

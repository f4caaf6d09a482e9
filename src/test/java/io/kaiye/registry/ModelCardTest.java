package io.kaiye.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.model.ModelInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelCardTest {
    private static final List<String> LABELS = List.of("refund | <b>", "out `of` scope");

    @Test
    void theHeaderIsWhatTheHubReads() {
        String card = ModelCard.of(classifier(), Optional.of("apache-2.0"));
        assertTrue(
                card.startsWith(
                        """
                        ---
                        license: "apache-2.0"
                        language:
                        - en
                        - zh
                        pipeline_tag: text-classification
                        tags:
                        - "kaiye"
                        - "onnx"
                        - "linear"
                        metrics:
                        - accuracy
                        - f1
                        model-index:
                        - name: "topics"
                          results:
                          - task:
                              type: text-classification
                            dataset:
                              name: "support-desk"
                              type: "support-desk"
                              split: "test"
                        """),
                card);
        assertTrue(card.contains("      value: 0.9360\n"), card);
        assertFalse(ModelCard.of(classifier(), Optional.empty()).contains("license"));
    }

    @Test
    void itSaysEverythingAPersonAsks() {
        String card = ModelCard.of(classifier(), Optional.empty());
        for (String part :
                List.of(
                        "# topics\n",
                        "## Intended use\n",
                        "## Data\n",
                        "## Quality\n",
                        "## Limits\n",
                        "## How to run it\n",
                        "## Provenance\n",
                        "93.6% (92.8 to 94.3)",
                        "tokenizer.enable_truncation(512)",
                        "session.run([\"logits\"], feeds)",
                        "10.0% of the train split, drawn by class with seed 7",
                        "probabilities are off by 6.1% on average",
                        Artefacts.hash("data"),
                        "Test CPU, 2 cores",
                        "kaiye predict topics")) {
            assertTrue(card.contains(part), part + "\n" + card);
        }
    }

    @Test
    void strangersTextStaysText() {
        String card = ModelCard.of(classifier(), Optional.empty());
        assertTrue(card.contains("| refund \\| &lt;b&gt; | 80 |"), card);
        assertTrue(card.contains("`out 'of' scope`"), card);
        assertEquals("a b", CardText.markdown("a\n\tb"));
        assertEquals("\\[x\\]\\(y\\) \\# \\*z\\*", CardText.markdown("[x](y) # *z*"));
        assertEquals("\"a: \\\"b\\\"\\n---\"", CardText.yaml("a: \"b\"\n---"));
        assertEquals("退款", CardText.markdown("退款"));
        assertEquals("😀".repeat(400) + "…", CardText.markdown("😀".repeat(1000)));
    }

    @Test
    void anEncoderIsNoClassifier() {
        String card = ModelCard.of(encoder(), Optional.empty());
        assertTrue(card.contains("pipeline_tag: feature-extraction"), card);
        assertTrue(card.contains("session.run([\"sentence_embedding\"], feeds)"), card);
        assertTrue(card.contains("what it was trained on is not known here"), card);
        assertFalse(card.contains("## Quality"), card);
        assertFalse(card.contains("kaiye predict"), card);
    }

    @Test
    void aLinearModelDoesNotClaimToBeOnnx() {
        String card = ModelCard.of(linear(), Optional.empty());
        assertFalse(card.contains("onnxruntime as ort"), card);
        assertFalse(card.contains("- \"onnx\""), card);
        assertTrue(card.contains("It was not measured."), card);
    }

    private static ModelVersion classifier() {
        return version(
                Artefacts.neuralInfo(LABELS, "mixed"),
                Artefacts.trained(7),
                Map.of("valid", Artefacts.quality(), "test", Artefacts.quality()));
    }

    private static ModelVersion encoder() {
        return version(
                Artefacts.neuralInfo(List.of(), "en"),
                new Provenance.Imported(
                        new ContentRef("bge-small-en", Artefacts.hash("base")),
                        Map.of("pooling", "cls"),
                        Artefacts.making()),
                Map.of());
    }

    private static ModelVersion linear() {
        return version(Artefacts.linearInfo(), Artefacts.trained(7), Map.of());
    }

    private static ModelVersion version(
            ModelInfo info, Provenance provenance, Map<String, Quality> metrics) {
        return new ModelVersion(
                "topics",
                Artefacts.hash("id"),
                3,
                Artefacts.NOW,
                "train",
                info,
                provenance,
                metrics,
                Optional.empty(),
                Map.of("kaiye.json", Artefacts.hash("info")),
                List.of("champion"),
                34_000_000);
    }
}

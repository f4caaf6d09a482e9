package io.kaiye.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which softmax over scores is attention. */
class AttentionFusionTest {
    private static boolean fused(long opset, Attribute... attributes) {
        GraphBuilder builder = new GraphBuilder("attention", opset);
        String q = builder.input("q", ElementType.FLOAT, 2, 2, 3, 4);
        String k = builder.input("k", ElementType.FLOAT, 2, 2, 4, 3);
        String v = builder.input("v", ElementType.FLOAT, 2, 2, 3, 4);
        builder.node("scores", "MatMul", List.of(q, k));
        builder.node("weights", "Softmax", List.of("scores"), attributes);
        builder.node("y", "MatMul", List.of("weights", v));
        builder.output("y", ElementType.FLOAT, 2, 2, 3, 4);
        return TrainingFusion.fuse(builder.build()).nodes().stream()
                .anyMatch(node -> node.is(Node.TRAINING, "Attention"));
    }

    @Test
    void overTheLastAxisItIs() {
        for (long opset : new long[] {11, 13, 17}) {
            assertEquals(true, fused(opset, Attribute.of("axis", -1L)), "opset " + opset);
            assertEquals(true, fused(opset, Attribute.of("axis", 3L)), "opset " + opset);
        }
    }

    @Test
    void overAnotherAxisItIsNot() {
        for (long opset : new long[] {11, 13, 17}) {
            assertEquals(false, fused(opset, Attribute.of("axis", 1L)), "opset " + opset);
        }
    }

    @Test
    void withoutAnAxisTheOpsetDecides() {
        assertEquals(false, fused(11), "before 13 a row is all from the second axis on");
        assertEquals(false, fused(12));
        assertEquals(true, fused(13));
        assertEquals(true, fused(17));
    }
}

package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.graph.EncoderLayers;
import io.kaiye.graph.Graph;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.EncoderGraph;
import io.kaiye.store.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is predicted, beside what a process really takes. */
class PartMemoryTest {
    private static final Base BASE = new Bases(CacheFolder.find()).open("all-MiniLM-L6-v2");

    /** Of what was measured, the least that may be predicted. */
    private static final double SHARE_MIN = 0.9;

    @Test
    void headsAndMatricesAreFoundInTheGraph() {
        Graph whole = EncoderGraph.of(BASE);
        PartMemory all = PartMemory.of(whole, BASE.dimension());
        assertEquals(9 * 12 * 6, all.pair(), "9 bytes, 12 heads, 6 layers");
        String entry = EncoderLayers.of(whole).entries().get(3);
        PartMemory half =
                PartMemory.of(EncoderLayers.split(whole, entry).upper(), BASE.dimension());
        assertEquals(all.pair() / 2, half.pair());
        assertEquals(0.5, half.token() / all.token(), 0.01);
    }

    @Test
    void aPartTakesNoMoreThanIsPredicted() throws IOException {
        if (!Files.isWritable(Path.of("/proc/self/clear_refs"))) {
            return; // only Linux tells the peak of a stretch of work
        }
        PartMemory need = PartMemory.of(EncoderGraph.of(BASE), BASE.dimension());
        for (int[] shape : new int[][] {{32, 32}, {2, 256}}) {
            long took = measured(shape[0], shape[1]);
            long predicted = need.bytes(shape[0], shape[1]);
            assertTrue(
                    predicted >= SHARE_MIN * took,
                    shape[0] + " x " + shape[1] + ": " + predicted + " for " + took);
        }
    }

    private static long measured(int rows, int width) throws IOException {
        try (ChildJvm child =
                ChildJvm.start(TakesAPart.class, String.valueOf(rows), String.valueOf(width))) {
            return Long.parseLong(child.await("took ").substring("took ".length()));
        }
    }
}

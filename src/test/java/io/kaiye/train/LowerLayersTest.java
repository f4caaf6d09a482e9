package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.autograd.Precision;
import io.kaiye.autograd.Target;
import io.kaiye.autograd.TrainSettings;
import io.kaiye.autograd.TrainableGraph;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.graph.EncoderLayers;
import io.kaiye.graph.Graph;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.EncoderGraph;
import io.kaiye.model.Engine;
import io.kaiye.store.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The first layer of a bundled encoder, kept in memory and in a file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LowerLayersTest {
    private static final int SIZE = 384;

    @TempDir private Path folder;
    private final Engine engine = new Engine(2);
    private final Base base = new Bases(CacheFolder.find()).open("all-MiniLM-L6-v2");
    private final Graph whole = EncoderGraph.of(base);
    private final String entry = EncoderLayers.of(whole).entries().get(1);
    private final TokenRows rows = TokenRows.of(engine, base, SampleData.rows(300, 4), 64);

    @AfterAll
    void closeEngine() {
        engine.close();
    }

    @Test
    void aFileHoldsTheSameNumbersAsMemoryAndGoesWhenItIsClosed() throws IOException {
        Path work = folder.resolve("work");
        int[] some = {299, 3, 150};
        try (LowerLayers inMemory = compute(new LowerLayers.Place(Long.MAX_VALUE, work));
                LowerLayers inFile = compute(new LowerLayers.Place(0, work))) {
            assertEquals(
                    inMemory.batch(some, new Target.None(3)).inputs().get(entry),
                    inFile.batch(some, new Target.None(3)).inputs().get(entry));
            assertEquals(
                    LowerLayers.bytes(rows.lengths(), SIZE),
                    Files.size(work.resolve("activations.bin")));
        }
        try (Stream<Path> left = Files.list(work)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void aFullDiskIsSaidAndNothingIsLeft() throws IOException {
        Path mount = Files.createDirectories(folder.resolve("mount"));
        try (SmallDisk disk = new SmallDisk(mount, "size=1m")) {
            if (disk.isMounted()) {
                KaiyeException full =
                        assertThrows(
                                KaiyeException.class,
                                () -> compute(new LowerLayers.Place(0, mount)));
                assertEquals(ErrorCode.DISK_FULL, full.code(), full.getMessage());
                assertFalse(Files.exists(mount.resolve("activations.bin")));
            }
        }
    }

    @Test
    void aShareOfTheHeapIsTheLimitUnlessLessIsAllowed() {
        long usual = LowerLayers.Place.of(0, folder).bytesMax();
        assertTrue(usual > 0 && usual < Runtime.getRuntime().maxMemory() / 2);
        assertEquals(3 << 20, LowerLayers.Place.of(3, folder).bytesMax());
        assertEquals(usual, LowerLayers.Place.of(1 << 24, folder).bytesMax());
    }

    private LowerLayers compute(LowerLayers.Place place) {
        TrainSettings settings =
                new TrainSettings(Precision.FLOAT32, true, 0, name -> false, Optional.empty(), 1);
        Graph below = EncoderLayers.split(whole, entry).lower();
        try (TrainableGraph lower =
                TrainableGraph.of(below, settings, TuneGraph.parallel(engine))) {
            return LowerLayers.of(
                    lower,
                    rows,
                    entry,
                    SIZE,
                    Parts.unbounded(2, PartMemory.of(below, SIZE)),
                    place,
                    Progress.silent());
        }
    }
}

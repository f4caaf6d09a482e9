package io.kaiye.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Graph;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is native is let go of: resident memory over thousands of steps, and the number of native
 * objects, each in a process of its own where the heap's collector has no part in it.
 */
class LeakTest {
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int PAGE_KB = 4;
    private static final int WARM_UP = 500;
    private static final int STEPS = 2000;
    private static final int ROWS = 512;

    /** One value of [rows, 16] floats kept in each step would be 48 MB. */
    private static final long GROWTH_KB_MAX = 32 << 10;

    @TempDir Path folder;

    /** All of the heap is touched before it starts, so that what grows is native. */
    @Test
    void memoryStaysFlatOverThousandsOfSteps() throws Exception {
        assumeTrue(Files.exists(STATM));
        long grown =
                Long.parseLong(
                        printed(
                                        "memory",
                                        "-Xms100m",
                                        "-Xmx100m",
                                        "-XX:+AlwaysPreTouch",
                                        "-Dorg.bytedeco.javacpp.nopointergc=true")
                                .getLast());
        assertTrue(grown < GROWTH_KB_MAX, "grown by " + grown + " KB");
    }

    /** The young heap holds all that is made, so that nothing is collected while it is counted. */
    @Test
    void everyNativeObjectIsClosed() throws Exception {
        List<String> lines = printed("objects", "-XX:+UseSerialGC", "-Xmx1200m", "-Xmn1000m");
        assertEquals("no collection", lines.getLast());
        assertEquals(List.of(), lines.stream().filter(line -> line.startsWith("left")).toList());
    }

    private List<String> printed(String kind, String... options) throws Exception {
        return ChildRun.lines(folder.resolve(kind), LeakTest.class, List.of(options), kind);
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("memory")) {
            measureMemory();
        } else {
            countObjects();
        }
    }

    /** Prints "left" for each thing done that leaves native objects behind. */
    private static void countObjects() {
        List<Batch> batches = List.of(SmallGraphs.texts(16, 1), SmallGraphs.texts(8, 2));
        TrainSettings dropping = TrainableGraphTest.settings(Precision.FLOAT32, 0.1);
        count("attention", () -> lifeOf(SmallGraphs.attention(), lowRank(), batches));
        count("bag", () -> lifeOf(SmallGraphs.bag(), dropping, batches));
        count("recurrent", () -> lifeOf(SmallGraphs.recurrent(), dropping, batches));
        List<Batch> images = List.of(SmallGraphs.images(4, 1));
        count("convolutional", () -> lifeOf(SmallGraphs.convolutional(), dropping, images));
        count("refused", LeakTest::refuse);
        long collections =
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                        .sum();
        System.out.println(collections == 0 ? "no collection" : collections + " collections");
    }

    private static void count(String name, Runnable work) {
        work.run(); // what is made once and for all
        long before = Pointer.totalCount();
        work.run();
        long left = Pointer.totalCount() - before;
        System.out.println((left == 0 ? "nothing left by " : "left " + left + " by ") + name);
    }

    private static void lifeOf(Graph plain, TrainSettings settings, List<Batch> batches) {
        try (TrainableGraph graph = open(plain, settings)) {
            Loss loss = new Loss.CrossEntropy("logits", 0.1, 1, new float[] {1, 2});
            for (int i = 0; i < 3; i++) {
                // So short that the gradients are clipped.
                graph.step(batches, loss, Optimizer.AdamW.usual(0.01), name -> 0.01, 1e-6);
            }
            graph.run(batches, "logits");
            around(graph);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints by how many KB the process grew after it was warm. */
    private static void measureMemory() throws IOException {
        try (TrainableGraph bag =
                        open(
                                SmallGraphs.bag(),
                                TrainableGraphTest.settings(Precision.BFLOAT16, 0.1));
                TrainableGraph recurrent =
                        open(
                                SmallGraphs.recurrent(),
                                TrainableGraphTest.settings(Precision.FLOAT32, 0.1));
                TrainableGraph attention = open(SmallGraphs.attention(), lowRank())) {
            long before = 0;
            for (int i = 0; i < STEPS; i++) {
                if (i == WARM_UP) {
                    before = resident();
                }
                List<Batch> batches = List.of(SmallGraphs.texts(ROWS, i));
                TrainableGraphTest.step(i % 20 == 0 ? recurrent : bag, batches);
                if (i % 4 == 0) {
                    TrainableGraphTest.step(attention, batches);
                    attention.run(batches, "logits");
                    around(i % 8 == 0 ? attention : bag);
                    refuse();
                }
            }
            System.out.println(resident() - before);
        }
    }

    private static TrainableGraph open(Graph graph, TrainSettings settings) {
        return TrainableGraph.of(graph, settings, Parallel.alone());
    }

    private static TrainSettings lowRank() {
        LowRank updates = new LowRank(2, 1, name -> !name.equals("head"));
        return new TrainSettings(
                Precision.BFLOAT16, true, 0, name -> true, Optional.of(updates), 11);
    }

    /** What a training does between its steps. */
    private static void around(TrainableGraph graph) throws IOException {
        graph.average();
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        graph.save(new DataOutputStream(saved));
        graph.load(
                new DataInputStream(new ByteArrayInputStream(saved.toByteArray())),
                Optimizer.AdamW.usual(0.01));
        graph.useAverage();
        graph.restore(graph.snapshot());
        graph.weights();
    }

    /** A graph that is refused when it is opened. */
    private static void refuse() {
        try (TrainableGraph _ =
                open(SmallGraphs.refused(), TrainableGraphTest.settings(Precision.FLOAT32, 0))) {
            throw new IllegalStateException("it is not refused");
        } catch (KaiyeException e) {
            if (e.code() != ErrorCode.UNSUPPORTED_MODEL) {
                throw e;
            }
        }
    }

    private static long resident() throws IOException {
        return Long.parseLong(Files.readString(STATM).split(" ", -1)[1]) * PAGE_KB;
    }
}

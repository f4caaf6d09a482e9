package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.autograd.Loss;
import io.kaiye.autograd.Target;
import io.kaiye.base.CostRate;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Tensor;
import io.kaiye.model.Base;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.EncoderGraph;
import io.kaiye.model.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a bundled encoder's last layer, and what may go wrong on the way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TuningTest {
    private static final int ROWS = 64;

    @TempDir private Path work;
    private final Engine engine = new Engine(2);
    private final Bases bases = new Bases(CacheFolder.find());
    private final Base base = bases.open("all-MiniLM-L6-v2");

    @AfterAll
    void closeEngine() {
        engine.close();
    }

    /** The second epoch spoils it; the checkpoint of the first can be gone on with. */
    @Test
    void aLossThatIsNoNumberKeepsTheLastGoodCheckpoint() {
        Path state = work.resolve("spoiled.state");
        KaiyeException stopped =
                assertThrows(KaiyeException.class, () -> run(context(state, false), 12));
        assertEquals(ErrorCode.INVALID_DATA, stopped.code(), stopped.getMessage());
        assertTrue(stopped.getMessage().contains("The loss of step 7 is"), stopped.getMessage());
        assertEquals("tune", Checkpoint.check(state));
        TuneCurve curve = run(context(state, true), Integer.MAX_VALUE);
        assertEquals(
                List.of(1.0, 2.0, 3.0),
                curve.points().stream().map(TuneCurve.Point::epochs).toList());
    }

    /** Learns from a teacher who says nothing of use after so many parts. */
    private TuneCurve run(TrainingContext context, int goodParts) {
        AtomicInteger parts = new AtomicInteger();
        TuneJob job = TuneJob.of(context, TuneKind.ALL, base);
        try (TuneGraph graph = TuneGraph.open(context, job)) {
            Tuning.Work plain = graph.work(IntStream.range(0, ROWS).toArray(), new int[0], 1);
            Tuning.Work taught =
                    new Tuning.Work(
                            plain.graph(),
                            plain.data(),
                            new Loss.Distillation(EncoderGraph.LOGITS, 1, 1),
                            rows -> scores(rows, parts.getAndIncrement() < goodParts),
                            plain.fitting(),
                            plain.heldOut(),
                            plain.labels(),
                            plain.rates(),
                            plain.parts());
            return new Tuning(
                            taught,
                            context.tuning(),
                            7,
                            () -> 600,
                            Checkpoint.of(context, TuneKind.ALL, base, graph.precision()),
                            Progress.silent())
                    .run("Fine-tuning");
        }
    }

    private static Target scores(int[] rows, boolean good) {
        float[][] scores = new float[rows.length][4];
        for (float[] row : scores) {
            Arrays.fill(row, good ? 1 : Float.NaN);
        }
        return new Target.Taught(scores, new int[rows.length]);
    }

    /** The head too begins where the rows have set it, not where the graph has it. */
    @Test
    void keptWeightsLieBetweenTheFirstAndTheLast() {
        Map<String, Tensor> first = weights("1", false);
        Map<String, Tensor> last = weights("1", true);
        Map<String, Tensor> kept = weights("0.75", true);
        assertTrue(kept.containsKey(EncoderGraph.HEAD_WEIGHT));
        double farthest = 0;
        for (String name : kept.keySet()) {
            float[] from = Objects.requireNonNull(first.get(name)).floats();
            float[] to = Objects.requireNonNull(last.get(name)).floats();
            float[] is = kept.get(name).floats();
            for (int i = 0; i < is.length; i++) {
                assertEquals(from[i] + 0.75 * (to[i] - from[i]), is[i], 1e-6, name);
                farthest = Math.max(farthest, Math.abs(to[i] - from[i]));
            }
        }
        assertTrue(farthest > 1e-4, "something was learnt");
    }

    private Map<String, Tensor> weights(String interpolate, boolean learnt) {
        TrainingContext context =
                context(Optional.empty(), false, Map.of("epochs", "1", "interpolate", interpolate));
        TuneJob job = TuneJob.of(context, TuneKind.ALL, base);
        try (TuneGraph graph = TuneGraph.open(context, job)) {
            if (learnt) {
                Tuning.Work rows = graph.work(IntStream.range(0, ROWS).toArray(), new int[0], 1);
                new Tuning(rows, context.tuning(), 7, () -> 600, null, Progress.silent())
                        .run("Fine-tuning");
            }
            return graph.graph().snapshot();
        }
    }

    private TrainingContext context(Path state, boolean resume) {
        return context(Optional.of(state), resume, Map.of("epochs", "3"));
    }

    private TrainingContext context(
            Optional<Path> state, boolean resume, Map<String, String> more) {
        Map<String, String> settings =
                new HashMap<>(
                        Map.of(
                                "batch",
                                "16",
                                "layers",
                                "1",
                                "rate",
                                "1e-4",
                                "precision",
                                "float32"));
        settings.putAll(more);
        return new TrainingContext(
                SampleData.dataset(SampleData.rows(ROWS, 4), List.of(), List.of()).labels(),
                SampleData.rows(ROWS, 4),
                List.of(),
                "en",
                Optional.empty(),
                Optional.empty(),
                7,
                engine,
                bases,
                CostRate.DEFAULT,
                TuneSettings.of(settings),
                () -> Duration.ofMinutes(10),
                state,
                resume,
                work,
                false,
                Progress.silent());
    }

    @Test
    void textsLongerThanThePositionsAreCutAndCounted() {
        String endless = "parcel ".repeat(2000);
        TokenRows rows =
                TokenRows.of(
                        engine,
                        base,
                        List.of(new Example(endless, "a"), new Example("a short one", "b")),
                        base.maxTokens());
        assertEquals(base.maxTokens(), rows.length(0));
        assertEquals(1, rows.cut());
        assertTrue(
                rows.cutWords().startsWith("1 text is longer than " + base.maxTokens() + " tokens"),
                rows.cutWords());
    }

    @Test
    void aTokeniserWithMoreWordsThanTheModelIsRefused() {
        Graph whole = EncoderGraph.of(base);
        String table =
                whole.initializers().keySet().stream()
                        .filter(name -> name.contains("word_embeddings"))
                        .findFirst()
                        .orElseThrow();
        int size = whole.constant(table).orElseThrow().dim(1);
        Graph small =
                whole.withInitializers(
                        Map.of(table, Tensor.ofFloats(new float[200 * size], 200, size)));
        TokenRows rows = TokenRows.of(engine, base, SampleData.rows(4, 4), 64);
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class, () -> TuneGraph.checkVocabulary(small, rows, base));
        assertEquals(ErrorCode.UNSUPPORTED_MODEL, refused.code());
        assertTrue(refused.getMessage().contains("the model knows only 200"), refused.getMessage());
    }
}

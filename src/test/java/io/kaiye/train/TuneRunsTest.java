package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Heard;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.store.SmallDisk;
import io.kaiye.train.TuneRuns.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that are cut, resumed, short of time, of memory or of disk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TuneRunsTest {
    private static final String TUNING = "Fine-tuning";

    /** One layer learns: a step takes some milliseconds. */
    private static final Map<String, String> SMALL =
            Map.of("epochs", "3", "batch", "16", "precision", "float32", "layers", "1");

    /** Of MiniLM with one layer that learns: weights and two moments. */
    private static final String ROOM_FOR_ONE = "size=30m";

    private Path work = Path.of(".");
    private TuneRuns runs = new TuneRuns(work);

    @BeforeAll
    void open(@TempDir Path folder) {
        runs.close();
        work = folder;
        runs = new TuneRuns(folder);
    }

    @AfterAll
    void close() {
        runs.close();
    }

    @Test
    void theBestEpochSurvivesACut() throws IOException {
        assertCutMakesNoDifference(
                "best", with("patience", "9", "epochs", "4", "rate", "5e-4"), 200);
    }

    @Test
    void theAverageSurvivesACut() throws IOException {
        assertCutMakesNoDifference("mean", with("average", "0.9", "schedule", "constant"), 170);
    }

    /** The head that a run begins with is kept in part at its end: it has to be the same again. */
    @Test
    void moreMemoryWhenItGoesOnMakesNoDifference() throws IOException {
        Map<String, String> ample = with("layers", "0", "epochs", "2", "interpolate", "0.5");
        Map<String, String> scarce = new HashMap<>(ample);
        scarce.put("memoryMb", "40");
        Order order = Order.of("tune", scarce, work.resolve("scarce.state"));
        Path whole = runs.train(order, "scarce", Progress.silent()).folder();
        runs.cutAfter(100, TUNING, order);
        Order goesOn = Order.of("tune", ample, order.state()).resumed();
        Path resumed = runs.train(goesOn, "ample", Progress.silent()).folder();
        assertEquals(
                -1, Files.mismatch(whole.resolve("model.onnx"), resumed.resolve("model.onnx")));
    }

    private void assertCutMakesNoDifference(String name, Map<String, String> settings, long rows)
            throws IOException {
        Order order = Order.of("tune", settings, work.resolve(name + ".state"));
        Path whole = runs.train(order, name, Progress.silent()).folder();
        runs.cutAfter(rows, TUNING, order);
        assertTrue(Files.isRegularFile(order.state()));
        TrainedModel resumed = runs.train(order.resumed(), name + "-resumed", Progress.silent());
        assertEquals(
                -1,
                Files.mismatch(
                        whole.resolve("model.onnx"), resumed.folder().resolve("model.onnx")));
    }

    @Test
    void aCheckpointOfOtherRowsSeedOrRecipeIsRefusedByName() {
        Order order = Order.of("tune", SMALL, work.resolve("other.state"));
        runs.cutAfter(80, TUNING, order);
        Order otherRows =
                order.on(
                        SampleData.dataset(
                                SampleData.rows(68, 4), TuneRuns.DATA.valid(), List.of()));
        assertTrue(refusal(otherRows).contains("data was "), refusal(otherRows));
        Order lora = Order.of("lora", SMALL, order.state());
        assertTrue(refusal(lora).contains("recipe was tune and is now lora"), refusal(lora));
    }

    private String refusal(Order order) {
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () -> runs.train(order.resumed(), "refused", Progress.silent()));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code(), refused.getMessage());
        return refused.getMessage();
    }

    @Test
    void aCheckpointCutShortIsRefused() throws IOException {
        Order order = Order.of("tune", SMALL, work.resolve("short.state"));
        for (byte[] wrong : List.of(new byte[0], new byte[5], new byte[4096])) {
            Files.write(order.state(), wrong);
            KaiyeException refused =
                    assertThrows(
                            KaiyeException.class,
                            () -> runs.train(order.resumed(), "short", Progress.silent()));
            assertEquals(ErrorCode.CORRUPT_FILE, refused.code(), refused.getMessage());
        }
    }

    @Test
    void aDiskThatIsFullIsSaidOnceAndTheTrainingGoesOn() throws IOException {
        Path mount = Files.createDirectory(work.resolve("small"));
        try (SmallDisk disk = new SmallDisk(mount, "size=4m")) {
            Path state = disk.file("m.state");
            Heard heard = new Heard();
            TrainedModel trained = runs.train(Order.of("tune", SMALL, state), "full", heard);
            assertTrue(trained.quality().value() > 0.5, trained.quality().toString());
            List<String> said =
                    heard.notes.stream()
                            .filter(note -> note.contains("The training goes on"))
                            .toList();
            assertEquals(1, said.size(), heard.notes.toString());
            if (disk.isMounted()) {
                assertTrue(said.getFirst().startsWith("The disk is full"), said.getFirst());
                assertEquals(List.of(), listed(mount));
            }
        }
    }

    @Test
    void theCheckpointBeforeAFullDiskIsStillGood() throws IOException {
        Path mount = Files.createDirectory(work.resolve("room"));
        try (SmallDisk disk = new SmallDisk(mount, ROOM_FOR_ONE)) {
            if (!disk.isMounted()) {
                return;
            }
            Order order = Order.of("tune", SMALL, mount.resolve("m.state"));
            Path whole = runs.train(order, "room-whole", Progress.silent()).folder();
            Files.delete(order.state());
            runs.cutAfter(150, TUNING, order);
            assertEquals(List.of("m.state"), listed(mount));
            TrainedModel resumed = runs.train(order.resumed(), "room-resumed", Progress.silent());
            assertEquals(
                    -1,
                    Files.mismatch(
                            whole.resolve("model.onnx"), resumed.folder().resolve("model.onnx")));
        }
    }

    private static List<String> listed(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void aBudgetTooSmallForAllEpochsIsKeptThoughTheMachineSlowsDown() {
        Duration budget = Duration.ofSeconds(25);
        Heard slow = new Heard(TUNING, units -> sleep(Duration.ofMillis(400)));
        Order order =
                Order.of("tune", with("epochs", "20"), work.resolve("budget.state"))
                        .on(SampleData.dataset(SampleData.rows(96, 4), List.of(), List.of()))
                        .within(budget);
        long start = System.nanoTime();
        TrainedModel trained = runs.train(order, "budget", slow);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertTrue(seconds <= 1.1 * budget.toSeconds(), seconds + " s");
        assertEquals(bestQuality(trained), trained.quality().value(), 1e-9);
        assertTrue(epochs(trained) < 20, "it had time for all: " + epochs(trained));
    }

    /** In time for two epochs and late in the third: what was judged before it was late is gone. */
    @Test
    void aMachineThatSlowsDownHalfwayKeepsTheBestThatWasJudgedSince() {
        long[] rows = {0};
        Heard slow =
                new Heard(
                        TUNING,
                        units -> {
                            rows[0] += units;
                            sleep(Duration.ofMillis(rows[0] < 150 ? 1 : 1500));
                        });
        Order order =
                Order.of("tune", with("epochs", "6"), work.resolve("halfway.state"))
                        .within(Duration.ofSeconds(15));
        TrainedModel trained = runs.train(order, "halfway", slow);
        List<TuneCurve.Point> points = TuneCurve.of(trained.settings()).points();
        assertTrue(points.getLast().epochs() < 6, points.toString());
        double since =
                points.stream()
                        .filter(point -> point.epochs() > 2.4)
                        .mapToDouble(TuneCurve.Point::quality)
                        .max()
                        .orElseThrow();
        assertEquals(since, trained.quality().value(), 1e-9, points.toString());
    }

    /** A setting that came after a checkpoint was written was what it is by default. */
    @Test
    void aCheckpointThatDoesNotKnowASettingIsOfTheDefault() {
        Map<String, String> values = new LinkedHashMap<>();
        TuneSettings.usual()
                .asMap()
                .forEach((name, value) -> values.put("setting " + name, value + ""));
        values.remove("setting memoryMb");
        RunIdentity now = new RunIdentity(Map.copyOf(values));
        values.remove("setting focus");
        now.requireSame(new RunIdentity(values));
        Map<String, String> other = new HashMap<>(now.values());
        other.put("setting focus", "2.0");
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () -> new RunIdentity(other).requireSame(new RunIdentity(values)));
        assertTrue(
                refused.getMessage().contains("setting focus was 0.0 and is now 2.0"),
                refused.getMessage());
    }

    private static double epochs(TrainedModel trained) {
        List<TuneCurve.Point> points = TuneCurve.of(trained.settings()).points();
        assertFalse(points.isEmpty());
        return points.getLast().epochs();
    }

    private static double bestQuality(TrainedModel trained) {
        return TuneCurve.of(trained.settings()).points().stream()
                .mapToDouble(TuneCurve.Point::quality)
                .max()
                .orElseThrow();
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shortMemoryIsSaidOnceAndTheTrainingGoesOnInSmallerParts() {
        Heard heard = new Heard();
        Order order =
                Order.of(
                                "tune",
                                with("layers", "0", "memoryMb", "40", "epochs", "1"),
                                work.resolve("m"))
                        .on(SampleData.dataset(SampleData.rows(64, 4), List.of(), List.of()));
        TrainedModel trained = runs.train(order, "memory", heard);
        assertTrue(trained.refit());
        List<String> said =
                heard.notes.stream().filter(note -> note.startsWith("Memory is short")).toList();
        assertEquals(1, said.size(), heard.notes.toString());
    }

    @Test
    void aTextTooLongForTheMemoryIsRefusedWithALengthThatFits() {
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                runs.train(
                                        Order.of(
                                                "tune",
                                                with("layers", "0", "memoryMb", "5"),
                                                work.resolve("long.state")),
                                        "long",
                                        Progress.silent()));
        assertTrue(refused.getMessage().contains("The longest text has "), refused.getMessage());
        assertTrue(refused.getMessage().contains("memoryMb allows 5 MB"), refused.getMessage());
        assertTrue(refused.getMessage().contains("--set tokens="), refused.getMessage());
    }

    @Test
    void lossQualityAndTheRestAreShown() {
        Heard heard = new Heard();
        runs.train(Order.of("tune", SMALL, work.resolve("shown.state")), "shown", heard);
        String last = heard.statuses.getLast();
        assertTrue(last.matches("loss \\d+\\.\\d{3}, held out \\d+\\.\\d%"), last);
    }

    private static Map<String, String> with(String... changes) {
        Map<String, String> all = new HashMap<>(SMALL);
        for (int i = 0; i < changes.length; i += 2) {
            all.put(changes[i], changes[i + 1]);
        }
        return all;
    }
}

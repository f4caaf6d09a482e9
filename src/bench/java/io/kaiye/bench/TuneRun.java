package io.kaiye.bench;

import io.kaiye.base.CostRate;
import io.kaiye.base.Json;
import io.kaiye.base.Machine;
import io.kaiye.base.Progress;
import io.kaiye.compress.Int8Compressor;
import io.kaiye.data.Dataset;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Example;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.SplitName;
import io.kaiye.data.Splits;
import io.kaiye.evaluate.Metric;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.train.TrainedModel;
import io.kaiye.train.Trainer;
import io.kaiye.train.TrainingRequest;
import io.kaiye.train.TuneSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/**
 * One training of {@link TuneBench}, a whole process: reads a data set, trains with a tenth held
 * out, refits, answers the test rows once, in float and in int8, and prints a line of JSON.
 * Arguments: train files (several joined by a comma), test file, language, recipe, seed, work
 * folder, then settings NAME=VALUE.
 */
public final class TuneRun {
    private static final Duration BUDGET = Duration.ofHours(3);

    private TuneRun() {}

    public static void main(String[] arguments) throws IOException {
        List<Example> train = new ArrayList<>();
        for (String file : arguments[0].split(",", -1)) {
            train.addAll(LinearRun.rows(Path.of(file)));
        }
        List<Example> test = LinearRun.rows(Path.of(arguments[1]));
        String recipe = arguments[3];
        long seed = Long.parseLong(arguments[4]);
        Path folder = Path.of(arguments[5]);
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 6; i < arguments.length; i++) {
            settings.put(arguments[i].split("=", 2)[0], arguments[i].split("=", 2)[1]);
        }
        Map<String, Object> line = new LinkedHashMap<>();
        try (Engine engine = new Engine(Machine.availableCores())) {
            TrainedModel trained =
                    trainer(engine)
                            .train(
                                    request(
                                            dataset(train, test, arguments[2]),
                                            recipe,
                                            seed,
                                            settings,
                                            folder),
                                    Progress.silent());
            line.put("heldOut", trained.quality().value());
            line.put("seconds", trained.trainTime().toMillis() / 1e3);
            line.put("processorSeconds", processorSeconds());
            line.put("peakMb", trained.peakResidentBytes() >> 20);
            line.put("sizeBytes", trained.sizeBytes());
            Path adapter = trained.folder().resolve("adapter.safetensors");
            line.put("adapterBytes", Files.exists(adapter) ? Files.size(adapter) : 0);
            line.put("curve", trained.settings().get("curve"));
            try (Model model = engine.open(trained.folder())) {
                line.put("test", Accuracy.of(engine, model, test, Progress.silent()));
            }
            if (!recipe.equals("probe") && !recipe.equals("linear")) {
                line.put("int8", int8(engine, trained.folder(), train, test, seed, folder));
            }
        }
        System.out.println(Json.line(line));
    }

    private static double int8(
            Engine engine,
            Path source,
            List<Example> train,
            List<Example> test,
            long seed,
            Path folder) {
        Path small =
                new Int8Compressor(engine)
                        .compress(
                                source,
                                Splits.holdout(train, Trainer.HELD_OUT_SHARE, seed).heldOut(),
                                Int8Compressor.LOSS_POINTS_MAX,
                                folder.resolve("int8"),
                                Progress.silent())
                        .folder();
        try (Model model = engine.open(small)) {
            return Accuracy.of(engine, model, test, Progress.silent());
        }
    }

    static Trainer trainer(Engine engine) {
        return new Trainer(
                engine, new Bases(CacheFolder.find()), InstantSource.system(), CostRate.DEFAULT);
    }

    private static double processorSeconds() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }

    /** A data set without a valid split. */
    private static Dataset dataset(List<Example> train, List<Example> test, String language) {
        TreeSet<String> labels = new TreeSet<>();
        train.forEach(row -> labels.add(row.label()));
        return new Dataset(
                new DatasetVersion(
                        "bench",
                        "0".repeat(64),
                        Instant.EPOCH,
                        List.copyOf(labels),
                        Map.of(SplitName.TRAIN, train.size(), SplitName.TEST, test.size()),
                        language,
                        List.of(),
                        ImportSettings.DEFAULT,
                        List.of()),
                train,
                List.of(),
                test);
    }

    private static TrainingRequest request(
            Dataset dataset, String recipe, long seed, Map<String, String> settings, Path folder) {
        return new TrainingRequest(
                dataset,
                recipe,
                Metric.ACCURACY,
                OptionalDouble.empty(),
                BUDGET,
                Optional.empty(),
                seed,
                TuneSettings.of(settings),
                Optional.empty(),
                false,
                folder);
    }
}

package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.base.CostRate;
import io.kaiye.base.Heard;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Dataset;
import io.kaiye.evaluate.Metric;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Short trainings of a bundled encoder, whole, cut and resumed. */
final class TuneRuns implements AutoCloseable {
    static final Dataset DATA =
            SampleData.dataset(
                    SampleData.rows(64, 4), SampleData.rows(96, 4).subList(64, 96), List.of());

    private final Path work;
    private final Engine engine = new Engine(2);
    private final Trainer trainer =
            new Trainer(
                    engine,
                    new Bases(CacheFolder.find()),
                    InstantSource.system(),
                    CostRate.DEFAULT);

    TuneRuns(Path work) {
        this.work = work;
    }

    /** What one run is to do. */
    record Order(
            Dataset data,
            String recipe,
            Map<String, String> settings,
            Duration budget,
            Path state,
            boolean resume) {
        static Order of(String recipe, Map<String, String> settings, Path state) {
            return new Order(DATA, recipe, settings, Duration.ofMinutes(5), state, false);
        }

        Order resumed() {
            return new Order(data, recipe, settings, budget, state, true);
        }

        Order on(Dataset other) {
            return new Order(other, recipe, settings, budget, state, resume);
        }

        Order within(Duration other) {
            return new Order(data, recipe, settings, other, state, resume);
        }
    }

    TrainedModel train(Order order, String folder, Progress progress) {
        return trainer.train(request(order, folder), progress);
    }

    TrainingRequest request(Order order, String folder) {
        return new TrainingRequest(
                order.data(),
                order.recipe(),
                Metric.ACCURACY,
                OptionalDouble.empty(),
                order.budget(),
                Optional.of("all-MiniLM-L6-v2"),
                7,
                TuneSettings.of(order.settings()),
                Optional.of(order.state()),
                order.resume(),
                work.resolve(folder));
    }

    /** Interrupts a run, as Ctrl-C does, when so many rows of a stretch of work are done. */
    void cutAfter(long rows, String stretch, Order order) {
        Heard cutting = Heard.interruptingAfter(rows, stretch);
        assertThrows(
                KaiyeException.class,
                () -> train(order, "cut-" + order.state().getFileName(), cutting));
    }

    @Override
    public void close() {
        engine.close();
    }
}

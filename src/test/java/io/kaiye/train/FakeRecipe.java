package io.kaiye.train;

import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ModelKind;
import io.kaiye.model.Pooling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A recipe that takes and reaches what it is told, on a clock that only it moves. */
final class FakeRecipe implements Recipe {
    /** A clock that stands still until moved. */
    static final class Clock implements InstantSource {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        void pass(Duration time) {
            now = now.plus(time);
        }
    }

    private final String name;
    private final int order;
    private final Clock clock;
    private final double predictedSeconds;
    private final double quality;
    boolean closed;
    int fits;
    List<String> parts = List.of();
    Map<String, Fitted> joined = Map.of();
    Runnable whilePredicting = () -> {};
    Runnable whileFitting = () -> {};
    Runnable whileRefitting = () -> {};

    FakeRecipe(String name, int order, Clock clock, double predictedSeconds, double quality) {
        this.name = name;
        this.order = order;
        this.clock = clock;
        this.predictedSeconds = predictedSeconds;
        this.quality = quality;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int order() {
        return order;
    }

    @Override
    public List<String> parts() {
        return parts;
    }

    @Override
    public Recipe joining(Map<String, Fitted> learnt) {
        joined = Map.copyOf(learnt);
        return this;
    }

    @Override
    public Estimate estimate(TrainingContext context) {
        whilePredicting.run();
        return context.estimate(predictedSeconds, "told so");
    }

    @Override
    public Fitted fit(TrainingContext context) {
        fits++;
        clock.pass(Duration.ofMillis((long) (predictedSeconds * 1000)));
        whileFitting.run();
        CancelledTraining.check();
        return new FakeFitted(context);
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class FakeFitted implements Fitted {
        private final TrainingContext context;

        FakeFitted(TrainingContext context) {
            this.context = context;
        }

        /** Right on the first rows, wrong on the rest, so that the accuracy is as told. */
        @Override
        public float[][] heldOutScores() {
            int[] truth = context.labelsOf(context.heldOut());
            float[][] scores = new float[truth.length][context.labels().size()];
            for (int i = 0; i < truth.length; i++) {
                boolean right = i < quality * truth.length;
                scores[i][right ? truth[i] : (truth[i] + 1) % scores[i].length] = 2;
            }
            return scores;
        }

        @Override
        public Map<String, Object> settings() {
            return Map.of("fake", name);
        }

        @Override
        public ModelInfo write(Path folder, double temperature, boolean refit) {
            try {
                Files.createDirectories(folder);
                Files.writeString(folder.resolve(ModelFolder.LINEAR), name + refit);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (refit) {
                whileRefitting.run();
                CancelledTraining.check();
            }
            return ModelFolder.writeInfo(
                    folder,
                    new ModelInfo(
                            ModelInfo.FORMAT,
                            ModelKind.LINEAR,
                            context.labels(),
                            1,
                            0,
                            Pooling.NONE,
                            "en",
                            temperature,
                            "",
                            ModelInfo.FLOAT32,
                            0));
        }
    }
}

package io.kaiye.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kaiye.base.Json;
import io.kaiye.base.Machine;
import io.kaiye.base.Sha256;
import io.kaiye.evaluate.Interval;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ModelKind;
import io.kaiye.model.Pooling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Small artefact folders and the stories that go with them. */
final class Artefacts {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private Artefacts() {}

    static ModelInfo linearInfo() {
        return new ModelInfo(
                ModelInfo.FORMAT,
                ModelKind.LINEAR,
                List.of("refund", "shipping"),
                1000,
                0,
                Pooling.NONE,
                "en",
                1.0,
                "",
                "float32",
                10);
    }

    static ModelInfo neuralInfo(List<String> labels, String language) {
        return new ModelInfo(
                ModelInfo.FORMAT,
                ModelKind.NEURAL,
                labels,
                384,
                512,
                Pooling.CLS,
                language,
                1.2,
                "bge-small-en",
                "int8",
                10);
    }

    /** A linear model whose weights are {@code weights}. */
    static Path linear(Path parent, String weights) {
        try {
            Path folder = Files.createTempDirectory(parent, "artefact");
            Files.writeString(folder.resolve("linear.bin"), weights);
            Files.writeString(folder.resolve("kaiye.json"), Json.pretty(linearInfo()));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder that looks like a neural model; nobody opens it. */
    static Path neural(Path parent, List<String> labels) {
        try {
            Path folder = Files.createTempDirectory(parent, "artefact");
            Files.writeString(folder.resolve("model.onnx"), "graph");
            Files.writeString(folder.resolve("tokenizer.json"), "{}");
            Files.writeString(folder.resolve("config.json"), "{}");
            Files.writeString(
                    folder.resolve("kaiye.json"), Json.pretty(neuralInfo(labels, "mixed")));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String hash(String text) {
        return Sha256.of(text.getBytes(UTF_8));
    }

    static Making making() {
        return new Making(
                Map.of("kaiye", "0.1.0", "onnxruntime", "1.29.0", "jdk", "25"),
                new Machine("Test CPU", 2, List.of("avx2"), 1L << 33, "Linux 6", "Java 25"),
                12.5,
                500_000_000,
                278,
                NOW);
    }

    static Provenance.Trained trained(long seed) {
        return new Provenance.Trained(
                new ContentRef("support-desk", hash("data")),
                "linear",
                Map.of("c", 1.0, "ngrams", List.of(1, 2), "lowercase", true),
                seed,
                new HeldOut("train", 0.1, seed, true),
                Optional.empty(),
                making());
    }

    static Quality quality() {
        return new Quality(
                200,
                new Interval(0.936, 0.928, 0.943),
                new Interval(0.93, 0.92, 0.94),
                new Interval(0.936, 0.928, 0.943),
                0.25,
                0.061,
                2,
                List.of(new Quality.WeakClass("refund | <b>", 80, 0.9, 0.85, 0.874)));
    }

    /** Measured on valid, made by "train". */
    static Submission submission(String model, Path folder, Provenance provenance) {
        return new Submission(
                model, folder, provenance, Map.of("valid", quality()), Optional.empty(), "train");
    }

    /** Registers a linear model with these weights. */
    static ModelVersion register(Registry registry, Path temp, String model, String weights) {
        return registry.submit(submission(model, linear(temp, weights), trained(7))).version();
    }
}

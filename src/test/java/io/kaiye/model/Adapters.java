package io.kaiye.model;

import io.kaiye.graph.Graph;
import io.kaiye.graph.LowRankUpdates;
import io.kaiye.graph.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;

/** Adapters with random numbers in them, as folders, and the same models merged. */
final class Adapters {
    static final String BASE = "all-MiniLM-L6-v2";
    static final double TEMPERATURE = 0.7;

    private Adapters() {}

    /** Updates of the chosen matrices that move the answers well, and a head. */
    static AdapterFile.Learnt learnt(
            Base base, int labels, int rank, long seed, Predicate<String> chosen) {
        Random random = new Random(seed);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        LowRankUpdates.matrices(EncoderGraph.of(base))
                .forEach(
                        (name, matrix) -> {
                            if (chosen.test(name)) {
                                tensors.put(
                                        name + LowRankUpdates.DOWN,
                                        noise(random, 0.05, matrix.dim(0), rank));
                                tensors.put(
                                        name + LowRankUpdates.UP,
                                        noise(random, 0.08, rank, matrix.dim(1)));
                            }
                        });
        tensors.put(EncoderGraph.HEAD_WEIGHT, noise(random, 3, labels, base.dimension()));
        tensors.put(EncoderGraph.HEAD_BIAS, noise(random, 0.3, labels));
        return new AdapterFile.Learnt(tensors, rank, 2);
    }

    /** An adapter's folder. */
    static Path write(Path folder, AdapterFile.Learnt learnt, int labels) {
        ModelFolder.writeAdapter(folder, Encoders.base(BASE), learnt, labels(labels), TEMPERATURE);
        return folder;
    }

    static Path write(Path folder, int labels, int rank, long seed) {
        return write(folder, learnt(Encoders.base(BASE), labels, rank, seed, any -> true), labels);
    }

    /** The merged model, computed here by the plain formula and not by the code under test. */
    static Path merged(Path folder, AdapterFile.Learnt learnt, int labels) {
        Base base = Encoders.base(BASE);
        Graph pooled = EncoderGraph.of(base);
        Map<String, Tensor> changed = new LinkedHashMap<>();
        learnt.tensors()
                .forEach(
                        (name, down) -> {
                            if (name.endsWith(LowRankUpdates.DOWN)) {
                                String matrix = name.substring(0, name.lastIndexOf('/'));
                                changed.put(
                                        matrix,
                                        sum(
                                                pooled.constant(matrix).orElseThrow(),
                                                down,
                                                tensor(learnt, matrix + LowRankUpdates.UP),
                                                learnt.factor()));
                            }
                        });
        float[] flat = tensor(learnt, EncoderGraph.HEAD_WEIGHT).floats();
        float[][] rows = new float[labels][base.dimension()];
        for (int i = 0; i < flat.length; i++) {
            rows[i / base.dimension()][i % base.dimension()] = flat[i];
        }
        float[] bias = tensor(learnt, EncoderGraph.HEAD_BIAS).floats();
        Graph whole =
                EncoderGraph.withHead(
                        pooled.withInitializers(changed), new Head(labels(labels), rows, bias, 1));
        ModelFolder.writeTuned(folder, base, whole, labels(labels), TEMPERATURE);
        return folder;
    }

    static Tensor tensor(AdapterFile.Learnt learnt, String name) {
        return Objects.requireNonNull(learnt.tensors().get(name), name);
    }

    static List<String> labels(int count) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            labels.add("label " + i);
        }
        return labels;
    }

    private static Tensor sum(Tensor weight, Tensor down, Tensor up, double factor) {
        float[] w = weight.floats();
        float[] a = down.floats();
        float[] b = up.floats();
        int rank = down.dim(1);
        int columns = up.dim(1);
        for (int i = 0; i < w.length; i++) {
            double update = 0;
            for (int k = 0; k < rank; k++) {
                update += (double) a[i / columns * rank + k] * b[k * columns + i % columns];
            }
            w[i] = (float) (w[i] + factor * update);
        }
        return Tensor.ofFloats(w, weight.dim(0), columns);
    }

    private static Tensor noise(Random random, double spread, int... dims) {
        int count = 1;
        long[] shape = new long[dims.length];
        for (int i = 0; i < dims.length; i++) {
            count *= dims[i];
            shape[i] = dims[i];
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (spread * random.nextGaussian());
        }
        return Tensor.ofFloats(values, shape);
    }
}

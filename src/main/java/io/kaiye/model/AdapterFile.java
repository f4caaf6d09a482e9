package io.kaiye.model;

import io.kaiye.graph.LowRankUpdates;
import io.kaiye.graph.Tensor;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * An adapter as a file of Hugging Face's safetensors format: for every matrix NAME that changes the
 * tensors NAME/lora_a [in, rank] and NAME/lora_b [rank, out], and the head's {@link
 * EncoderGraph#HEAD_WEIGHT} and {@link EncoderGraph#HEAD_BIAS}. The metadata says which base it
 * belongs to and the factor: NAME becomes NAME + factor · A · B.
 */
public final class AdapterFile {
    public static final String NAME = "adapter.safetensors";

    private static final String BASE = "base";
    private static final String BASE_HASH = "base_sha256";
    private static final String RANK = "rank";
    private static final String FACTOR = "factor";
    private static final int HASH_DIGITS = 64;

    private AdapterFile() {}

    /**
     * What training leaves.
     *
     * @param tensors A and B by the name of the matrix with {@link LowRankUpdates#DOWN} and {@link
     *     LowRankUpdates#UP}, and the head, before the temperature
     * @param factor what A · B is multiplied by
     */
    public record Learnt(Map<String, Tensor> tensors, int rank, double factor) {
        public Learnt {
            tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        }
    }

    /**
     * Writes the file; with the base it then gives the answers of the merged model.
     *
     * @param temperature the scores are divided by it
     */
    public static void write(Path folder, Base base, Learnt learnt, double temperature) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(learnt.tensors());
        for (String name : List.of(EncoderGraph.HEAD_WEIGHT, EncoderGraph.HEAD_BIAS)) {
            tensors.computeIfPresent(name, (any, head) -> scaled(head, 1 / temperature));
        }
        Map<String, String> about = new LinkedHashMap<>();
        about.put(BASE, base.name());
        about.put(BASE_HASH, base.contentHash());
        about.put(RANK, String.valueOf(learnt.rank()));
        about.put(FACTOR, String.valueOf(learnt.factor()));
        Safetensors.write(folder.resolve(NAME), tensors, about);
    }

    /**
     * Reads the file of an artefact folder.
     *
     * @throws io.kaiye.base.KaiyeException CORRUPT_FILE, saying what is wrong
     */
    static Adapter read(Path folder) {
        Path file = folder.resolve(NAME);
        Safetensors read = Safetensors.read(file);
        Map<String, Tensor> tensors = new HashMap<>(read.tensors());
        Tensor weights = taken(read, tensors, EncoderGraph.HEAD_WEIGHT, 2);
        Tensor bias = taken(read, tensors, EncoderGraph.HEAD_BIAS, 1);
        if (weights.dim(0) != bias.dim(0)) {
            throw read.damaged("its head has weights " + weights + " and bias " + bias);
        }
        double factor = factor(read);
        Map<String, Adapter.Update> updates = new HashMap<>();
        for (String name : new TreeSet<>(tensors.keySet())) {
            if (name.endsWith(LowRankUpdates.DOWN)) {
                String matrix = name.substring(0, name.length() - LowRankUpdates.DOWN.length());
                updates.put(matrix, update(read, tensors, matrix, factor));
            }
        }
        if (!tensors.isEmpty()) {
            throw read.damaged(
                    new TreeSet<>(tensors.keySet()).first()
                            + " is neither part of an update nor of the head");
        }
        String hash = about(read, BASE_HASH);
        if (!hash.matches("[0-9a-f]{" + HASH_DIGITS + "}")) {
            throw read.damaged("its metadata " + BASE_HASH + " is no SHA-256");
        }
        return new Adapter(file, about(read, BASE), hash, updates, weights, bias);
    }

    private static Adapter.Update update(
            Safetensors read, Map<String, Tensor> tensors, String matrix, double factor) {
        Tensor down = taken(read, tensors, matrix + LowRankUpdates.DOWN, 2);
        Tensor up = taken(read, tensors, matrix + LowRankUpdates.UP, 2);
        if (down.dim(1) != up.dim(0) || down.dim(1) < 1) {
            throw read.damaged(
                    "the update of "
                            + matrix
                            + " has A "
                            + down.dims()
                            + " and B "
                            + up.dims()
                            + "; [in, rank] and [rank, out] with a rank of 1 or more are accepted");
        }
        return new Adapter.Update(down, scaled(up, factor));
    }

    private static Tensor taken(
            Safetensors read, Map<String, Tensor> tensors, String name, int rank) {
        Tensor found = tensors.remove(name);
        if (found == null || found.rank() != rank) {
            throw read.damaged(
                    found == null
                            ? "the tensor " + name + " is missing"
                            : name + " has the shape " + found.dims());
        }
        return found;
    }

    private static double factor(Safetensors read) {
        String text = about(read, FACTOR);
        try {
            double factor = Double.parseDouble(text);
            if (Double.isFinite(factor)) {
                return factor;
            }
        } catch (NumberFormatException e) {
            throw read.damaged("its metadata " + FACTOR + " is no number: " + e.getMessage());
        }
        throw read.damaged("its metadata " + FACTOR + " is no number");
    }

    private static String about(Safetensors read, String name) {
        String found = read.about().getOrDefault(name, "");
        if (found.isBlank()) {
            throw read.damaged("its metadata lacks " + name);
        }
        return found;
    }

    private static Tensor scaled(Tensor tensor, double factor) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factor);
        }
        return Tensor.ofFloats(values, tensor.dims().stream().mapToLong(Long::longValue).toArray());
    }
}

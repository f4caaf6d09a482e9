package io.kaiye.compress;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.graph.Graph;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ModelKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes the int8 version of a neural model and sees to it that quality falls by no more than
 * allowed.
 *
 * <p>First every layer is quantised. Only if that loses too much are the layers measured one by one
 * (how far do the answers move if only this layer is int8?) and the most sensitive left in float:
 * one, two, four, … until the loss is small enough. Nothing is kept of variants that failed. One
 * thread.
 */
public final class Int8Compressor {
    /** Points of accuracy that may be lost unless said otherwise. */
    public static final double LOSS_POINTS_MAX = 0.5;

    static final String PRECISION = "int8";

    private static final double POINTS_MAX = 100;

    private final Engine engine;

    public Int8Compressor(Engine engine) {
        this.engine = engine;
    }

    /**
     * Compresses.
     *
     * @param source artefact folder of a neural model in float
     * @param rows to judge by: for a classifier labelled with its labels; for an encoder the labels
     *     do not matter
     * @param lossPointsMax from 0 to 100
     * @param workFolder an empty folder; the result lies in it
     * @throws KaiyeException UNSUPPORTED_MODEL for a linear or an int8 model, INVALID_DATA without
     *     rows or if no variant is good enough
     */
    public CompressedModel compress(
            Path source,
            List<Example> rows,
            double lossPointsMax,
            Path workFolder,
            Progress progress) {
        ModelInfo info = ModelFolder.readInfo(source);
        check(info, rows, lossPointsMax);
        Graph graph = ModelFolder.readGraph(source);
        List<String> layers = Quantizer.layers(graph);
        try (Model model = engine.open(source)) {
            Judge judge = new Judge(engine, model, rows, progress);
            Path all = variant(source, graph, Set.of(), workFolder.resolve("all"));
            double loss = judge.lossPoints(all, progress);
            if (loss <= lossPointsMax) {
                return result(all, layers, List.of(), rows, loss, lossPointsMax);
            }
            delete(all);
            progress.note(
                    "int8 everywhere loses "
                            + points(loss)
                            + " points; looking for the sensitive layers");
            List<String> sensitive =
                    bySensitivity(source, graph, layers, judge, workFolder, progress);
            return keepSome(
                    source, graph, sensitive, judge, rows, lossPointsMax, workFolder, progress);
        }
    }

    private CompressedModel keepSome(
            Path source,
            Graph graph,
            List<String> sensitive,
            Judge judge,
            List<Example> rows,
            double lossPointsMax,
            Path workFolder,
            Progress progress) {
        double smallest = Double.POSITIVE_INFINITY;
        for (int kept = 1;
                kept < sensitive.size();
                kept = Math.min(2 * kept, kept + sensitive.size() / 4)) {
            List<String> keep = sensitive.subList(0, kept);
            Path some =
                    variant(source, graph, new HashSet<>(keep), workFolder.resolve("kept-" + kept));
            double loss = judge.lossPoints(some, progress);
            progress.note(
                    kept
                            + " of "
                            + sensitive.size()
                            + " layers in float: "
                            + points(loss)
                            + " points lost");
            if (loss <= lossPointsMax) {
                return result(some, sensitive, keep, rows, loss, lossPointsMax);
            }
            smallest = Math.min(smallest, loss);
            delete(some);
        }
        throw new KaiyeException(
                ErrorCode.INVALID_DATA,
                "No int8 variant stays within "
                        + points(lossPointsMax)
                        + " points; the best loses "
                        + points(smallest)
                        + ". Nothing was changed. Allow more with --max-loss, or"
                        + " keep the float version.");
    }

    /** The layers, the one that moves the answers most first. */
    private List<String> bySensitivity(
            Path source,
            Graph graph,
            List<String> layers,
            Judge judge,
            Path workFolder,
            Progress progress) {
        Map<String, Double> distances = new HashMap<>();
        try (Progress.Task task = progress.start("Measuring layers", layers.size(), "layers")) {
            for (String layer : layers) {
                Set<String> others = new HashSet<>(layers);
                others.remove(layer);
                Path only = variant(source, graph, others, workFolder.resolve("only"));
                distances.put(layer, judge.distance(only));
                delete(only);
                task.advance(1);
            }
        }
        List<String> sorted = new ArrayList<>(layers);
        sorted.sort(
                Comparator.comparingDouble((String layer) -> -distances.getOrDefault(layer, 0.0)));
        return sorted;
    }

    private static Path variant(Path source, Graph graph, Set<String> keepFloat, Path target) {
        ModelFolder.writeVariant(source, target, Quantizer.int8(graph, keepFloat), PRECISION);
        return target;
    }

    private static CompressedModel result(
            Path folder,
            List<String> layers,
            List<String> kept,
            List<Example> rows,
            double loss,
            double max) {
        return new CompressedModel(
                folder, ModelFolder.readInfo(folder), layers.size(), kept, rows.size(), loss, max);
    }

    private static void check(ModelInfo info, List<Example> rows, double lossPointsMax) {
        if (info.kind() != ModelKind.NEURAL) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "A linear model has no int8 form: it is a sparse table of words, small and fast"
                            + " as it is.");
        }
        if (info.precision().equals(PRECISION)) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "The model is int8 already. Compress the float version it was made from.");
        }
        if (!(lossPointsMax >= 0 && lossPointsMax <= POINTS_MAX)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--max-loss is "
                            + lossPointsMax
                            + "; accepted are 0 to 100 points, such as 0.5.");
        }
        if (rows.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "There are no rows to judge the loss on. Name a dataset with --data.");
        }
    }

    private static String points(double value) {
        return String.format(java.util.Locale.ROOT, "%.2f", value);
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.NOT_WRITABLE, "Cannot remove " + folder + ": " + e.getMessage(), e);
        }
    }
}

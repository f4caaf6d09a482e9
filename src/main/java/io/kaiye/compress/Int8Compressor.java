package io.kaiye.compress;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.compress.CompressedModel.Measure;
import io.kaiye.data.Example;
import io.kaiye.graph.Graph;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ModelKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes the int8 version of a neural model and sees to it that quality falls by no more than
 * allowed.
 *
 * <p>First every layer is quantised. Only if that loses too much are the layers measured one by one
 * (how far do the answers move if only this layer is int8?) and the most sensitive left in float:
 * one, two, four, … until the loss is small enough. Nothing is kept of variants that failed. One
 * thread at a time.
 */
public final class Int8Compressor {
    /** Points of accuracy that may be lost unless said otherwise. */
    public static final double LOSS_POINTS_MAX = 0.5;

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
     *     do not matter, and without rows it is judged on bundled texts
     * @param lossPointsMax from 0 to 100: points of accuracy, for an encoder hundredths of cosine
     * @param workFolder an empty folder; the result lies in it
     * @throws KaiyeException UNSUPPORTED_MODEL for a linear or an int8 model, INVALID_DATA for a
     *     classifier without rows or with labels it does not know, and if no variant is good enough
     */
    public CompressedModel compress(
            Path source,
            List<Example> rows,
            double lossPointsMax,
            Path workFolder,
            Progress progress) {
        ModelInfo info = ModelFolder.readInfo(source);
        check(info, rows, lossPointsMax);
        List<Example> judged = rows.isEmpty() ? SampleTexts.of(info.language()) : rows;
        Graph graph = ModelFolder.readGraph(source);
        try (Model model = engine.open(source)) {
            Judge judge = new Judge(engine, model, judged, progress);
            return new Search(
                            Quantizer.layers(graph),
                            judge,
                            judged.size(),
                            lossPointsMax,
                            new Variants(source, graph, workFolder),
                            progress)
                    .run();
        }
    }

    /** One compression on its way. */
    private record Search(
            List<String> layers,
            Judge judge,
            int rows,
            double lossPointsMax,
            Variants variants,
            Progress progress) {

        CompressedModel run() {
            Path all = variants.write("all", Set.of());
            CompressedModel everywhere = measured(all, List.of());
            if (goodEnough(everywhere)) {
                return everywhere;
            }
            progress.note(
                    "int8 everywhere loses "
                            + points(everywhere.lossPoints())
                            + " points; looking for the sensitive layers");
            Variants.delete(all);
            return keepSome(bySensitivity());
        }

        /** One, two, four, … of the most sensitive layers in float; above that a quarter more. */
        private CompressedModel keepSome(List<String> sensitive) {
            double smallest = Double.POSITIVE_INFINITY;
            int step = Math.max(1, sensitive.size() / 4);
            for (int kept = 1; kept < sensitive.size(); kept += Math.min(kept, step)) {
                List<String> keep = sensitive.subList(0, kept);
                Path some = variants.write("kept-" + kept, new HashSet<>(keep));
                CompressedModel model = measured(some, keep);
                progress.note(
                        kept
                                + " of "
                                + sensitive.size()
                                + " layers in float: "
                                + points(model.lossPoints())
                                + " points lost");
                if (goodEnough(model)) {
                    return model;
                }
                smallest = Math.min(smallest, model.lossPoints());
                Variants.delete(some);
            }
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "No int8 variant stays within "
                            + points(lossPointsMax)
                            + " points; the best loses "
                            + points(smallest)
                            + ". Nothing was changed. Allow more with --max-loss, or keep the"
                            + " float version.");
        }

        /** The layers, the one that moves the answers most first. */
        private List<String> bySensitivity() {
            Map<String, Double> distances = new HashMap<>();
            try (Progress.Task task = progress.start("Measuring layers", layers.size(), "layers")) {
                for (String layer : layers) {
                    Set<String> others = new HashSet<>(layers);
                    others.remove(layer);
                    Path only = variants.write("only", others);
                    distances.put(layer, judge.distance(only));
                    Variants.delete(only);
                    task.advance(1);
                }
            }
            List<String> sorted = new ArrayList<>(layers);
            sorted.sort(
                    Comparator.comparingDouble(
                            (String layer) -> -distances.getOrDefault(layer, 0.0)));
            return sorted;
        }

        private CompressedModel measured(Path folder, List<String> kept) {
            Measure after = judge.measure(folder, progress);
            return new CompressedModel(
                    folder,
                    ModelFolder.readInfo(folder),
                    layers.size(),
                    kept,
                    rows,
                    judge.before(),
                    after,
                    lossPointsMax);
        }

        /** A hair above, so that a loss of exactly the maximum passes. */
        private boolean goodEnough(CompressedModel model) {
            return model.lossPoints() <= lossPointsMax + 1e-9;
        }
    }

    private static void check(ModelInfo info, List<Example> rows, double lossPointsMax) {
        if (info.kind() == ModelKind.LINEAR) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "A linear model has no int8 form: it is a sparse table of words, small and fast"
                            + " as it is. Train a neural one: kaiye train NAME --data DATASET"
                            + " --recipe probe");
        }
        if (info.precision().equals(ModelInfo.INT8)) {
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
        if (rows.isEmpty() && info.classifies()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "There are no rows to judge the loss on. Name a dataset with --data.");
        }
    }

    private static String points(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}

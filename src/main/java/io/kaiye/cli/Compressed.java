package io.kaiye.cli;

import io.kaiye.compress.CompressedModel;
import io.kaiye.compress.PrunedModel;
import io.kaiye.model.ModelInfo;
import io.kaiye.registry.CompressionStep;
import io.kaiye.train.TuneCurve;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the steps of a compression made.
 *
 * @param pruned the step before int8; empty where nothing was pruned
 * @param int8 the last step; empty where the weights stay in float
 * @param ratio share that was pruned, or 0
 * @param lossPointsMax points that might be lost in all
 */
record Compressed(
        Optional<PrunedModel> pruned,
        Optional<CompressedModel> int8,
        double ratio,
        double lossPointsMax) {

    Path folder() {
        return int8.map(CompressedModel::folder).orElseGet(() -> pruned.orElseThrow().folder());
    }

    ModelInfo info() {
        return int8.map(CompressedModel::info).orElseGet(() -> pruned.orElseThrow().info());
    }

    /** How many rows judged it. */
    int rows() {
        return int8.map(CompressedModel::rows).orElseGet(() -> pruned.orElseThrow().rows());
    }

    /** What all steps lost together, in points of accuracy. */
    double lossPoints() {
        return pruned.map(PrunedModel::lossPoints).orElse(0.0)
                + int8.map(CompressedModel::lossPoints).orElse(0.0);
    }

    List<String> keptFloat() {
        return int8.map(CompressedModel::keptFloat).orElse(List.of());
    }

    /** "int8", "prune 0.5", or "prune 0.5, int8". */
    String kind() {
        List<String> kinds = new ArrayList<>();
        pruned.ifPresent(any -> kinds.add("prune " + ratio));
        int8.ifPresent(any -> kinds.add("int8"));
        return String.join(", ", kinds);
    }

    /** For people, one line: what was done, what was lost. */
    String line() {
        List<String> parts = new ArrayList<>();
        pruned.ifPresent(
                made ->
                        parts.add(
                                String.format(
                                        Locale.ROOT,
                                        "%d of %d heads and %,d of %,d neurons kept",
                                        made.heads().sum(),
                                        made.heads().of(),
                                        made.neurons().sum(),
                                        made.neurons().of())));
        int8.ifPresent(
                made ->
                        parts.add(
                                String.format(
                                        Locale.ROOT,
                                        "%d of %d layers int8",
                                        made.layers() - made.keptFloat().size(),
                                        made.layers())));
        parts.add(
                String.format(
                        Locale.ROOT,
                        "%.2f points lost on %s rows (at most %.2f allowed)",
                        lossPoints(),
                        Numbers.grouped(rows()),
                        lossPointsMax));
        return String.join(", ", parts);
    }

    /** The steps for the provenance; {@code judged} says on which rows. */
    List<CompressionStep> steps(JudgedRows judged) {
        List<CompressionStep> steps = new ArrayList<>();
        pruned.ifPresent(
                made -> {
                    Map<String, Object> settings = new LinkedHashMap<>();
                    settings.put("ratio", ratio);
                    settings.put("heads", made.heads().layers());
                    settings.put("headsBefore", made.heads().of());
                    settings.put("neurons", made.neurons().layers());
                    settings.put("neuronsBefore", made.neurons().of());
                    settings.put("rowsLearnt", made.rowsLearnt());
                    settings.putAll(made.settings());
                    settings.put(TuneCurve.SETTING, made.curve().asData());
                    putThreshold(settings, made.info());
                    steps.add(step("prune", settings, made.lossPoints(), made.rows(), judged));
                });
        int8.ifPresent(
                made -> {
                    Map<String, Object> settings = new LinkedHashMap<>();
                    settings.put("weights", "int8, symmetric, per column");
                    settings.put("activations", "uint8, dynamic, per batch");
                    settings.put("embeddings", "int8, symmetric, per row");
                    settings.put("layers", made.layers());
                    settings.put("keptFloat", made.keptFloat());
                    putThreshold(settings, made.info());
                    steps.add(
                            step(
                                    made.info().precision(),
                                    settings,
                                    made.lossPoints(),
                                    made.rows(),
                                    judged));
                });
        return steps;
    }

    private static void putThreshold(Map<String, Object> settings, ModelInfo info) {
        Optional.ofNullable(info.scope())
                .ifPresent(rule -> settings.put("scopeThreshold", rule.threshold()));
    }

    private CompressionStep step(
            String name, Map<String, Object> settings, double lost, int rows, JudgedRows judged) {
        settings.put("maxLossPoints", lossPointsMax);
        settings.put("lossPoints", lost);
        settings.put("rows", rows);
        settings.put("judgedOn", judged.source());
        settings.put("judgedRowsSeen", judged.seen().name().toLowerCase(Locale.ROOT));
        return new CompressionStep(name, settings);
    }
}

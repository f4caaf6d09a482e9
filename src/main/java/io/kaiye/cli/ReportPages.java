package io.kaiye.cli;

import io.kaiye.base.CostRate;
import io.kaiye.data.Dataset;
import io.kaiye.evaluate.Interval;
import io.kaiye.evaluate.LlmCall;
import io.kaiye.evaluate.Metric;
import io.kaiye.evaluate.Mistake;
import io.kaiye.evaluate.ReportPage;
import io.kaiye.evaluate.Speed;
import io.kaiye.registry.CompressionStep;
import io.kaiye.registry.Making;
import io.kaiye.registry.ModelVersion;
import io.kaiye.registry.Provenance;
import io.kaiye.train.LadderStep;
import io.kaiye.train.TrainedModel;
import io.kaiye.train.TuneCurve;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fills the report from what a training, an evaluation or a compression found. */
final class ReportPages {
    private static final int MISTAKES_MAX = 20;

    /** Settings that are shown elsewhere on the page. */
    private static final Set<String> ELSEWHERE =
            Set.of("base", "baseHash", TuneCurve.SETTING, "curves");

    private ReportPages() {}

    static ReportPage trained(
            CostRate rate,
            Dataset dataset,
            TrainedModel trained,
            ModelVersion version,
            Optional<Measured> test) {
        Speed speed = test.map(Measured::speed).orElse(null);
        return new ReportPage(
                language(dataset),
                new ReportPage.Subject(
                        version.reference(),
                        dataset.version().reference(),
                        test.isPresent() ? "test" : "valid",
                        trained.recipe(),
                        version.created()),
                new ReportPage.Goal(
                        trained.metric(),
                        trained.target().isPresent() ? trained.target().getAsDouble() : null,
                        trained.targetMet()),
                test.map(Measured::evaluation).orElse(trained.valid()),
                test.map(measured -> measured.uncalibrated(trained.temperature()))
                        .orElse(trained.heldOut().uncalibrated()),
                trained.temperature(),
                running(rate, version, speed),
                trained.ladder().stream().map(step -> rung(step, trained, rate, speed)).toList(),
                curve(version),
                test.map(Measured::mistakes).orElseGet(() -> heldOutMistakes(trained)),
                null,
                facts(version));
    }

    /** A version measured on some split, with no training beside it. */
    static ReportPage evaluated(
            CostRate rate,
            Dataset dataset,
            String split,
            ModelVersion version,
            Measured measured,
            ReportPage.@Nullable Compression compression) {
        return new ReportPage(
                language(dataset),
                new ReportPage.Subject(
                        version.reference(),
                        dataset.version().reference(),
                        split,
                        recipe(version),
                        version.created()),
                new ReportPage.Goal(Metric.ACCURACY, null, false),
                measured.evaluation(),
                measured.uncalibrated(version.info().temperature()),
                version.info().temperature(),
                running(rate, version, measured.speed()),
                List.of(),
                curve(version),
                measured.mistakes(),
                compression,
                facts(version));
    }

    /** Of what was learnt last on the way to this version, by itself or by one before it. */
    private static ReportPage.Curve curve(ModelVersion version) {
        Provenance made = version.provenance();
        String other = null;
        while (made instanceof Provenance.Compressed compressed) {
            for (CompressionStep step : compressed.steps().reversed()) {
                List<ReportPage.Epoch> again = epochs(step.settings());
                if (!again.isEmpty() || step.settings().containsKey("rowsLearnt")) {
                    return new ReportPage.Curve(again, other);
                }
            }
            other = compressed.parent().name();
            made = compressed.parentProvenance();
        }
        return new ReportPage.Curve(
                made.training().map(training -> epochs(training.settings())).orElse(List.of()),
                other);
    }

    private static List<ReportPage.Epoch> epochs(Map<String, Object> settings) {
        return TuneCurve.of(settings).points().stream()
                .map(point -> new ReportPage.Epoch(point.epochs(), point.loss(), point.quality()))
                .toList();
    }

    private static ReportPage.Fact fact(Map.Entry<String, Object> setting) {
        return new ReportPage.Fact(setting.getKey(), String.valueOf(setting.getValue()));
    }

    private static ReportPage.Language language(Dataset dataset) {
        return dataset.version().language().equals("zh")
                ? ReportPage.Language.CHINESE
                : ReportPage.Language.ENGLISH;
    }

    private static ReportPage.Running running(
            CostRate rate, ModelVersion version, @Nullable Speed speed) {
        return new ReportPage.Running(
                version.sizeBytes(),
                speed,
                speed == null ? 0 : speed.costMicrosPer1000(rate),
                LlmCall.TYPICAL);
    }

    private static ReportPage.Rung rung(
            LadderStep step, TrainedModel trained, CostRate rate, @Nullable Speed speed) {
        boolean chosen = step.chosen();
        ReportPage.Outcome outcome =
                chosen
                        ? ReportPage.Outcome.CHOSEN
                        : step.valid().isPresent()
                                ? ReportPage.Outcome.TRIED
                                : ReportPage.Outcome.NOT_TRIED;
        Interval quality = step.valid().orElse(null);
        boolean predictedOnly = step.trainTime().isZero();
        return new ReportPage.Rung(
                step.recipe(),
                outcome,
                quality,
                predictedOnly && step.predicted().isPresent()
                        ? step.predicted().get().time()
                        : step.trainTime(),
                predictedOnly && step.predicted().isPresent()
                        ? step.predicted().get().costMicros()
                        : step.costMicros(),
                chosen && speed != null ? speed.costMicrosPer1000(rate) : 0,
                chosen ? trained.sizeBytes() : 0,
                outcome == ReportPage.Outcome.NOT_TRIED ? step.note() : "");
    }

    private static List<Mistake> heldOutMistakes(TrainedModel trained) {
        return Mistake.worst(
                trained.heldOut().predictions(), trained.heldOut().texts(), MISTAKES_MAX);
    }

    private static String recipe(ModelVersion version) {
        String recipe =
                version.provenance()
                        .training()
                        .map(training -> training.recipe())
                        .orElse("imported");
        return version.provenance().compressions().stream()
                .map(step -> ", " + step.name())
                .collect(Collectors.joining("", recipe, ""));
    }

    private static List<ReportPage.Fact> facts(ModelVersion version) {
        List<ReportPage.Fact> facts = new ArrayList<>();
        facts.add(new ReportPage.Fact("version", version.reference() + " " + version.id()));
        version.provenance()
                .training()
                .ifPresent(
                        training -> {
                            facts.add(
                                    new ReportPage.Fact(
                                            "dataset",
                                            training.dataset().name()
                                                    + " "
                                                    + training.dataset().id()));
                            training.base()
                                    .ifPresent(
                                            base ->
                                                    facts.add(
                                                            new ReportPage.Fact(
                                                                    "base",
                                                                    base.name()
                                                                            + " "
                                                                            + base.id())));
                            training.settings().entrySet().stream()
                                    .filter(setting -> !ELSEWHERE.contains(setting.getKey()))
                                    .map(ReportPages::fact)
                                    .forEach(facts::add);
                        });
        version.provenance()
                .compressions()
                .forEach(step -> facts.add(new ReportPage.Fact(step.name(), settings(step))));
        Making making = version.provenance().making();
        making.parts().forEach((name, part) -> facts.add(new ReportPage.Fact(name, part)));
        facts.add(
                new ReportPage.Fact(
                        "machine",
                        making.machine().cpu()
                                + ", "
                                + making.machine().cores()
                                + " cores, "
                                + making.machine().os()));
        return facts;
    }

    private static String settings(CompressionStep step) {
        Map<String, Object> shown = new LinkedHashMap<>(step.settings());
        shown.keySet().removeAll(ELSEWHERE);
        return shown.toString();
    }
}

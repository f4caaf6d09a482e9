package io.kaiye.registry;

import static io.kaiye.registry.CardText.code;
import static io.kaiye.registry.CardText.markdown;
import static io.kaiye.registry.CardText.percent;

import io.kaiye.base.Machine;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ModelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The page that goes with a version: a header in the form of the Hugging Face hub and sections for
 * people. Everything in it is read from the version; nothing is typed in twice.
 */
final class ModelCard {
    private static final int LABELS_SHOWN = 200;
    private static final int WEAK_SHOWN = 10;
    private static final double CALIBRATION_ERROR_NOTABLE = 0.05;

    private final ModelVersion version;
    private final ModelInfo info;
    private final StringBuilder out = new StringBuilder();

    private ModelCard(ModelVersion version) {
        this.version = version;
        this.info = version.info();
    }

    /** The whole README.md. */
    static String of(ModelVersion version, Optional<String> license) {
        return CardHeader.of(version, license) + new ModelCard(version).body();
    }

    private String body() {
        whatItIs();
        intendedUse();
        data();
        quality();
        limits();
        out.append(CardUsage.of(version));
        provenance();
        return out.toString();
    }

    private void whatItIs() {
        line("\n# " + version.model() + "\n");
        String kind =
                info.embeds()
                        ? "An ONNX text " + (info.classifies() ? "classifier" : "encoder")
                        : "A linear text classifier";
        line(
                kind
                        + " made with Kaiye: version "
                        + version.number()
                        + ", id "
                        + code(version.id())
                        + ".\n");
        List<String[]> rows = new ArrayList<>();
        if (info.classifies()) {
            rows.add(row("Classes", info.labels().size()));
        }
        if (info.embeds()) {
            rows.add(row("Embedding", info.dimension() + " numbers, length 1"));
            rows.add(row("Longest text", info.maxTokens() + " tokens; longer texts are cut"));
            rows.add(row("Weights", info.precision()));
        }
        if (info.kind() == ModelKind.ADAPTER) {
            rows.add(row("Adapter of", info.base() + ", merged into it in model.onnx"));
        }
        if (info.kind() == ModelKind.BLEND) {
            rows.add(row("Blend of", "a graph and a linear model over words and n-grams"));
        }
        rows.add(row("Size", CardText.megabytes(version.sizeBytes())));
        version.speed().ifPresent(speed -> rows.add(row("Speed", speed(speed))));
        table("", "", rows);
        if (info.classifies()) {
            line(
                    info.labels().stream()
                                    .limit(LABELS_SHOWN)
                                    .map(label -> code(label))
                                    .collect(Collectors.joining(", ", "Classes: ", ""))
                            + (info.labels().size() > LABELS_SHOWN ? " …" : "")
                            + ".\n");
        }
    }

    private void intendedUse() {
        line("## Intended use\n");
        line(
                info.classifies()
                        ? "Sorting short texts of the kind it was trained on into the classes"
                                + " above. It gives one probability for each class. Let a person"
                                + " look at answers with a low one, and at every answer that"
                                + " decides something about somebody.\n"
                        : "Turning texts into vectors whose dot product says how alike they are:"
                                + " for search, grouping, or as the base of a classifier.\n");
    }

    private void data() {
        line("## Data\n");
        Optional<Provenance.Trained> training = version.provenance().training();
        if (training.isEmpty()) {
            line("It was brought in from outside; what it was trained on is not known here.\n");
            return;
        }
        Provenance.Trained trained = training.get();
        HeldOut heldOut = trained.heldOut();
        line(
                "Dataset "
                        + markdown(trained.dataset().name())
                        + ", content hash "
                        + code(trained.dataset().id())
                        + ".");
        line(
                heldOut.share() < 1
                        ? "Validation: "
                                + percent(heldOut.share())
                                + " of the "
                                + markdown(heldOut.split())
                                + " split, drawn by class with seed "
                                + heldOut.seed()
                                + (heldOut.refit()
                                        ? "; after it was measured there, the model was fitted"
                                                + " again on all of it.\n"
                                        : ".\n")
                        : "Validation: the dataset's own "
                                + markdown(heldOut.split())
                                + " split.\n");
    }

    private void quality() {
        if (!info.classifies()) {
            return;
        }
        line("## Quality\n");
        if (version.metrics().isEmpty()) {
            line("It was not measured.\n");
            return;
        }
        line("95% intervals in brackets: Wilson for accuracy, bootstrap for F1.\n");
        line("| split | texts | accuracy | macro F1 | micro F1 | log loss | calibration error |");
        line("|---|---|---|---|---|---|---|");
        version.metrics().forEach(this::qualityRow);
        line("");
        out.append(CardScope.quality(version));
        String split = version.metrics().containsKey("test") ? "test" : "valid";
        line("Weakest classes (" + split + "):\n");
        line("| class | texts | precision | recall | F1 |");
        line("|---|---|---|---|---|");
        Optional.ofNullable(version.metrics().get(split)).stream()
                .flatMap(quality -> quality.weakest().stream().limit(WEAK_SHOWN))
                .forEach(this::weakRow);
        line("");
    }

    private void qualityRow(String split, Quality quality) {
        line(
                cells(
                        markdown(split),
                        String.valueOf(quality.rows()),
                        percent(quality.accuracy()),
                        percent(quality.macroF1()),
                        percent(quality.microF1()),
                        String.format(Locale.ROOT, "%.3f", quality.logLoss()),
                        String.format(Locale.ROOT, "%.3f", quality.calibrationError())));
    }

    private void weakRow(Quality.WeakClass weak) {
        line(
                cells(
                        markdown(weak.label()),
                        String.valueOf(weak.rows()),
                        percent(weak.precision()),
                        percent(weak.recall()),
                        percent(weak.f1())));
    }

    private void limits() {
        line("## Limits\n");
        if (info.classifies()) {
            line(CardScope.limit(info));
            line(
                    "- Quality holds for texts like those it was measured on; other sources, years"
                            + " or languages need their own measurement.");
        }
        version.metrics().values().stream()
                .filter(quality -> quality.calibrationError() > CALIBRATION_ERROR_NOTABLE)
                .findFirst()
                .ifPresent(
                        quality ->
                                line(
                                        "- Its probabilities are off by "
                                                + percent(quality.calibrationError())
                                                + " on average; do not read them as exact."));
        if (info.embeds()) {
            line("- Only the first " + info.maxTokens() + " tokens of a text are read.");
        }
        line("- It learnt what the data holds, prejudice included.\n");
    }

    private void provenance() {
        line("## Provenance\n");
        line("Complete in " + code(Manifest.PROVENANCE) + "; in short:\n");
        List<String[]> rows = new ArrayList<>();
        switch (version.provenance()) {
            case Provenance.Trained trained -> training(trained, rows);
            case Provenance.Compressed compressed -> {
                rows.add(
                        row(
                                "Made from",
                                compressed.parent().name() + " " + compressed.parent().id()));
                compressed.training().ifPresent(trained -> training(trained, rows));
                compressed
                        .compressions()
                        .forEach(
                                step ->
                                        rows.add(
                                                row(
                                                        "Step " + step.name(),
                                                        shortened(step.settings()))));
            }
            case Provenance.Imported imported -> {
                rows.add(row("Origin", imported.origin().name() + " " + imported.origin().id()));
                rows.add(row("Settings", shortened(imported.settings())));
            }
        }
        making(version.provenance().making(), rows);
        table("what", "value", rows);
    }

    private static void training(Provenance.Trained trained, List<String[]> rows) {
        rows.add(row("Recipe", trained.recipe()));
        rows.add(row("Settings", shortened(trained.settings())));
        rows.add(row("Seed", trained.seed()));
        trained.base().ifPresent(base -> rows.add(row("Base", base.name() + " " + base.id())));
        trained.acceptedTerms()
                .ifPresent(terms -> rows.add(row("Accepted", String.join(" ", terms))));
    }

    private static void making(Making making, List<String[]> rows) {
        Machine machine = making.machine();
        rows.add(row("Made", making.created()));
        rows.add(row("Parts", shortened(making.parts())));
        rows.add(
                row(
                        "Machine",
                        machine.cpu()
                                + ", "
                                + machine.cores()
                                + " cores, "
                                + machine.os()
                                + ", "
                                + machine.java()));
        rows.add(row("Time", CardText.seconds(making.seconds())));
        if (making.peakResidentBytes() > 0) {
            rows.add(row("Peak memory", CardText.megabytes(making.peakResidentBytes())));
        }
        rows.add(row("Computing cost", CardText.dollars(making.costMicros())));
    }

    private static String speed(Speed speed) {
        return String.format(
                Locale.ROOT,
                "%.0f texts/s, %.0f tokens/s with %d threads on %s; 1,000 answers cost %s",
                speed.textsPerSecond(),
                speed.tokensPerSecond(),
                speed.threads(),
                speed.machine().cpu(),
                CardText.dollars(speed.costMicrosPerThousand()));
    }

    private static String shortened(Map<String, ?> settings) {
        return settings.entrySet().stream()
                .map(entry -> entry.getKey() + " " + plain(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String plain(Object value) {
        return value instanceof String text ? text : Canonical.json(value);
    }

    private void table(String left, String right, List<String[]> rows) {
        line(cells(left, right));
        line("|---|---|");
        rows.forEach(row -> line(cells(markdown(row[0]), markdown(row[1]))));
        line("");
    }

    private static String[] row(String name, Object value) {
        return new String[] {name, String.valueOf(value)};
    }

    private static String cells(String... cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}

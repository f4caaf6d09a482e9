package io.kaiye.registry;

import static io.kaiye.registry.CardText.yaml;

import io.kaiye.evaluate.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The YAML header of a model card, in the fields that the Hugging Face hub reads. */
final class CardHeader {
    private CardHeader() {}

    static String of(ModelVersion version, Optional<String> license) {
        List<String> lines = new ArrayList<>();
        lines.add("---");
        license.ifPresent(name -> lines.add("license: " + yaml(name)));
        List<String> languages = languages(version.info().language());
        if (!languages.isEmpty()) {
            lines.add("language:");
            languages.forEach(language -> lines.add("- " + language));
        }
        lines.add("pipeline_tag: " + task(version));
        lines.add("tags:");
        tags(version).forEach(tag -> lines.add("- " + yaml(tag)));
        if (version.info().classifies()) {
            lines.add("metrics:");
            lines.add("- accuracy");
            lines.add("- f1");
        }
        results(version, lines);
        lines.add("---");
        return String.join("\n", lines) + "\n";
    }

    static String task(ModelVersion version) {
        return version.info().classifies() ? "text-classification" : "feature-extraction";
    }

    private static List<String> languages(String language) {
        return switch (language) {
            case "en" -> List.of("en");
            case "zh" -> List.of("zh");
            case "mixed" -> List.of("en", "zh");
            default -> List.of();
        };
    }

    private static List<String> tags(ModelVersion version) {
        List<String> tags = new ArrayList<>(List.of("kaiye"));
        if (version.info().embeds()) {
            tags.add("onnx");
        }
        version.provenance().training().ifPresent(trained -> tags.add(trained.recipe()));
        version.provenance().compressions().forEach(step -> tags.add(step.name()));
        return tags.stream().distinct().toList();
    }

    /** The hub shows these as a table; it wants a dataset with a name and a type. */
    private static void results(ModelVersion version, List<String> lines) {
        Optional<Provenance.Trained> training = version.provenance().training();
        if (version.metrics().isEmpty() || training.isEmpty()) {
            return;
        }
        lines.add("model-index:");
        lines.add("- name: " + yaml(version.model()));
        lines.add("  results:");
        for (String split : Submission.OWN_SPLITS) {
            Quality quality = version.metrics().get(split);
            if (quality != null) {
                result(training.get(), split, quality, lines);
            }
        }
    }

    private static void result(
            Provenance.Trained training, String split, Quality quality, List<String> lines) {
        ContentRef dataset = training.dataset();
        lines.add("  - task:");
        lines.add("      type: text-classification");
        lines.add("    dataset:");
        lines.add("      name: " + yaml(dataset.name()));
        lines.add("      type: " + yaml(dataset.name()));
        lines.add("      split: " + yaml(split));
        lines.add("      revision: " + yaml(dataset.id()));
        lines.add("    metrics:");
        Map<String, Interval> byName =
                Map.of("accuracy", quality.accuracy(), "f1", quality.macroF1());
        for (String name : List.of("accuracy", "f1")) {
            Interval interval = byName.get(name);
            if (interval != null) {
                lines.add("    - type: " + name);
                lines.add("      name: " + (name.equals("f1") ? "macro F1" : name));
                lines.add("      value: " + number(interval.value()));
            }
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}

package io.kaiye.cli;

import io.kaiye.registry.AliasMove;
import io.kaiye.registry.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Everything that is known of one version, its provenance and the moves of its model's aliases. */
@Command(
        name = "show",
        description = "Show one version: quality, speed, provenance, alias history.")
final class ModelsShowCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(paramLabel = "MODEL", description = "name, name@3, name@challenger or name@ID.")
    private String reference = "";

    ModelsShowCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        ModelVersion version = session.workbench().registry().resolve(reference);
        List<AliasMove> history = session.workbench().registry().history(version.model());
        return session.result(
                lines(version, history), Map.of("version", version, "history", history));
    }

    private static List<String> lines(ModelVersion version, List<AliasMove> history) {
        List<String> lines = new ArrayList<>();
        lines.add(version.reference() + "  " + String.join(" ", version.aliases()));
        lines.add("  id        " + version.id());
        lines.add(
                "  kind      "
                        + ModelsListCommand.kind(version)
                        + ", "
                        + Numbers.bytes(version.sizeBytes()));
        lines.add("  labels    " + labels(version.info().labels()));
        version.metrics()
                .forEach(
                        (split, quality) ->
                                lines.add(
                                        "  "
                                                + split
                                                + " ".repeat(Math.max(1, 10 - split.length()))
                                                + "accuracy "
                                                + Results.interval(quality.accuracy())
                                                + ", macro F1 "
                                                + Results.interval(quality.macroF1())
                                                + ", ECE "
                                                + Numbers.percent(quality.calibrationError())
                                                + ", "
                                                + Numbers.grouped(quality.rows())
                                                + " rows"));
        lines.addAll(ScopeLines.of(version));
        version.speed()
                .ifPresent(
                        speed ->
                                lines.add(
                                        "  speed     "
                                                + Numbers.grouped(
                                                        Math.round(speed.textsPerSecond()))
                                                + " texts/s on "
                                                + speed.threads()
                                                + " threads, "
                                                + Numbers.dollars(speed.costMicrosPerThousand())
                                                + " per 1,000 answers"));
        lines.add("  made      " + version.created() + " by " + version.madeBy());
        lines.add("");
        lines.add("Aliases");
        for (AliasMove move : history) {
            lines.add(
                    "  "
                            + move.at()
                            + "  "
                            + move.alias()
                            + "  "
                            + move.from().map(Object::toString).orElse("-")
                            + " → "
                            + move.to().map(Object::toString).orElse("-")
                            + "  "
                            + move.reason());
        }
        lines.add("");
        lines.add("Provenance");
        lines.addAll(ProvenanceLines.of(version.provenance()));
        return lines;
    }

    private static String labels(List<String> labels) {
        if (labels.isEmpty()) {
            return "none (it gives embeddings)";
        }
        int shown = Math.min(8, labels.size());
        String first = String.join(", ", labels.subList(0, shown));
        return labels.size() + ": " + first + (labels.size() > shown ? ", …" : "");
    }
}

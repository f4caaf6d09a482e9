package io.kaiye.cli;

import io.kaiye.model.ModelKind;
import io.kaiye.registry.ModelVersion;
import io.kaiye.registry.Quality;
import io.kaiye.registry.Speed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** One line a version. */
@Command(name = "list", description = "List every version of every model.")
final class ModelsListCommand implements Callable<Integer> {
    private final Session session;

    ModelsListCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        List<ModelVersion> versions = session.workbench().registry().list();
        return session.result(versions.isEmpty() ? none() : lines(versions), versions);
    }

    private static List<String> none() {
        return List.of(
                "No models yet. Train one:  kaiye train NAME --data DATASET",
                "or take a bundled encoder: kaiye models import bge-small-en");
    }

    private static List<String> lines(List<ModelVersion> versions) {
        Table table =
                new Table("version", "aliases", "kind", "accuracy (95%)", "tokens/s", "size", "id");
        for (ModelVersion version : versions) {
            table.row(
                    version.reference(),
                    String.join(" ", version.aliases()),
                    kind(version),
                    quality(version),
                    version.speed().map(ModelsListCommand::speed).orElse("-"),
                    Numbers.bytes(version.sizeBytes()),
                    version.shortId());
        }
        return new ArrayList<>(table.lines());
    }

    static String kind(ModelVersion version) {
        String kind = version.info().kind().name().toLowerCase(Locale.ROOT);
        return kind
                + (version.info().kind() == ModelKind.ADAPTER ? " of " + version.info().base() : "")
                + (version.info().precision().equals("int8") ? " int8" : "")
                + (version.info().classifies() ? "" : " encoder");
    }

    /** "93.6% (92.7 to 94.4, test)", from the test split where it was measured. */
    static String quality(ModelVersion version) {
        Optional<String> test =
                Optional.ofNullable(version.metrics().get("test")).map(q -> spoken(q, "test"));
        return test.or(
                        () ->
                                Optional.ofNullable(version.metrics().get("valid"))
                                        .map(q -> spoken(q, "valid")))
                .orElse("-");
    }

    private static String spoken(Quality quality, String split) {
        return Results.interval(quality.accuracy()) + " " + split;
    }

    private static String speed(Speed speed) {
        return speed.tokensPerSecond() > 0
                ? Numbers.grouped(Math.round(speed.tokensPerSecond()))
                : "-";
    }
}

package io.kaiye.cli;

import io.kaiye.label.Vectors;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The encoder that turns texts into vectors. */
final class EncoderOption {
    @Option(
            names = "--base",
            paramLabel = "NAME",
            description = "Encoder, by name or folder; else the one for the language.")
    private @Nullable String base;

    /** The one that was named; empty for the one that fits the language. */
    Optional<String> base() {
        return Optional.ofNullable(base);
    }

    /** As recipes say it. */
    String word() {
        return base().orElse("auto");
    }

    /** A vector for each text, with progress. */
    float[][] vectors(Session session, List<String> texts, String language) {
        Workbench workbench = session.workbench();
        return new Vectors(workbench.engine(), workbench.bases(), session.passingProgress())
                .of(texts, base(), language);
    }
}

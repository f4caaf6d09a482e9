package io.kaiye.cli;

import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelKind;
import io.kaiye.registry.ModelVersion;
import io.kaiye.registry.Registry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a version as a folder for other tools. */
@Command(
        name = "export",
        description =
                "Write a version as a folder that ONNX Runtime and Hugging Face tools can read.")
final class ModelsExportCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(index = "0", paramLabel = "MODEL", description = "name, name@3 or name@challenger.")
    private String reference = "";

    @Parameters(index = "1", paramLabel = "FOLDER", description = "A new or empty folder.")
    private Path folder = Path.of("");

    @Option(
            names = "--license",
            paramLabel = "ID",
            description = "Licence for the model card, such as apache-2.0.")
    private @Nullable String license;

    ModelsExportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Registry registry = session.workbench().registry();
        ModelVersion version = registry.resolve(reference);
        session.workbench()
                .audit()
                .append("model-export", Map.of("model", version.reference(), "id", version.id()));
        if (license == null) {
            registry.export(version.reference(), folder);
        } else {
            registry.export(version.reference(), folder, license);
        }
        List<String> lines = new ArrayList<>();
        lines.add(version.reference() + " exported to " + folder.toAbsolutePath());
        if (ModelFolder.readInfo(folder).kind() == ModelKind.BLEND) {
            lines.add(
                    "  note: this is a blend; ONNX Runtime runs its graph alone, which is the"
                            + " weaker part. Kaiye runs both.");
        }
        return session.result(
                lines,
                Map.of(
                        "model",
                        version.model(),
                        "version",
                        version.number(),
                        "id",
                        version.id(),
                        "folder",
                        folder.toAbsolutePath().toString()));
    }
}

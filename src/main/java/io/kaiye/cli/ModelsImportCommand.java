package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.model.Base;
import io.kaiye.model.ModelFolder;
import io.kaiye.registry.ContentRef;
import io.kaiye.registry.Provenance;
import io.kaiye.registry.Registration;
import io.kaiye.registry.Registry;
import io.kaiye.registry.Submission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes in an export of Kaiye, or an encoder to serve embeddings with. */
@Command(
        name = "import",
        description =
                "Register an export of Kaiye, a Hugging Face encoder folder or a bundled encoder.")
final class ModelsImportCommand implements Callable<Integer> {
    private final Session session;

    @Parameters(
            index = "0",
            paramLabel = "FOLDER|BASE",
            description = "A folder, or a bundled encoder such as bge-small-en.")
    private String source = "";

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the model; the source's own name otherwise.")
    private @Nullable String name;

    ModelsImportCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        Registry registry = session.workbench().registry();
        Path folder = Path.of(source);
        boolean bundled = session.workbench().bases().names().contains(source);
        if (!bundled && !Files.isDirectory(folder)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "'"
                            + source
                            + "' is neither a folder nor a bundled"
                            + " encoder; bundled are: "
                            + String.join(", ", session.workbench().bases().names())
                            + ".");
        }
        Registration registration =
                !bundled && Registry.isExport(folder)
                        ? registry.importExport(model(ownName(folder)), folder)
                        : encoder(registry);
        return session.result(List.of(registration.summary()), registration);
    }

    private static String ownName(Path folder) {
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return name == null ? "" : name.toString();
    }

    private String model(String otherwise) {
        return name == null ? otherwise.toLowerCase(java.util.Locale.ROOT) : name;
    }

    private Registration encoder(Registry registry) {
        long start = System.nanoTime();
        Base base = session.workbench().bases().open(source);
        Path work = session.workbench().store().newWorkFolder("import");
        try {
            ModelFolder.writeEncoder(work, base);
            return registry.submit(
                    new Submission(
                            model(base.name()),
                            work,
                            new Provenance.Imported(
                                    new ContentRef(base.name(), base.contentHash()),
                                    Map.of(
                                            "pooling",
                                            base.pooling().toString(),
                                            "maxTokens",
                                            base.maxTokens()),
                                    Makings.now(
                                            Duration.ofNanos(System.nanoTime() - start),
                                            session.workbench().costRate())),
                            Map.of(),
                            Optional.empty(),
                            "kaiye models import"));
        } finally {
            session.workbench().store().deleteWorkFolder(work);
        }
    }
}

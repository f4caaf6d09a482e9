package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Cleaning steps in their order, from a YAML file. Safe for threads. */
public final class CleanPlan {
    private final Path file;
    private final List<CleanStep> steps;
    private final List<Object> written;

    CleanPlan(Path file, List<CleanStep> steps, List<Object> written) {
        this.file = file;
        this.steps = List.copyOf(steps);
        this.written = List.of(Json.parse(Json.line(written), Object[].class));
    }

    /**
     * Reads a plan.
     *
     * @throws KaiyeException INVALID_FILE with everything that is wrong, a line each
     */
    public static CleanPlan read(Path file) {
        return CleanPlanFile.read(file);
    }

    List<CleanStep> steps() {
        return steps;
    }

    /** The steps as the file has them, as JSON values. */
    List<Object> written() {
        return written;
    }

    /** Refuses a plan that does not fit a version's columns, with everything that does not. */
    void check(DatasetVersion version) {
        CleanSchema schema = new CleanSchema(columns(version));
        steps.forEach(step -> step.check(schema));
        if (!schema.problems().isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    file
                            + " does not fit "
                            + version.reference()
                            + ". Nothing was stored.\n  "
                            + String.join("\n  ", schema.problems())
                            + (madeBySame(version)
                                    ? "\n"
                                            + version.reference()
                                            + " was made by this very plan; it need not be cleaned"
                                            + " again."
                                    : ""));
        }
    }

    private boolean madeBySame(DatasetVersion version) {
        Map<String, Object> recipe = version.making().map(Making::recipe).orElse(Map.of());
        return Json.line(written).equals(Json.line(recipe.getOrDefault("plan", List.of())));
    }

    private static List<Column> columns(DatasetVersion version) {
        return version.columns()
                .orElse(
                        List.of(
                                new Column(
                                        ImportSettings.DEFAULT.textColumns().getFirst(), "VARCHAR"),
                                new Column(ImportSettings.DEFAULT.labelColumn(), "VARCHAR")));
    }
}

package io.kaiye.data;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cleaning steps in their order, from a YAML file, or from a version that they made and with what
 * they fitted then. Safe for threads.
 */
public final class CleanPlan {
    private final String name;
    private final List<CleanStep> steps;
    private final List<Object> written;
    private final Optional<FittedVersion> fitted;

    /**
     * @param name what messages call it
     * @param fitted the version whose fitted values are used; empty to fit
     */
    CleanPlan(
            String name,
            List<CleanStep> steps,
            List<Object> written,
            Optional<FittedVersion> fitted) {
        this.name = name;
        this.steps = List.copyOf(steps);
        this.written = List.of(Json.parse(Json.line(written), Object[].class));
        this.fitted = fitted;
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

    /** The same with what was fitted for a version, so that nothing is fitted anew. */
    CleanPlan fittedAs(FittedVersion version) {
        return new CleanPlan(name, steps, written, Optional.of(version));
    }

    /** True if nothing is fitted anew. */
    public boolean isFitted() {
        return fitted.isPresent();
    }

    /** The steps as they were written, and the version whose fitted values they use. */
    Map<String, Object> recipe() {
        Map<String, Object> recipe = new LinkedHashMap<>();
        fitted.ifPresent(one -> recipe.put(Making.LIKE, one.version().fullReference()));
        recipe.put("plan", written);
        return recipe;
    }

    /** What one of the steps is to use instead of fitting. */
    Optional<StoredFit> stored(CleanStep step) {
        return fitted.map(one -> one.fits().get(step.place().number() - 1));
    }

    /**
     * The same, ready to be used: with the rows that neighbours are looked up in, which are read
     * again where nothing is fitted anew.
     */
    CleanPlan ready(Store store, Progress progress) {
        return fitted.map(one -> fittedAs(new KnownRows(store, one, progress).read(steps)))
                .orElse(this);
    }

    /** Versions that are read beside the one to clean. */
    List<DatasetVersion> alsoRead() {
        return fitted.filter(any -> KnownRows.areRead(steps)).map(FittedVersion::source).stream()
                .toList();
    }

    /** The rows as the steps can take them. */
    SplitRows typed(Duck duck, SplitRows rows) {
        return fitted.map(one -> one.typed(duck, rows, steps)).orElse(rows);
    }

    /** Refuses a plan that does not fit a version's columns, with everything that does not. */
    void check(DatasetVersion version) {
        List<Column> own = columns(version);
        CleanSchema schema = new CleanSchema(fitted.map(one -> one.asFitted(own)).orElse(own));
        steps.forEach(step -> step.check(schema));
        if (!schema.problems().isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    name
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

    /** Of the rows that a plan sees; for text and label alone they are called so. */
    static List<Column> columns(DatasetVersion version) {
        return version.columns()
                .orElse(
                        List.of(
                                new Column(
                                        ImportSettings.DEFAULT.textColumns().getFirst(), "VARCHAR"),
                                new Column(ImportSettings.DEFAULT.labelColumn(), "VARCHAR")));
    }
}

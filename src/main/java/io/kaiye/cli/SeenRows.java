package io.kaiye.cli;

import io.kaiye.data.Dataset;
import io.kaiye.data.Datasets;
import io.kaiye.data.Example;
import io.kaiye.registry.ContentRef;
import io.kaiye.registry.ModelVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How many rows of a measurement a version has learnt from: what is measured on them says little
 * about new texts.
 *
 * @param seen rows whose text is one of those that were learnt from
 */
record SeenRows(ModelVersion version, int seen, int rows) {
    /** Of the rows: fewer are what real texts repeat anyway. */
    private static final double SPOILT_FROM = 0.1;

    /**
     * Compares by text; nothing is seen where the dataset of the training is not here.
     *
     * @param measured the dataset of the rows, which need not be read again
     */
    static SeenRows of(
            Datasets datasets, ModelVersion version, Dataset measured, List<Example> rows) {
        Set<String> learnt = new HashSet<>();
        version.provenance()
                .training()
                .map(training -> learnt(datasets, training.dataset(), measured))
                .ifPresent(train -> train.forEach(row -> learnt.add(row.text())));
        int seen = (int) rows.stream().filter(row -> learnt.contains(row.text())).count();
        return new SeenRows(version, seen, rows.size());
    }

    private static List<Example> learnt(Datasets datasets, ContentRef training, Dataset measured) {
        if (measured.version().id().equals(training.id())) {
            return measured.train();
        }
        return datasets.list().stream()
                .filter(version -> version.id().equals(training.id()))
                .findFirst()
                .map(version -> datasets.load(version.name() + "@" + version.id()).train())
                .orElse(List.of()); // trained in another home
    }

    /** Too many for the figures to say something about new texts. */
    boolean spoils() {
        return seen > SPOILT_FROM * rows;
    }

    /** A warning; empty if nothing was seen. */
    Optional<String> words() {
        if (seen == 0) {
            return Optional.empty();
        }
        String which =
                seen == rows
                        ? (rows == 1
                                ? "The row is one"
                                : "All " + Numbers.grouped(rows) + " rows are")
                        : Numbers.grouped(seen)
                                + " of "
                                + Numbers.grouped(rows)
                                + " rows "
                                + (seen == 1 ? "is one" : "are");
        return Optional.of(
                (spoils() ? "CAUTION: " : "note: ")
                        + which
                        + " that "
                        + version.reference()
                        + " has learnt from"
                        + (spoils() ? "; on new texts it will do worse than that." : "."));
    }
}

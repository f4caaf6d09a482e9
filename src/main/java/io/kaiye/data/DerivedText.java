package io.kaiye.data;

import io.kaiye.base.AtomicFiles;
import io.kaiye.store.Store;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Rows of text and label that a step has made, on their way to being a version. */
final class DerivedText {
    private final Derivation derivation;
    private final Map<SplitName, List<Example>> rows;

    /**
     * @param rows of each split, none for one that is not there
     */
    DerivedText(Derivation derivation, Map<SplitName, List<Example>> rows) {
        this.derivation = derivation;
        this.rows = rows;
    }

    DatasetVersion keep(Store store, String who, Instant now, DatasetListener listener) {
        TreeSet<String> labels = new TreeSet<>();
        Language.Tally languages = new Language.Tally();
        rows.values().stream()
                .flatMap(List::stream)
                .forEach(
                        row -> {
                            labels.add(row.label());
                            languages.add(row.text());
                        });
        refuseNothingLeft();
        DatasetVersion first = derivation.parents().getFirst();
        Optional<Making> making = Optional.of(Making.of(derivation, who));
        Optional<Terms> terms = derivation.terms();
        Path work = store.newWorkFolder(derivation.step());
        try {
            SplitFiles content = SplitFiles.of(write(work));
            return content.keep(
                    store,
                    new DatasetVersion(
                            derivation.name(),
                            content.id(making, terms),
                            now,
                            List.copyOf(labels),
                            counts(),
                            languages.language(),
                            first.sources(),
                            first.settings(),
                            List.of(),
                            Optional.empty(),
                            making,
                            terms),
                    derivation.parents(),
                    listener);
        } finally {
            store.deleteWorkFolder(work);
        }
    }

    private void refuseNothingLeft() {
        if (rows.getOrDefault(SplitName.TRAIN, List.of()).isEmpty()) {
            throw derivation.nothingLeft();
        }
    }

    private Map<SplitName, Integer> counts() {
        Map<SplitName, Integer> counts = new EnumMap<>(SplitName.class);
        rows.forEach((split, some) -> counts.put(split, some.size()));
        return counts;
    }

    private Map<SplitName, Path> write(Path work) {
        Map<SplitName, Path> files = new EnumMap<>(SplitName.class);
        for (SplitName split : SplitName.values()) {
            Path file = work.resolve(split.word() + ".jsonl");
            files.put(split, file);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
                for (Example row : rows.getOrDefault(split, List.of())) {
                    out.write(Canonical.line(row.text(), row.label()));
                }
            } catch (IOException e) {
                throw AtomicFiles.failure(file, e);
            }
        }
        return files;
    }
}

package io.kaiye.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.base.Ids;
import io.kaiye.base.Progress;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Datasets;
import io.kaiye.data.FoundRow;
import io.kaiye.data.ImportRequest;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.TableSettings;
import io.kaiye.data.Terms;
import io.kaiye.registry.Registry;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A home with the rooms that an erasure touches. */
final class Home implements AutoCloseable {
    final Store store;
    final AuditLog audit;
    final Datasets datasets;
    final Persons persons;
    Instant now = Instant.parse("2026-05-01T10:00:00Z");

    Home(Store store) {
        this.store = store;
        this.audit = new AuditLog(store, () -> now, "tester");
        this.datasets = new Datasets(store, () -> now, "tester", audit.datasets());
        this.persons =
                new Persons(
                        store,
                        datasets,
                        new Registry(store, () -> now, "tester"),
                        audit,
                        () -> now,
                        Ids.random("era_"),
                        "tester");
    }

    DatasetVersion importText(String name, Path file, Terms terms) {
        return datasets.importFiles(request(name, file, terms), Progress.silent());
    }

    DatasetVersion importTable(String name, Path file, Terms terms) {
        return datasets.importTable(
                request(name, file, terms), TableSettings.DEFAULT, Progress.silent());
    }

    private static ImportRequest request(String name, Path file, Terms terms) {
        return new ImportRequest(
                name,
                List.of(),
                List.of(file),
                List.of(),
                List.of(),
                ImportSettings.DEFAULT,
                Optional.empty(),
                Optional.of(terms));
    }

    /** Rows of all versions that hold a text. */
    int rows(String text) {
        return found(query(text)).size();
    }

    List<FoundRow> found(PersonQuery query) {
        List<FoundRow> rows = new ArrayList<>();
        assertEquals(persons.find(query, rows::add).rows(), rows.size());
        return rows;
    }

    static PersonQuery query(String... texts) {
        return new PersonQuery(List.of(texts), List.of());
    }

    /** To be deleted by a day. */
    static Terms until(String day) {
        return new Terms(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(LocalDate.parse(day)));
    }

    /** Held for a reason. */
    static Terms on(String basis, String... purposes) {
        return new Terms(
                Optional.empty(),
                Optional.empty(),
                Optional.of(basis),
                List.of(purposes),
                Optional.empty());
    }

    /** Files of the home that hold a text, in upper or lower case. */
    List<String> holding(String text) throws IOException {
        String wanted = text.toLowerCase(Locale.ROOT);
        List<String> holding = new ArrayList<>();
        try (Stream<Path> files = Files.walk(store.home())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (content.toLowerCase(Locale.ROOT).contains(wanted)) {
                    holding.add(store.home().relativize(file).toString());
                }
            }
        }
        return holding;
    }

    @Override
    public void close() {
        audit.close();
        store.close();
    }
}

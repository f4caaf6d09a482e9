package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A home to import into, and files to import, for one test. */
final class Desk implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    final Path folder;
    final Store store;
    final Datasets datasets;
    final List<String> notes = new ArrayList<>();
    ImportSettings settings = ImportSettings.DEFAULT;

    Desk(Path folder) {
        this(folder, ImportLimits.DEFAULT);
    }

    Desk(Path folder, TestDatabase database) {
        this(folder, ImportLimits.DEFAULT, database);
    }

    Desk(Path folder, ImportLimits limits) {
        this(folder, limits, TestDatabase.SQLITE);
    }

    private Desk(Path folder, ImportLimits limits, TestDatabase database) {
        this.folder = folder;
        this.store = database.open(folder.resolve("home"));
        this.datasets = new Datasets(store, () -> NOW.plusSeconds(notes.size()), "tester", limits);
    }

    /** Counts, lengths and doubtful rows. */
    static Profile profile(Dataset dataset) {
        return Profile.of(dataset, Profile.near(dataset));
    }

    Path file(String name, String content) throws IOException {
        return file(name, content, StandardCharsets.UTF_8);
    }

    Path file(String name, String content, Charset charset) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(charset));
    }

    Path bytes(String name, byte... content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    Desk columns(String text, String label) {
        settings =
                new ImportSettings(
                        List.of(text.split(",")), label, settings.encoding(), 0.1, 0.1, 7);
        return this;
    }

    Desk encoding(String encoding) {
        settings =
                new ImportSettings(
                        settings.textColumns(), settings.labelColumn(), encoding, 0.1, 0.1, 7);
        return this;
    }

    /** Imports files that are split here. */
    DatasetVersion split(Path... files) {
        return run(ImportRequest.toSplit("desk", List.of(files), settings));
    }

    /** Imports one file as the train split, so that its rows keep their order. */
    DatasetVersion train(Path file) {
        return run(
                new ImportRequest(
                        "desk", List.of(), List.of(file), List.of(), List.of(), settings));
    }

    DatasetVersion trainAndTest(Path train, Path test) {
        return run(
                new ImportRequest(
                        "desk", List.of(), List.of(train), List.of(), List.of(test), settings));
    }

    /** Rows of the train split of the newest import. */
    List<Example> rows() {
        return datasets.load("desk").train();
    }

    /** Expects a refusal with these words that leaves nothing behind. */
    String refused(ErrorCode code, Path file, String... words) throws IOException {
        KaiyeException refusal = assertThrows(KaiyeException.class, () -> train(file));
        assertEquals(code, refusal.code(), refusal.getMessage());
        for (String word : words) {
            assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
        }
        nothingIsLeft();
        return refusal.getMessage();
    }

    void nothingIsLeft() throws IOException {
        assertEquals(List.of(), datasets.list());
        for (String name : List.of("blobs", "work")) {
            try (Stream<Path> files = Files.walk(store.home().resolve(name))) {
                assertEquals(0, files.filter(Files::isRegularFile).count(), name);
            }
        }
    }

    private DatasetVersion run(ImportRequest request) {
        return datasets.importStrictly(
                request,
                new Progress() {
                    @Override
                    public Task start(String what, long total, String unit) {
                        return Progress.silent().start(what, total, unit);
                    }

                    @Override
                    public void note(String line) {
                        notes.add(line);
                    }
                });
    }

    @Override
    public void close() {
        store.close();
    }
}

package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.base.Progress;
import io.kaiye.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Public data sets, where there are any; without them only the demo's data. */
class RealDataTest {
    private static final Path FOLDER =
            Path.of(System.getenv().getOrDefault("KAIYE_DATASETS", "datasets"));

    private record Expected(
            String text,
            String label,
            List<String> files,
            int train,
            int labels,
            String language) {}

    private static final List<Expected> SETS =
            List.of(
                    new Expected(
                            "subject,text",
                            "label",
                            List.of("20newsgroups/train.csv.gz", "20newsgroups/test.csv.gz"),
                            11314,
                            20,
                            "en"),
                    new Expected(
                            "text",
                            "label",
                            List.of("banking77/train.csv", "banking77/test.csv"),
                            10003,
                            77,
                            "en"),
                    new Expected(
                            "text",
                            "label",
                            List.of("chnsenticorp_htl/train.csv.gz", "chnsenticorp_htl/test.csv"),
                            6212,
                            2,
                            "zh"),
                    new Expected(
                            "text",
                            "intent",
                            List.of("snips/train.jsonl.gz", "snips/test.jsonl"),
                            13084,
                            7,
                            "en"));

    @TempDir Path temp;

    @Test
    void publicDataSetsAreImportedWhole() {
        try (Store store = Store.open(temp)) {
            for (Expected set : SETS) {
                List<Path> files = set.files().stream().map(FOLDER::resolve).toList();
                if (files.stream().allMatch(Files::exists)) {
                    DatasetVersion version = imported(store, set, files);
                    assertEquals(set.train(), version.rows(SplitName.TRAIN));
                    assertEquals(set.labels(), version.labels().size());
                    assertEquals(set.language(), version.language());
                }
            }
        }
    }

    @Test
    void theDemoDataIsBilingual() {
        Path demo = Path.of("src/main/resources/demo");
        try (Store store = Store.open(temp)) {
            DatasetVersion version =
                    new Datasets(store, InstantSource.system(), "tester")
                            .importFiles(
                                    ImportRequest.toSplit(
                                            "demo",
                                            List.of(
                                                    demo.resolve("support-en.csv"),
                                                    demo.resolve("support-zh.csv")),
                                            ImportSettings.DEFAULT),
                                    Progress.silent());
            assertEquals("mixed", version.language());
            assertEquals(16, version.labels().size());
        }
    }

    private static DatasetVersion imported(Store store, Expected set, List<Path> files) {
        ImportSettings settings =
                new ImportSettings(
                        List.of(set.text().split(",")), set.label(), "auto", 0.1, 0.1, 7);
        return new Datasets(store, InstantSource.system(), "tester")
                .importFiles(
                        new ImportRequest(
                                "set",
                                List.of(),
                                List.of(files.get(0)),
                                List.of(),
                                List.of(files.get(1)),
                                settings),
                        Progress.silent());
    }
}

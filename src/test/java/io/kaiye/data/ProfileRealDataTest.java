package io.kaiye.data;

import static io.kaiye.data.TableProfileTest.column;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.base.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Figures of public tables as others have counted them, where the tables are there. */
class ProfileRealDataTest {
    private static final Path FOLDER =
            Path.of(System.getenv().getOrDefault("KAIYE_DATASETS", "datasets"));

    @TempDir private Path folder;

    @Test
    void titanicIsAsPandasDescribesIt() {
        Path file = FOLDER.resolve("titanic/train.csv");
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (Desk desk = new Desk(folder)) {
            TableProfile profile =
                    desk.datasets.profileFile(
                            file,
                            TableSettings.DEFAULT,
                            ImportSettings.DEFAULT,
                            ProfileLooks.NONE,
                            Progress.silent());
            assertEquals(891, profile.allRows());
            assertEquals(177, column(profile, "Age").missing());
            assertEquals(687, column(profile, "Cabin").missing());
            assertEquals(147, column(profile, "Cabin").distinct());
            assertEquals(681, column(profile, "Ticket").distinct());
            ColumnProfile.Spread age = column(profile, "Age").numbers().orElseThrow();
            assertEquals(29.699118, age.mean(), 1e-6);
            assertEquals(14.526497, age.deviation(), 1e-6);
            assertEquals(20.125, age.at(0.25), 1e-9);
            ColumnProfile.Spread fare = column(profile, "Fare").numbers().orElseThrow();
            assertEquals(14.4542, fare.at(0.5), 1e-9);
            assertEquals(512.3292, fare.max(), 1e-9);
            assertEquals(116, column(profile, "Fare").outliers().orElseThrow().rows());
            assertEquals(ColumnProfile.Kind.IDENTIFIER, column(profile, "PassengerId").kind());
            assertEquals(List.of(), column(profile, "Name").values());
            assertEquals("male", column(profile, "Sex").values().getFirst().value());
        }
    }

    @Test
    void adultHasItsMissingValuesRepeatsAndSplits() {
        Path train = FOLDER.resolve("adult/train.csv.gz");
        Path test = FOLDER.resolve("adult/test.csv.gz");
        if (!Files.isRegularFile(train) || !Files.isRegularFile(test)) {
            return;
        }
        try (Desk desk = new Desk(folder)) {
            DatasetVersion version =
                    desk.datasets.importTable(
                            new ImportRequest(
                                    "adult",
                                    List.of(),
                                    List.of(train),
                                    List.of(),
                                    List.of(test),
                                    ImportSettings.DEFAULT,
                                    Optional.empty()),
                            TableSettings.DEFAULT,
                            Progress.silent());
            TableProfile profile =
                    desk.datasets.profileTable(version, ProfileLooks.NONE, Progress.silent());
            assertEquals(48_842, profile.allRows());
            assertEquals(2_799, column(profile, "workclass").missing());
            assertEquals(857, column(profile, "native_country").missing());
            assertEquals(29, profile.duplicateRows());
            assertEquals(
                    new LabelRows("<=50K", 24_720, 0, 12_435),
                    profile.labels().orElseThrow().counts().getFirst());
            assertEquals(1_836, column(profile, "workclass").splits().getFirst().missing());
            assertEquals(
                    38.58, column(profile, "age").splits().getFirst().mean().orElseThrow(), 0.005);
        }
    }
}

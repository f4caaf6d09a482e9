package io.kaiye.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.kaiye.data.Dataset;
import io.kaiye.data.DatasetVersion;
import io.kaiye.data.Example;
import io.kaiye.data.ImportSettings;
import io.kaiye.data.SplitName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The Banking77 data set as files hold it: 10,003 train and 3,080 test rows of 77 labels. */
record Banking77(List<Example> train, List<Example> test) {

    static Banking77 read(BenchContext context) throws IOException {
        return new Banking77(
                rows(context.data("banking77/train.csv")),
                rows(context.data("banking77/test.csv")));
    }

    /** As a data set without a valid split. */
    Dataset dataset() {
        TreeSet<String> labels = new TreeSet<>();
        train.forEach(row -> labels.add(row.label()));
        return new Dataset(
                new DatasetVersion(
                        "banking77",
                        "0".repeat(64),
                        Instant.EPOCH,
                        List.copyOf(labels),
                        Map.of(SplitName.TRAIN, train.size(), SplitName.TEST, test.size()),
                        "en",
                        List.of(),
                        ImportSettings.DEFAULT,
                        List.of()),
                train,
                List.of(),
                test);
    }

    private static List<Example> rows(Path file) throws IOException {
        List<Example> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(file)) {
            for (NamedCsvRecord row : reader) {
                rows.add(new Example(row.getField("text"), row.getField("label")));
            }
        }
        return rows;
    }
}

package io.kaiye.data;

import static io.kaiye.data.TableProfileTest.column;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Financial headlines with their days, where they are there: profiled and divided by time. */
class HeadlinesRealDataTest {
    private static final Path FILE =
            Path.of(System.getenv().getOrDefault("KAIYE_DATASETS", "datasets"))
                    .resolve("financial_headlines_dated/headlines.csv.gz");
    private static final int ROWS = 53_330;

    @TempDir private Path folder;

    /** A row as it is exported. */
    private record Headline(String date, String text, String source) {}

    @Test
    void theFileAndTheImportHaveTheSameProfile() {
        if (!Files.isRegularFile(FILE)) {
            return;
        }
        try (Desk desk = new Desk(folder)) {
            TableProfile file =
                    desk.datasets.profileFile(
                            FILE,
                            TableSettings.DEFAULT,
                            roles(),
                            ProfileLooks.NONE,
                            Progress.silent());
            TableProfile stored =
                    desk.datasets.profileTable(
                            imported(desk), ProfileLooks.NONE, Progress.silent());
            for (TableProfile profile : List.of(file, stored)) {
                checkProfile(profile);
            }
            assertEquals(file.columns(), stored.columns());
        }
    }

    /** Figures as Python's csv, collections and statistics count them. */
    private static void checkProfile(TableProfile profile) {
        assertEquals(ROWS, profile.allRows());
        assertEquals(0, profile.quarantined());
        assertEquals(0, profile.missingCells());
        assertEquals(88, profile.duplicateRows());
        ColumnProfile date = column(profile, "date");
        assertEquals("DATE", date.type());
        assertEquals(ColumnProfile.Kind.TIME, date.kind());
        assertEquals(931, date.distinct());
        assertEquals(
                new ColumnProfile.Times("2017-12-17", "2019-05-21", "2020-07-18"),
                date.times().orElseThrow());
        ColumnProfile text = column(profile, "text");
        assertEquals(ColumnProfile.Kind.TEXT, text.kind());
        assertEquals(ROWS - 212, text.distinct());
        ColumnProfile.Texts texts = text.texts().orElseThrow();
        assertEquals("en", texts.language());
        assertEquals(163, texts.characters().max(), 1e-9);
        assertEquals(66, texts.characters().at(0.5), 1e-9);
        assertEquals(67.61668854, texts.characters().mean(), 1e-6);
        assertEquals(
                List.of(
                        new LabelRows("reuters", 32_770, 0, 0),
                        new LabelRows("guardian", 17_760, 0, 0),
                        new LabelRows("cnbc", 2_800, 0, 0)),
                profile.labels().orElseThrow().counts());
    }

    @Test
    void aDivisionByTimeThatWouldLeakIsRefusedAndRepairedWithoutMixingTheDays() throws IOException {
        if (!Files.isRegularFile(FILE)) {
            return;
        }
        try (Desk desk = new Desk(folder)) {
            DatasetVersion whole = imported(desk);
            KaiyeException leak =
                    assertThrows(
                            KaiyeException.class, () -> desk.datasets.split(byTime(whole, false)));
            assertEquals(ErrorCode.INVALID_DATA, leak.code());
            String said = String.valueOf(leak.getMessage());
            assertTrue(said.contains("divided by time would leak"), said);
            assertTrue(said.contains("rows of test repeated or nearly so in train"), said);
            assertTrue(said.contains("Add --repair"), said);
            assertEquals(List.of(whole), desk.datasets.list());

            List<Headline> all = rows(desk, whole, SplitName.TRAIN);
            SplitOutcome outcome = desk.datasets.split(byTime(whole, true));
            checkDivision(desk, outcome, all);
        }
    }

    private static void checkDivision(Desk desk, SplitOutcome outcome, List<Headline> all)
            throws IOException {
        DatasetVersion divided = outcome.versions().getFirst();
        List<Headline> train = rows(desk, divided, SplitName.TRAIN);
        List<Headline> valid = rows(desk, divided, SplitName.VALID);
        List<Headline> test = rows(desk, divided, SplitName.TEST);
        int left = outcome.dropped().stream().mapToInt(SplitOutcome.Dropped::rows).sum();
        assertEquals(ROWS, all.size());
        assertEquals(ROWS, train.size() + valid.size() + test.size() + left);
        assertTrue(left > 0 && left < ROWS / 50, left + " rows left out");
        assertEquals(outcome.leakingRows() > 0, left > 0);

        String validFrom = first(valid);
        String testFrom = first(test);
        assertTrue(last(train).compareTo(validFrom) < 0, last(train) + " " + validFrom);
        assertTrue(last(valid).compareTo(testFrom) < 0, last(valid) + " " + testFrom);
        assertEquals(days(all, testFrom, "9999"), counted(test), "test loses no row");
        assertTrue(days(all, validFrom, testFrom).size() - counted(valid).size() < left);
        assertEquals(0.1 * ROWS, valid.size(), 0.02 * ROWS);
        assertEquals(0.2 * ROWS, test.size(), 0.02 * ROWS);

        Set<String> later = words(test);
        assertEquals(Set.of(), both(words(valid), later));
        later.addAll(words(valid));
        assertEquals(Set.of(), both(words(train), later));
        Set<Headline> known = new HashSet<>(all);
        List.of(train, valid, test).forEach(part -> assertTrue(known.containsAll(part)));
    }

    private static ImportSettings roles() {
        return new ImportSettings(List.of("text"), "source", "auto", 0, 0, 7);
    }

    private static DatasetVersion imported(Desk desk) {
        return desk.datasets.importTable(
                ImportRequest.toSplit("headlines", List.of(FILE), roles()),
                TableSettings.DEFAULT,
                Progress.silent());
    }

    private static SplitRequest byTime(DatasetVersion version, boolean repair) {
        return Divisions.of(version.fullReference(), SplitBy.TIME, Optional.of("date"), repair);
    }

    private static List<Headline> rows(Desk desk, DatasetVersion version, SplitName split)
            throws IOException {
        Path file = desk.folder.resolve("rows.jsonl");
        desk.datasets.export(version.fullReference(), split, file, true);
        List<Headline> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode row = Json.parse(line, JsonNode.class);
            rows.add(
                    new Headline(
                            row.path("date").asText(),
                            row.path("text").asText(),
                            row.path("source").asText()));
        }
        return rows;
    }

    private static String first(List<Headline> rows) {
        return rows.stream().map(Headline::date).min(String::compareTo).orElseThrow();
    }

    private static String last(List<Headline> rows) {
        return rows.stream().map(Headline::date).max(String::compareTo).orElseThrow();
    }

    /** How often each row from one day to before another is there. */
    private static Map<String, Integer> days(List<Headline> rows, String from, String before) {
        return counted(
                rows.stream()
                        .filter(row -> row.date().compareTo(from) >= 0)
                        .filter(row -> row.date().compareTo(before) < 0)
                        .toList());
    }

    private static Map<String, Integer> counted(List<Headline> rows) {
        Map<String, Integer> counts = new TreeMap<>();
        rows.forEach(row -> counts.merge(row.toString(), 1, Integer::sum));
        return counts;
    }

    /** The texts but for case, width and punctuation. */
    private static Set<String> words(List<Headline> rows) {
        Set<String> texts = new HashSet<>();
        for (Headline row : rows) {
            String plain = Normalizer.normalize(row.text(), Normalizer.Form.NFKC);
            texts.add(
                    plain.toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{L}\\p{N}\\p{M}]+", " ")
                            .strip());
        }
        return texts;
    }

    private static Set<String> both(Set<String> some, Set<String> others) {
        Set<String> both = new HashSet<>(some);
        both.retainAll(others);
        return both;
    }
}

package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
    private static final List<String> FORMATS =
            List.of("csv", "tsv", "jsonl", "csv.gz", "jsonl.gz");

    @TempDir Path temp;

    @Test
    void anExportIsReplacedOnlyWhenTold() throws IOException {
        try (Desk desk = new Desk(temp)) {
            desk.train(desk.file("a.csv", "text,label\nhello,greet\n\"a,b\",part"));
            Path file = temp.resolve("out/rows.csv");
            desk.datasets.export("desk", SplitName.TRAIN, file, false);
            assertEquals("text,label\nhello,greet\n\"a,b\",part\n", Files.readString(file));
            refused(desk, SplitName.TRAIN, file, ErrorCode.ALREADY_EXISTS, "--overwrite");
            Files.writeString(file, "old");
            desk.datasets.export("desk", SplitName.TRAIN, file, true);
            assertTrue(Files.readString(file).startsWith("text,label"));
        }
    }

    @Test
    void whatCannotBeExportedIsSaid() throws IOException {
        try (Desk desk = new Desk(temp)) {
            desk.train(desk.file("a.csv", "text,label\nhello,greet\nbye,part"));
            Path file = temp.resolve("rows.csv");
            refused(desk, SplitName.TEST, file, ErrorCode.INVALID_ARGUMENT, "no test rows");
            refused(
                    desk,
                    SplitName.TRAIN,
                    temp.resolve("rows.xlsx"),
                    ErrorCode.INVALID_ARGUMENT,
                    ".csv, .tsv and .jsonl");
            refused(
                    desk,
                    SplitName.TRAIN,
                    Path.of("/proc/kaiye/rows.csv"),
                    ErrorCode.NOT_WRITABLE,
                    "Cannot write");
            assertTrue(Files.notExists(file));
        }
    }

    @Test
    void aTextOfControlCharactersIsNoBinaryFile() throws IOException {
        try (Desk desk = new Desk(temp)) {
            String text = "x" + "\u0001".repeat(12);
            String lines =
                    Json.line(new Example(text + "好", "a"))
                            + "\n"
                            + Json.line(new Example(text, "b"))
                            + "\n";
            DatasetVersion first = desk.train(desk.file("in.jsonl", lines));
            for (String format : FORMATS) {
                Path file = temp.resolve("out." + format);
                desk.datasets.export("desk", SplitName.TRAIN, file, true);
                assertEquals(first.id(), desk.train(file).id(), format);
            }
        }
    }

    @Property(tries = 15)
    void whatIsExportedIsImportedAgain(@ForAll("texts") List<String> texts) throws IOException {
        Path folder = Files.createTempDirectory("kaiye-export");
        try (Desk desk = new Desk(folder)) {
            List<Example> rows = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                rows.add(new Example("x" + texts.get(i) + "x", "label " + i % 2));
            }
            StringBuilder lines = new StringBuilder();
            rows.forEach(row -> lines.append(Json.line(row)).append('\n'));
            DatasetVersion first = desk.train(desk.file("in.jsonl", lines.toString()));
            assertEquals(rows, desk.rows());
            for (String format : FORMATS) {
                Path file = folder.resolve("out." + format);
                desk.datasets.export("desk", SplitName.TRAIN, file, true);
                assertEquals(first.id(), desk.train(file).id(), format + " of " + texts);
            }
        } finally {
            deleteTree(folder);
        }
    }

    @Provide
    Arbitrary<List<String>> texts() {
        Arbitrary<String> awkward =
                Arbitraries.strings()
                        .withChars('"', ',', '\t', '\n', '\r', ';', ' ', '\\', '#', 'a', '好', 'é')
                        .withChars('\u0085', '\u2028', '\ufeff', '\u0001')
                        .ofMaxLength(12);
        Arbitrary<String> pairs = Arbitraries.of("😀", "𠀀", "\"\"", "\r\n", "");
        return Arbitraries.oneOf(awkward, pairs).list().ofMinSize(2).ofMaxSize(40);
    }

    private static void refused(
            Desk desk, SplitName split, Path file, ErrorCode code, String words) {
        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class,
                        () -> desk.datasets.export("desk", split, file, false));
        assertEquals(code, refusal.code());
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }

    private static void deleteTree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

package io.kaiye.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Files broken in every way that was met, imported as tables. */
class BrokenTablesTest {
    @TempDir private Path folder;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void aFileThatCannotBeReadIsNotSaidToBeUnwritable() throws IOException {
        Path gone = folder.resolve("gone.csv");
        Path target = folder.resolve("target");
        unread("does not exist", () -> Utf16.copy(gone, target));

        byte[] gzip = zipped("a,b\n1,2\n".repeat(10_000));
        Path cut = Files.write(folder.resolve("cut.csv.gz"), Arrays.copyOf(gzip, gzip.length / 2));
        FileFacts facts =
                new FileFacts(
                        cut, 1, FileTime.fromMillis(0), true, "a,b\n", new LineEncodings(), "");
        try (Quarantine quarantine = new Quarantine(folder.resolve("quarantine"))) {
            TextCopy copy =
                    new TextCopy(
                            facts, Encodings.UTF_8, ImportLimits.DEFAULT, quarantine, "cut.csv.gz");
            unread("damaged gzip", () -> copy.write(target, Progress.silent()));
        }

        Path label = Files.createDirectories(folder.resolve("texts/label"));
        Files.createSymbolicLink(label.resolve("a.txt"), gone);
        FolderCopy texts = new FolderCopy(folder.resolve("texts"), ImportLimits.DEFAULT);
        unread("is not a text file", () -> texts.write("train", "texts", target));
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static void unread(String words, Executable reading) {
        KaiyeException refusal = assertThrows(KaiyeException.class, reading);
        assertEquals(ErrorCode.INVALID_FILE, refusal.code(), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }

    @Test
    void aNameThatIsTakenByTheEngineMakesRoomForOneThatIsThere() throws IOException {
        Path csv = desk.file("ids.csv", "rowid,ROWID_,filename\n1,2,3\n");
        Path lines = desk.file("ids.jsonl", "{\"rowid\":1,\"rowid_\":2,\"filename\":3}\n");
        assertEquals(List.of("rowid__", "ROWID_", "filename_"), names(csv));
        assertEquals(List.of("rowid__", "rowid_", "filename_"), names(lines));
    }

    private List<String> names(Path file) {
        return desk
                .datasets
                .importTable(
                        new ImportRequest(
                                "ids",
                                List.of(),
                                List.of(file),
                                List.of(),
                                List.of(),
                                ImportSettings.DEFAULT),
                        TableSettings.DEFAULT,
                        Progress.silent())
                .columns()
                .orElseThrow()
                .stream()
                .map(Column::name)
                .toList();
    }

    @Test
    void moreLabelsThanAVersionListsAreCountedAndSaid() throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 10_002; i++) {
            rows.append("t,l").append(i).append('\n');
        }
        DatasetVersion version =
                desk.datasets.importTable(
                        new ImportRequest(
                                "many",
                                List.of(),
                                List.of(desk.file("many.csv", rows.toString())),
                                List.of(),
                                List.of(),
                                ImportSettings.DEFAULT),
                        TableSettings.DEFAULT,
                        Progress.silent());
        assertEquals(10_000, version.labels().size());
        Warning warning = version.warnings().getFirst();
        assertEquals(Warning.Kind.MANY_LABELS, warning.kind());
        assertEquals(10_002, warning.count());
        assertTrue(
                warning.message().startsWith("10,002 different labels in column label;"),
                warning.message());
    }

    @Test
    void aProfileOfAFileSpeaksOfNoImport() throws IOException {
        for (Path file :
                List.of(
                        desk.file("empty.csv", ""),
                        desk.file("header.csv", "a,b\n"),
                        folder.resolve("none.csv"))) {
            KaiyeException refusal =
                    assertThrows(
                            KaiyeException.class,
                            () ->
                                    desk.datasets.profileFile(
                                            file,
                                            TableSettings.DEFAULT,
                                            ImportSettings.DEFAULT,
                                            ProfileLooks.NONE,
                                            Progress.silent()));
            assertFalse(refusal.getMessage().contains("imported"), refusal.getMessage());
        }
    }

    @Test
    void whatHoldsNoRowsIsRefusedByName() throws IOException {
        refused(desk.file("a.csv", ""), ErrorCode.INVALID_FILE, "is empty");
        refused(desk.file("a.csv", "\n\n"), ErrorCode.INVALID_FILE, "is empty");
        refused(
                desk.file("a.csv", "a,b\n"),
                ErrorCode.INVALID_DATA,
                "names of columns, but no rows");
        refused(desk.file("a.jsonl", "1\n2\n"), ErrorCode.INVALID_FILE, "holds no JSON objects");
        refused(folder.resolve("none.csv"), ErrorCode.INVALID_FILE, "does not exist");
        refused(
                desk.file("a.csv", "a,b\n1\n2\n"),
                ErrorCode.INVALID_DATA,
                "None of the 2 rows of a.csv can be read, such as a.csv line 2");
        refused(
                Files.createDirectories(folder.resolve("flat")),
                ErrorCode.INVALID_FILE,
                "a folder without folders");
        byte[] binary = new byte[5000];
        new Random(7).nextBytes(binary);
        binary[0] = 1;
        refused(desk.bytes("a.csv", binary), ErrorCode.INVALID_FILE, "binary");
        refused(desk.file("a.csv", "PAR1 not really"), ErrorCode.INVALID_FILE, "Parquet");
        refused(desk.file("a.zip", "PK\u0003\u0004 not really"), ErrorCode.INVALID_FILE, "zip");
    }

    @Test
    void aHundredThousandColumnsAreTooMany() throws IOException {
        String names =
                IntStream.range(0, 100_000).mapToObj(i -> "c" + i).collect(Collectors.joining(","));

        refused(desk.file("a.csv", names + "\n"), ErrorCode.TOO_LARGE, "has 100,000 columns");
    }

    @Test
    void aLineOfTwoHundredMegabytesIsSetAsideAndTheRestIsTaken() throws IOException {
        Path file = folder.resolve("a.csv");
        byte[] part = "0123456789abcdef".repeat(1 << 16).getBytes(UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write("a,b\n1,2\n".getBytes(UTF_8));
            for (int i = 0; i < 200; i++) {
                out.write(part);
            }
            out.write(",x\n3,4\n".getBytes(UTF_8));
        }

        DatasetVersion version = table(file, TableSettings.DEFAULT);

        assertEquals(2, version.rows(SplitName.TRAIN));
        assertEquals(1, version.warnings().getFirst().count());
    }

    @Test
    void namesOfColumnsAreMendedAndSaid() throws IOException {
        DatasetVersion version =
                table(desk.file("a.csv", "a,,A, b ,b\n1,2,3,4,5\n"), TableSettings.DEFAULT);

        assertEquals(
                List.of("a", "column_2", "A_2", "b", "b_2"),
                version.columns().orElseThrow().stream().map(Column::name).toList());
    }

    @Test
    void aFileWithoutNamesOfColumnsHasNumbersForNames() throws IOException {
        TableSettings bare =
                new TableSettings(
                        "auto", Optional.empty(), true, false, List.of(), Optional.empty());

        DatasetVersion version = table(desk.file("a.csv", "1,x\n2,y\n"), bare);

        assertEquals(2, version.rows(SplitName.TRAIN));
        assertEquals(
                List.of("column_1", "column_2"),
                version.columns().orElseThrow().stream().map(Column::name).toList());
    }

    @Test
    void separatorsAndQuotesAreFoundOut() throws IOException {
        for (String file :
                List.of(
                        "a;b\n1;\"x;y\"\n",
                        "a\tb\n1\tx;y\n",
                        "a|b\n1|x;y\n",
                        "a,b\r\n1,x;y\r\n",
                        "a,b\r1,x;y\r",
                        "a,b\n1,'x;y'\n2,'z'\n")) {
            DatasetVersion version = table(desk.file("a.csv", file), TableSettings.DEFAULT);
            assertEquals(2, version.columns().orElseThrow().size(), file);
            assertTrue(exported().startsWith("a,b\n1,x;y\n"), file + " " + exported());
        }
    }

    @Test
    void aZipInAZipIsRefused() throws IOException {
        Path zip = folder.resolve("outer.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("inner.zip"));
            try (ZipOutputStream inner = new ZipOutputStream(out)) {
                inner.putNextEntry(new ZipEntry("a.csv"));
                inner.write("a,b\n1,2\n".getBytes(UTF_8));
                inner.closeEntry();
                inner.finish();
            }
        }

        refused(zip, ErrorCode.INVALID_FILE, "another zip file");
    }

    @Test
    void aWorkbookIsReadSheetBySheetWithItsDates() throws IOException {
        Path file =
                Workbook.write(
                        folder.resolve("a.xlsx"),
                        Map.of(
                                "only",
                                Workbook.texts("name", "day", "amount")
                                        + "<row><c t=\"inlineStr\"><is><t>张三, a</t></is></c>"
                                        + "<c s=\"1\"><v>46000</v></c><c><v>1.5</v></c></row>"));

        table(file, TableSettings.DEFAULT);

        assertEquals("name,day,amount\n\"张三, a\",2025-12-09,1.5\n", exported());
        TableSettings other =
                new TableSettings(
                        "auto", Optional.empty(), true, true, List.of(), Optional.of("other"));
        KaiyeException none = assertThrows(KaiyeException.class, () -> table(file, other));
        assertTrue(none.getMessage().contains("has no sheet \"other\"; there are: only"));
    }

    private void refused(Path file, ErrorCode code, String words) {
        KaiyeException refusal =
                assertThrows(KaiyeException.class, () -> table(file, TableSettings.DEFAULT));
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
        assertEquals(code, refusal.code(), refusal.getMessage());
        assertEquals(List.of(), desk.datasets.list());
    }

    private DatasetVersion table(Path file, TableSettings settings) {
        return desk.datasets.importTable(
                ImportRequest.toSplit(
                        "desk",
                        List.of(file),
                        new ImportSettings(List.of("text"), "label", "auto", 0, 0, 7)),
                settings,
                Progress.silent());
    }

    private String exported() throws IOException {
        Path file = folder.resolve("out.csv");
        desk.datasets.export("desk", SplitName.TRAIN, file, true);
        return Files.readString(file);
    }
}

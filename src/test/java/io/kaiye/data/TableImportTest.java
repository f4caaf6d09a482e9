package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableImportTest {
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
    void everyColumnIsKeptWithTheTypeOfAllItsRows() throws IOException {
        DatasetVersion version =
                table(
                        desk.file(
                                "rows.csv",
                                """
                                id,amount,day,seen,code,note
                                1,1.5,2026-01-02,true,007,a
                                2,?,2026-02-03,false,010,"b, c"
                                """));

        assertEquals(
                List.of(
                        new Column("id", "BIGINT"),
                        new Column("amount", "DOUBLE"),
                        new Column("day", "DATE"),
                        new Column("seen", "BOOLEAN"),
                        new Column("code", "VARCHAR"),
                        new Column("note", "VARCHAR")),
                version.columns().orElseThrow());
        assertEquals(2, version.rows(SplitName.TRAIN));
        assertEquals(
                """
                id,amount,day,seen,code,note
                1,1.5,2026-01-02,true,007,a
                2,,2026-02-03,false,010,"b, c"
                """,
                exported());
    }

    @Test
    void brokenRowsAreSetAsideWithLineAndReason() throws IOException {
        DatasetVersion version =
                table(desk.file("rows.csv", "a,b\n1,2\n3\n4,5,6\n7,8\n\"open,9\n"));

        assertEquals(2, version.rows(SplitName.TRAIN));
        Warning warning = version.warnings().getFirst();
        assertEquals(Warning.Kind.QUARANTINED, warning.kind());
        assertEquals(3, warning.count());
        List<String> kept = Files.readAllLines(quarantine(version));
        assertEquals(3, kept.size());
        assertTrue(kept.getFirst().contains("\"line\":3"), kept.getFirst());
        assertTrue(kept.getFirst().contains("2 fields, the row 1"), kept.getFirst());
    }

    @Test
    void everyEncodingIsFoundOut() throws IOException {
        String rows = "name,town\n张三,北京市朝阳区\n李四,上海市浦东新区\n";
        for (Charset charset :
                List.of(
                        StandardCharsets.UTF_8,
                        StandardCharsets.UTF_16,
                        StandardCharsets.UTF_16LE,
                        Charset.forName("GB18030"))) {
            table(desk.file("rows.csv", rows, charset));
            assertEquals(rows, exported(), charset.name());
        }
        String western = "name,town\nJosé,Zürich\nAndré,Genève\n";
        table(desk.file("rows.csv", western, StandardCharsets.ISO_8859_1));
        assertEquals(western, exported());
    }

    @Test
    void linesInAnotherEncodingAndWithNulBytesAreSetAside() throws IOException {
        byte[] latin = "2,Zürich\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf8 = "id,town\n1,Genève\n".getBytes(StandardCharsets.UTF_8);
        byte[] more = "3,a\u0000b\n4,Köln\n5,Tōkyō\n".getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[latin.length + utf8.length + more.length];
        System.arraycopy(utf8, 0, all, 0, utf8.length);
        System.arraycopy(latin, 0, all, utf8.length, latin.length);
        System.arraycopy(more, 0, all, utf8.length + latin.length, more.length);

        DatasetVersion version = table(desk.bytes("rows.csv", all));

        assertEquals("id,town\n1,Genève\n4,Köln\n5,Tōkyō\n", exported());
        assertEquals(2, version.warnings().getFirst().count());
    }

    @Test
    void jsonLinesAndZipsAndFoldersAreTables() throws IOException {
        table(desk.file("rows.jsonl", "{\"a\":1,\"b\":{\"c\":2}}\nnot json\n{\"a\":3}\n"));
        assertEquals("a,b\n1,\"{\"\"c\"\":2}\"\n3,\n", exported());

        table(zip("rows.zip", "a,b\n1,x\n", "a,c\n2,y\n"));
        assertEquals("a,b,c\n1,x,\n2,,y\n", exported());

        Path texts = Files.createDirectories(folder.resolve("texts"));
        Files.writeString(Files.createDirectories(texts.resolve("good")).resolve("1.txt"), "fine");
        Files.writeString(Files.createDirectories(texts.resolve("bad")).resolve("1.txt"), "awful");
        table(texts);
        assertEquals("text,label,file\nawful,bad,bad/1.txt\nfine,good,good/1.txt\n", exported());
        assertEquals(
                List.of(new Example("awful", "bad"), new Example("fine", "good")),
                desk.datasets.load("desk").train());
    }

    @Test
    void everySplitMayBeAZip() throws IOException {
        DatasetVersion version =
                desk.datasets.importTable(
                        new ImportRequest(
                                "desk",
                                List.of(),
                                List.of(zip("train.zip", "a,b\n1,x\n", "a,b\n2,y\n")),
                                List.of(),
                                List.of(zip("test.zip", "a,b\n3,z\n")),
                                ImportSettings.DEFAULT),
                        TableSettings.DEFAULT,
                        Progress.silent());

        assertEquals(2, version.rows(SplitName.TRAIN));
        assertEquals(1, version.rows(SplitName.TEST));
    }

    @Test
    void utf16IsReadAsSuchWhateverEncodingIsAskedFor() throws IOException {
        String rows = "name,town\nJosé,Zürich\n";
        for (String encoding : List.of("utf-8", "gb18030", "latin-1")) {
            desk.datasets.importTable(
                    request(desk.file("rows.csv", rows, StandardCharsets.UTF_16)),
                    new TableSettings(
                            encoding,
                            Optional.empty(),
                            true,
                            true,
                            TableSettings.MISSING,
                            Optional.empty()),
                    Progress.silent());
            assertEquals(rows, exported(), encoding);
        }
    }

    @Test
    void rowsWithADecimalLabelAreDividedAsWell() throws IOException {
        StringBuilder rows = new StringBuilder("text,price\n");
        for (int i = 0; i < 100; i++) {
            rows.append("text ").append(i).append(',').append(i + 0.25).append('\n');
        }
        DatasetVersion version =
                desk.datasets.importTable(
                        ImportRequest.toSplit(
                                "desk",
                                List.of(desk.file("rows.csv", rows.toString())),
                                new ImportSettings(List.of("text"), "price", "auto", 0.1, 0.2, 7)),
                        TableSettings.DEFAULT,
                        Progress.silent());

        assertEquals(70, version.rows(SplitName.TRAIN));
        assertEquals(10, version.rows(SplitName.VALID));
        assertEquals(20, version.rows(SplitName.TEST));
    }

    @Test
    void columnsMayBeCalledAnything() throws IOException {
        String header = "number,rowid,t,l,o,r,x,p,split,line,file_row_number,text,label\n";
        StringBuilder rows = new StringBuilder(header);
        for (int i = 0; i < 40; i++) {
            rows.append(100 - i).append(",9,a,b,c,d,e,f,g,h,7,text ").append(i);
            rows.append(",").append(i % 2 == 0 ? "even" : "odd").append("\n");
        }
        DatasetVersion version =
                desk.datasets.importTable(
                        ImportRequest.toSplit(
                                "desk",
                                List.of(desk.file("rows.csv", rows.toString())),
                                new ImportSettings(List.of("text"), "label", "auto", 0, 0.25, 7)),
                        TableSettings.DEFAULT,
                        Progress.silent());

        assertEquals(30, version.rows(SplitName.TRAIN));
        assertEquals(10, version.rows(SplitName.TEST));
        assertEquals(List.of("even", "odd"), version.labels());
        assertEquals(
                List.of(
                        "number",
                        "rowid_",
                        "t",
                        "l",
                        "o",
                        "r",
                        "x",
                        "p",
                        "split",
                        "line",
                        "file_row_number_",
                        "text",
                        "label"),
                version.columns().orElseThrow().stream().map(Column::name).toList());
        assertEquals(30, desk.datasets.load("desk").train().size());
        assertTrue(exported().contains("100,9,a,b,c,d,e,f,g,h,7,text 0,even\n"), exported());
    }

    @Test
    void namesThatAreTooLongAreCutAndSaidToBe() throws IOException {
        List<String> notes = new ArrayList<>();
        desk.datasets.importTable(
                request(desk.file("rows.csv", "n".repeat(300) + ",b\n1,2\n")),
                TableSettings.DEFAULT,
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

        assertTrue(notes.getFirst().contains("column 1 has a name that is too long"));
    }

    @Test
    void aTableIsNotExportedOverAFolder() throws IOException {
        table(desk.file("rows.csv", "a,b\n1,2\n"));
        Path target = Files.createDirectories(folder.resolve("out.csv"));

        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class,
                        () -> desk.datasets.export("desk", SplitName.TRAIN, target, true));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refusal.code());
    }

    @Test
    void aQueryAgainstADatabaseIsATable() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("shop.db");
        try (Connection shop = DriverManager.getConnection(url);
                Statement statement = shop.createStatement()) {
            statement.execute("CREATE TABLE sale (id INTEGER, item TEXT, price REAL)");
            statement.execute(
                    "INSERT INTO sale VALUES (1, 'lamp, red', 9.5), (2, NULL, 3),"
                            + " (3, 'NA', 4)");
        }
        desk.datasets.importQuery(
                url,
                "SELECT id, item, price FROM sale ORDER BY id",
                this::request,
                Progress.silent());
        assertEquals("id,item,price\n1,\"lamp, red\",9.5\n2,,3.0\n3,NA,4.0\n", exported());

        KaiyeException refusal =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                desk.datasets.importQuery(
                                        "jdbc:postgresql://127.0.0.1:1/x?user=u&password=a;secret9",
                                        "SELECT 1",
                                        this::request,
                                        Progress.silent()));
        assertTrue(refusal.getMessage().contains("password=***"), refusal.getMessage());
        assertFalse(refusal.getMessage().contains("secret9"), refusal.getMessage());
    }

    @Test
    void theSameFileIsTheSameVersion() throws IOException {
        Path file = desk.file("rows.csv", "a,b\n1,2\n");

        assertEquals(table(file).id(), table(file).id());
        assertEquals(1, desk.datasets.list().size());
    }

    @Test
    void aTableWithoutTextAndLabelCannotBeTrainedOn() throws IOException {
        table(desk.file("rows.csv", "a,b\n1,2\n"));

        KaiyeException none = assertThrows(KaiyeException.class, () -> desk.datasets.load("desk"));

        assertEquals(ErrorCode.INVALID_ARGUMENT, none.code());
        assertTrue(none.getMessage().contains("there are: a, b"), none.getMessage());
    }

    private Path zip(String name, String... files) throws IOException {
        Path zip = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (int i = 0; i < files.length; i++) {
                out.putNextEntry(new ZipEntry(i + ".csv"));
                out.write(files[i].getBytes(StandardCharsets.UTF_8));
            }
        }
        return zip;
    }

    private DatasetVersion table(Path file) {
        return desk.datasets.importTable(request(file), TableSettings.DEFAULT, Progress.silent());
    }

    private ImportRequest request(Path file) {
        return ImportRequest.toSplit(
                "desk",
                List.of(file),
                new ImportSettings(List.of("text"), "label", "auto", 0, 0, 7));
    }

    private String exported() throws IOException {
        Path file = folder.resolve("out.csv");
        desk.datasets.export("desk", SplitName.TRAIN, file, true);
        return Files.readString(file);
    }

    private Path quarantine(DatasetVersion version) {
        return desk.store
                .home()
                .resolve("quarantine")
                .resolve("desk-" + version.id().substring(0, 8) + ".jsonl");
    }
}

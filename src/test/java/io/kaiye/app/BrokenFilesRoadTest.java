package io.kaiye.app;

import static io.kaiye.app.BrokenFiles.GOOD;
import static io.kaiye.app.BrokenFiles.bytes;
import static io.kaiye.app.BrokenFiles.gzip;
import static io.kaiye.app.BrokenFiles.half;
import static io.kaiye.app.BrokenFiles.joined;
import static io.kaiye.app.BrokenFiles.latin1;
import static io.kaiye.app.BrokenFiles.random;
import static io.kaiye.app.BrokenFiles.rows;
import static io.kaiye.app.BrokenFiles.utf8;
import static io.kaiye.app.BrokenFiles.zip;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files broken on purpose, each imported by the command: one clear message that names the file and
 * what to do, no trace of the program's inside, and nothing half-made in the home.
 */
class BrokenFilesRoadTest {
    /** A stack trace, a class, or the words of a library. */
    private static final Pattern INSIDE =
            Pattern.compile(
                    "\\tat |\\b(?:java|javax|jdk|sun|com|org|de|io)\\.[a-z]\\w*\\.\\w+"
                            + "|\\b[A-Z]\\w*(?:Exception|Error)\\b|DuckDB|IO Error"
                            + "|unexpected failure|/work/|\\bcopy\\d|\\.\\. ");

    @TempDir private Path folder;

    /** What writes a broken file. */
    @FunctionalInterface
    interface Content {
        void write(Path file) throws IOException;
    }

    /**
     * One file, and how it is taken.
     *
     * @param how options, after "data import desk FILE"
     * @param rows that are imported all the same; 0 where the file is refused
     * @param aside rows that are set aside
     * @param said in the message, beside the name of the file
     */
    private record Broken(
            String what,
            String file,
            Content content,
            String how,
            int exitCode,
            int rows,
            int aside,
            List<String> said) {
        @Override
        public String toString() {
            return what + (how.isEmpty() ? "" : " " + how);
        }
    }

    private static Broken refused(String what, String file, Content content, String... said) {
        return new Broken(what, file, content, "", 1, 0, 0, List.of(said));
    }

    private static Broken taken(
            String what, String file, Content content, int rows, int aside, String... said) {
        return new Broken(what, file, content, "", 0, rows, aside, List.of(said));
    }

    /** The same as a table with all its columns. */
    private static Broken asTable(Broken one) {
        return new Broken(
                one.what(),
                one.file(),
                one.content(),
                "--table",
                one.exitCode(),
                one.rows(),
                one.aside(),
                one.said());
    }

    /** Refused because the command line does not fit the file. */
    private static Broken unfit(String what, String file, Content content, String... said) {
        return new Broken(what, file, content, "", 2, 0, 0, List.of(said));
    }

    private static Stream<Broken> brokenRows() {
        Content open = bytes(utf8(GOOD + "late bus,travel\n\"never closed,travel\n"));
        Content after = bytes(utf8(GOOD + "\"a\"b,travel\n"));
        Content mixed = bytes(BrokenFiles.mixedEncodings());
        Content nul = bytes(utf8(GOOD + "not \0 fine,travel\n"));
        Content ragged = bytes(utf8(GOOD + "one\ntwo,2,3\n"));
        String first = "{\"text\":\"a\",\"label\":\"x\"}\n";
        String second = "{\"text\":\"b\",\"label\":\"y\"}\n";
        Content cut = bytes(utf8(first + "{\"text\":\"b\n"));
        Content line = bytes(utf8(first + "{\n" + second));
        String deep = "{\"text\":\"c\",\"label\":" + "[".repeat(100_000) + "\n";
        Content nested = bytes(utf8(first + second + deep));
        String quotes = "add --no-quotes";
        String size = "a line of 209,715,206 bytes; accepted are up to 16,777,216";
        return Stream.of(
                taken("open quote", "a.csv", open, 3, 1, "line 5: a double quote", quotes),
                asTable(taken("open quote", "a.csv", open, 3, 1, "line 5: a double quote", quotes)),
                taken("text after a quote", "a.csv", after, 2, 1, "line 4: there is", quotes),
                asTable(taken("text after a quote", "a.csv", after, 2, 1, "line 4: a do", quotes)),
                taken("mixed encodings", "a.csv", mixed, 3, 2, "line 2: bytes that are not gb18"),
                asTable(taken("mixed encodings", "a.csv", mixed, 3, 2, "line 2: bytes that are")),
                taken("NUL byte", "a.csv", nul, 2, 1, "line 4: a NUL byte"),
                asTable(taken("NUL byte", "a.csv", nul, 2, 1, "line 4: a NUL byte")),
                taken("ragged rows", "a.csv", ragged, 2, 2, "line 4: 1 field where", "double quot"),
                asTable(taken("ragged rows", "a.csv", ragged, 2, 2, "line 4: the header has 2")),
                taken("broken line of JSON", "a.jsonl", line, 2, 1, "line 2: this is not a JSON"),
                asTable(taken("broken line of JSON", "a.jsonl", line, 2, 1, "line 2: not one")),
                taken("deep JSON", "a.jsonl", nested, 2, 1, "line 3: "),
                asTable(taken("deep JSON", "a.jsonl", nested, 2, 1, "line 3: not one JSON")),
                asTable(taken("cut JSON", "a.jsonl", cut, 1, 1, "line 2: not one JSON object")),
                taken("a line of 200 MB", "a.csv", BrokenFiles::longLine, 2, 1, "line 3: " + size),
                asTable(taken("a line of 200 MB", "a.csv", BrokenFiles::longLine, 2, 1, size)));
    }

    private static Stream<Broken> brokenTables() {
        Content twice = bytes(utf8("text,label,text\na,b,c\nd,e,f\n"));
        Content columns = bytes(utf8(BrokenFiles.columns(100_000)));
        Content only = bytes(utf8("text,label\n"));
        Content none = bytes(utf8("text,label\na\nb\nc,d,e\n"));
        Content mark = bytes(latin1("\u00ef\u00bb\u00bf"));
        return Stream.of(
                unfit("column twice", "a.csv", twice, "has 2 columns \"text\". Rename one"),
                asTable(taken("column twice", "a.csv", twice, 2, 0, "it is called text_2")),
                refused("100,000 columns", "a.csv", columns, "line 1: more than 16,384 fields. W"),
                asTable(refused("100,000 columns", "a.csv", columns, "100,000 columns", "right")),
                unfit("no header", "a.csv", bytes(utf8(rows(3))), "no column \"text\". Its col"),
                unfit(
                        "no label",
                        "a.csv",
                        bytes(utf8("text,lable\na,x\nb,y\n")),
                        "has no column \"label\". Did you mean \"lable\"? Its columns: text, lable."
                                + " The first line must name the columns; choose them with --text"),
                refused("empty", "a.csv", bytes(), "is empty. The first line names the columns."),
                asTable(refused("empty", "a.csv", bytes(), "is empty. The first line names")),
                refused("empty lines", "a.csv", bytes(utf8("\n\n\n")), "is empty. The first line"),
                refused("only a header", "a.csv", only, "has a header but no rows."),
                asTable(refused("only a header", "a.csv", only, "names of columns, but no rows")),
                refused("only a mark", "a.csv", mark, "is empty. The first line names the column"),
                refused(
                        "all rows broken",
                        "a.csv",
                        none,
                        "none of its rows can be read",
                        "quotes."),
                asTable(refused("all rows broken", "a.csv", none, "None of the 3 rows", "(--sep")),
                refused(
                        "no texts",
                        "a.csv",
                        bytes(utf8("text,label\n,x\n,y\n")),
                        "Are --text text and --label label the right columns?"),
                refused(
                        "one label",
                        "a.csv",
                        bytes(utf8("text,label\na,x\nb,x\n")),
                        "have the same label, \"x\". At least two labels are needed. Is --label"),
                refused(
                        "JSON array",
                        "a.json",
                        bytes(utf8("[{\"text\":\"a\"}]")),
                        "JSONL",
                        "jq -c"),
                asTable(refused("no JSON", "a.jsonl", bytes(utf8("a\nb\n")), "no JSON objects. E")),
                refused(
                        "no JSON",
                        "a.jsonl",
                        bytes(utf8("a\nb\n")),
                        "is not a JSON object on one"));
    }

    private static Stream<Broken> notText() {
        Content old = bytes(joined(latin1("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1"), random(3000)));
        Content pdf = bytes(joined(latin1("%PDF-1.7\n"), random(3000)));
        Content mark = bytes(latin1("\u00ff\u00fe"));
        Content odd = bytes(BrokenFiles.oddUtf16());
        String cut = "is UTF-16 with an odd number of bytes: damaged, or cut short. Get it again";
        return Stream.of(
                refused("binary", "a.csv", bytes(random(5000)), "is a binary file. Accepted are"),
                asTable(refused("binary", "a.csv", bytes(random(5000)), "is a binary file. Acc")),
                refused("all NUL", "a.csv", bytes(new byte[9000]), "is a binary file. Accepted"),
                refused("old Excel", "a.xls", old, "is an old Excel file. Save it as .xlsx or CSV"),
                refused("PDF", "a.pdf", pdf, "is a PDF. Write its texts into a CSV, TSV or JSONL"),
                refused("only a mark of UTF-16", "a.csv", mark, "is empty. The first line names"),
                refused("half a character of UTF-16", "a.csv", odd, cut),
                asTable(refused("half a character of UTF-16", "a.csv", odd, cut)),
                refused("not there", "a.csv", file -> {}, "does not exist. Check the path."),
                refused("a folder", "texts", Files::createDirectory, "Accepted is one folder for"));
    }

    private static Stream<Broken> packed() throws IOException {
        byte[] packed = gzip(utf8(GOOD + rows(5000)));
        byte[] zipped = zip("rows.csv", utf8(GOOD + rows(5000)));
        Content good = bytes(utf8(GOOD));
        String again = "or cut short. Get it again.";
        return Stream.of(
                refused("cut gzip", "a.csv.gz", bytes(half(packed)), "damaged gzip file, " + again),
                asTable(
                        refused(
                                "cut gzip",
                                "a.csv.gz",
                                bytes(half(packed)),
                                "gzip file, " + again)),
                refused("damaged gzip", "a.csv.gz", bytes(BrokenFiles.damagedGzip()), again),
                refused("gzip bomb", "a.csv.gz", BrokenFiles::gzipBomb, "Unpack it, look at it"),
                taken("not packed", "a.csv.gz", good, 2, 0, "train 2"),
                asTable(taken("not packed", "a.csv.gz", good, 2, 0, "train 2, 2 columns")),
                refused("cut Parquet", "a.parquet", bytes(utf8("PAR1, and no more")), again),
                refused("cut zip", "a.zip", bytes(half(zipped)), "damaged zip file, " + again),
                refused("damaged zip", "a.zip", bytes(BrokenFiles.damagedZip()), again),
                taken("out of its folder", "a.zip", zipOf("../../evil.csv", GOOD), 2, 0, "train 2"),
                taken("away from here", "a.zip", zipOf("/tmp/evil.csv", GOOD), 2, 0, "train 2"),
                taken("NUL in a name", "a.zip", zipOf("a\0b.csv", GOOD), 2, 0, "a?b.csv"),
                refused("zip in a zip", "a.zip", bytes(zip("b.zip", zipped)), "Unpack it first."),
                refused("empty zip", "a.zip", zipOf("rows/", ""), "is a zip file without a file"),
                refused("empty in a zip", "a.zip", zipOf("b.csv", ""), "a.zip/b.csv is empty. The"),
                refused(
                        "binary in a zip",
                        "a.zip",
                        bytes(zip("b.csv", random(5000))),
                        "a.zip/b.csv is a binary file. Accepted are CSV"),
                refused(
                        "no JSON in a zip",
                        "a.zip",
                        zipOf("b.jsonl", "c\n"),
                        "zip/b.jsonl holds no"),
                refused("Parquet in a zip", "a.zip", zipOf("b.pq", "PAR1, cut"), "a.zip/b.pq is a"),
                refused(
                        "no workbook",
                        "a.xlsx",
                        zipOf("b.csv", GOOD),
                        "Save the workbook again, o"),
                refused("cut workbook", "a.xlsx", bytes(half(zipped)), again),
                refused(
                        "workbook without sheets",
                        "a.xlsx",
                        zipOf("xl/workbook.xml", "<workbook><sheets/></workbook>"),
                        "is no workbook that can be read",
                        "Save it again as .xlsx, or as CSV (UTF-8)."));
    }

    private static Content zipOf(String name, String content) throws IOException {
        return bytes(zip(name, utf8(content)));
    }

    @ParameterizedTest
    @MethodSource({"brokenRows", "brokenTables", "notText", "packed"})
    void isSaidClearlyAndLeavesNothingHalfMade(Broken broken) throws IOException {
        Path file = folder.resolve(broken.file());
        broken.content().write(file);
        check(broken, file);
    }

    @ParameterizedTest
    @MethodSource
    void aParquetFileThatWasCutIsSaidToBe(int bytes) throws IOException {
        Path rows = Files.write(folder.resolve("rows.csv"), utf8(GOOD + rows(20_000)));
        Path file = folder.resolve("cut.parquet");
        Program other = new Program(folder.resolve("other"));
        other.done("data", "import", "whole", "--table", rows.toString());
        other.done("data", "export", "whole", file.toString());
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - bytes));
        check(refused("cut", "cut.parquet", bytes(), "is a damaged Parquet file, or cut"), file);
    }

    private static List<Integer> aParquetFileThatWasCutIsSaidToBe() {
        return List.of(1, 4, 100, 1000);
    }

    private void check(Broken broken, Path file) throws IOException {
        Program kaiye = new Program(folder.resolve("home"));
        List<String> typed = new ArrayList<>(List.of("data", "import", "desk", file.toString()));
        Stream.of(broken.how()).filter(how -> !how.isEmpty()).forEach(typed::add);
        Ran ran = kaiye.run(typed.toArray(String[]::new));
        String all = ran.out() + ran.err();
        assertEquals(broken.exitCode(), ran.exitCode(), all);
        assertTrue(all.contains(file.getFileName().toString()), all);
        broken.said().forEach(words -> assertTrue(all.contains(words), words + " in " + all));
        Matcher inside = INSIDE.matcher(all);
        assertFalse(inside.find(), all);
        if (broken.exitCode() != 0) {
            assertEquals("", ran.out());
            String last = ran.err().strip().lines().toList().getLast();
            assertTrue(last.startsWith("kaiye: ") && last.endsWith("."), ran.err());
        }
        checkHome(kaiye, broken);
    }

    private void checkHome(Program kaiye, Broken broken) throws IOException {
        JsonNode versions = kaiye.json("data list");
        boolean taken = broken.rows() > 0;
        assertEquals(taken ? 1 : 0, versions.size(), versions.toString());
        assertEquals(List.of(), files("work"));
        assertEquals(taken, !files("blobs").isEmpty());
        int aside = 0;
        for (Path some : files("quarantine")) {
            aside += Files.readAllLines(some).size();
        }
        assertEquals(broken.aside(), aside);
        if (taken) {
            int rows = 0;
            for (JsonNode split : versions.at("/0/rows")) {
                rows += split.asInt();
            }
            assertEquals(broken.rows(), rows, versions.toString());
        }
        assertFalse(Files.exists(Path.of("/tmp/evil.csv")));
        assertFalse(Files.exists(folder.resolve("evil.csv")));
        assertFalse(Files.exists(folder.resolve("home/evil.csv")));
    }

    private List<Path> files(String name) throws IOException {
        Path at = folder.resolve("home").resolve(name);
        if (!Files.exists(at)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(at)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}

package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken rows of labelled text are set aside with line and reason; all others are taken. */
class QuarantineTest {
    @TempDir private Path folder;
    private Desk desk;
    private DatasetVersion[] version = {};

    @BeforeEach
    void open() {
        desk = new Desk(folder);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void rowsWithTooFewOrTooManyFieldsAreSetAside() throws IOException {
        csv("text,label\na,x\nb\nc,y\nd,e,f\ng,x\n");

        assertEquals("a/x c/y g/x", rows());
        assertEquals("3: 1 field where the header has 2|b", aside(0));
        assertEquals("5: 3 fields where the header has 2|d,e,f", aside(1));
    }

    @Test
    void anOpenQuoteTakesItsLineAlone() throws IOException {
        csv("label,text\nx,a\ny,\"never closed\ny,b\nx,\"good\n\nquote\"\ny,\"open\nx,c\n");

        assertEquals("a/x b/y good\n\nquote/x c/x", rows());
        assertTrue(aside(0).startsWith("3: there is text after a closing double quote"), aside(0));
        assertEquals("8: a double quote is opened here and never closed", aside(1).split("\\.")[0]);
    }

    @Test
    void textAfterAClosingQuoteTakesItsLineAlone() throws IOException {
        csv("text,label\n\"a\"b,x\nc,x\n\"d\"e,y\nf,y\n");

        assertEquals("c/x f/y", rows());
        assertTrue(aside(0).startsWith("2: there is text after a closing double quote"), aside(0));
        assertTrue(aside(1).startsWith("4: "), aside(1));
    }

    @Test
    void whatIsNoJsonObjectIsSetAside() throws IOException {
        String good = "{\"text\":\"a\",\"label\":\"x\"}\n";
        jsonl(
                good
                        + "nonsense\n[1]\n"
                        + good.replace("\"x\"", "\"y\"")
                        + "{\"text\":{},\"label\":\"x\"}\n");

        assertEquals("a/x a/y", rows());
        assertTrue(aside(0).startsWith("2: this is not a JSON object"), aside(0));
        assertTrue(aside(0).endsWith("|nonsense"), aside(0));
        assertTrue(aside(1).startsWith("3: expected a JSON object"), aside(1));
        assertTrue(aside(2).startsWith("5: \"text\" is a list or an object"), aside(2));
    }

    @Test
    void linesThatAreNoTextAreSetAside() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write("text,label\ncafé,x\nnot \0 fine,y\n".getBytes(StandardCharsets.UTF_8));
        file.write("Zürich,y\n".getBytes(StandardCharsets.ISO_8859_1));
        file.write("账单怎么付,y\nKöln,x\n".getBytes(StandardCharsets.UTF_8));
        take(desk.bytes("rows.csv", file.toByteArray()));

        assertEquals("café/x 账单怎么付/y Köln/x", rows());
        assertTrue(aside(0).startsWith("3: a NUL byte"), aside(0));
        assertTrue(aside(1).startsWith("4: bytes that are not utf-8"), aside(1));
        assertTrue(aside(1).endsWith("|Zürich,y"), aside(1));
    }

    @Test
    void labelsThatAreNoneAndTextsThatAreTooLongAreSetAside() throws IOException {
        csv("text,label\na,x\nb,\"y\nz\"\n" + "字".repeat(1_000_001) + ",y\nc,y\n");

        assertEquals("a/x c/y", rows());
        assertTrue(aside(0).startsWith("3: the label \"y z\" holds a line break"), aside(0));
        assertTrue(aside(1).startsWith("5: the text has 1,000,001 characters"), aside(1));
    }

    @Test
    void everyEncodingIsFoundOut() throws IOException {
        String rows = "text,label\n账单怎么付,支付\n我想退货,退货\n";
        for (Charset charset : List.of(StandardCharsets.UTF_16, Charset.forName("GB18030"))) {
            take(desk.file("rows.csv", rows, charset));
            assertEquals("账单怎么付/支付 我想退货/退货", rows(), charset.name());
        }
        take(
                desk.file(
                        "rows.csv",
                        "text,label\ncafé crème,x\nnaïve,y\n",
                        StandardCharsets.ISO_8859_1));
        assertEquals("café crème/x naïve/y", rows());
    }

    @Test
    void whereNoRowIsGoodNothingIsImported() throws IOException {
        KaiyeException refusal =
                assertThrows(KaiyeException.class, () -> csv("text,label\na\nb\n"));

        assertEquals(ErrorCode.INVALID_DATA, refusal.code());
        assertTrue(refusal.getMessage().contains("none of its rows can be read, such as"));
        desk.nothingIsLeft();
    }

    private void csv(String content) throws IOException {
        take(desk.file("rows.csv", content));
    }

    private void jsonl(String content) throws IOException {
        take(desk.file("rows.jsonl", content));
    }

    private void take(Path file) {
        DatasetVersion taken =
                desk.datasets.importFiles(
                        new ImportRequest(
                                "desk",
                                List.of(),
                                List.of(file),
                                List.of(),
                                List.of(),
                                ImportSettings.DEFAULT),
                        Progress.silent());
        version = new DatasetVersion[] {taken};
    }

    private String rows() {
        return String.join(
                " ", desk.rows().stream().map(row -> row.text() + "/" + row.label()).toList());
    }

    /** "LINE: reason|content" of one row that was set aside. */
    private String aside(int number) throws IOException {
        List<String> lines =
                Files.readAllLines(
                        desk.store
                                .home()
                                .resolve("quarantine")
                                .resolve("desk-" + version[0].id().substring(0, 8) + ".jsonl"));
        assertTrue(
                version[0].warnings().stream()
                        .anyMatch(
                                one ->
                                        one.kind() == Warning.Kind.QUARANTINED
                                                && one.count() == lines.size()));
        JsonNode row = Json.parse(lines.get(number), JsonNode.class);
        return row.get("line").asInt()
                + ": "
                + row.get("reason").asText().replaceFirst("\\. Put texts.*", "")
                + "|"
                + row.get("content").asText();
    }
}

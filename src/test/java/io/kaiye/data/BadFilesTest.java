package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be imported, and what is said about them. */
class BadFilesTest {
    private static final Charset GB18030 = Charset.forName("GB18030");
    private static final byte[] NOT_TEXT = {(byte) 0xff, (byte) 0xfe, (byte) 0xff, '\n'};

    @TempDir Path temp;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(temp);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void filesThatAreNoTablesAreNamed() throws IOException {
        desk.refused(ErrorCode.INVALID_FILE, temp.resolve("no.csv"), "no.csv does not exist");
        assertTrue(
                Refusal.unreadable(temp, new AccessDeniedException("x"))
                        .getMessage()
                        .contains("no permission"));
        desk.refused(ErrorCode.INVALID_FILE, temp, "is a folder");
        desk.refused(ErrorCode.INVALID_FILE, Path.of("/dev/null"), "not a regular file");
        desk.refused(ErrorCode.INVALID_FILE, desk.file("a.csv", ""), "is empty");
        desk.refused(ErrorCode.INVALID_FILE, desk.file("a.csv", "\n\n"), "is empty");
        desk.refused(ErrorCode.INVALID_FILE, desk.file("a.jsonl", "\n"), "no rows");
        desk.refused(
                ErrorCode.INVALID_FILE, desk.file("a.csv", "text,label\n"), "header but no rows");
        desk.refused(
                ErrorCode.INVALID_FILE, desk.file("a.json", "[{\"text\":1}]"), "one JSON array");
    }

    @Test
    void binaryFilesAreNamed() throws IOException {
        byte[] random = new byte[5000];
        new Random(7).nextBytes(random);
        random[0] = 1;
        desk.refused(ErrorCode.INVALID_FILE, desk.bytes("a.csv", random), "binary");
        desk.refused(ErrorCode.INVALID_FILE, desk.bytes("a.csv", new byte[9000]), "binary");
        desk.refused(
                ErrorCode.INVALID_FILE,
                desk.file("a.csv", "PK\u0003\u0004aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
                "Excel",
                "with --table");
        desk.refused(
                ErrorCode.INVALID_FILE, desk.file("a.csv", "PAR1aaaa"), "Parquet", "with --table");
        desk.refused(
                ErrorCode.INVALID_FILE,
                desk.file("a.csv", "\ufefftext,label\n", StandardCharsets.UTF_16LE),
                "UTF-16",
                "without --strict");
    }

    @Test
    void aFileOfFiveGigabytesIsRefusedAtOnce() throws IOException {
        Path file = temp.resolve("huge.csv");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(5_000_000_000L);
        }
        long start = System.nanoTime();
        desk.refused(ErrorCode.TOO_LARGE, file, "5,000,000,000 bytes", "up to 4,294,967,296");
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(5).toNanos());
    }

    @Test
    void aGzipBombIsDefused() throws IOException {
        Path file = temp.resolve("bomb.csv.gz");
        byte[] line = "text,label\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (int i = 0; i < 1500; i++) {
                out.write(line);
            }
        }
        desk.refused(ErrorCode.TOO_LARGE, file, "holds more than it seems", "200 times");
    }

    @Test
    void damagedGzipIsNamed() throws IOException {
        Path file = temp.resolve("cut.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            byte[] random = new byte[100_000];
            new Random(7).nextBytes(random);
            for (byte b : random) {
                out.write('a' + (b & 15));
            }
        }
        byte[] whole = Files.readAllBytes(file);
        desk.refused(
                ErrorCode.INVALID_FILE,
                desk.bytes("cut.csv.gz", Arrays.copyOf(whole, whole.length / 2)),
                "damaged gzip");
        whole[whole.length / 2] ^= 0x55;
        desk.refused(ErrorCode.INVALID_FILE, desk.bytes("cut.csv.gz", whole), "damaged gzip");
    }

    @Test
    void wrongColumnsAreAnsweredWithThoseThatExist() throws IOException {
        desk.refused(
                ErrorCode.INVALID_ARGUMENT,
                desk.file("a.csv", "text,lable,id\nx,y,1\n"),
                "has no column \"label\". Did you mean \"lable\"? Its columns: text, lable, id.");
        desk.refused(
                ErrorCode.INVALID_ARGUMENT,
                desk.file("a.jsonl", "{\"message\": \"x\", \"label\": \"y\"}\n"),
                "has no column \"text\". Its columns: message, label.");
        desk.refused(
                ErrorCode.INVALID_ARGUMENT,
                desk.file("a.csv", "text,label,text\nx,y,z\n"),
                "has 2 columns \"text\". Rename one of them.");
    }

    @Test
    void raggedRowsAndOpenQuotesAreFoundByLine() throws IOException {
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.file("a.csv", "text,label\na,x\n\nb,c,y\n"),
                "a.csv line 4: 3 fields where the header has 2");
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.file("a.csv", "text,label\na,x\nb\n"),
                "a.csv line 3: 1 field where");
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.file("a.csv", "label,text\nx,a\ny,\"never closed\nz,b\n"),
                "a.csv line 3: a double quote is opened here and never closed");
        for (String tail : List.of("y,\"", "y,\"b\"\"", "y,\"b\"\"\n", "y,\"b,\n\n")) {
            desk.refused(
                    ErrorCode.INVALID_DATA,
                    desk.file("a.csv", "label,text\nx,a\n" + tail),
                    "line 3: a double quote is opened");
        }
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.file("a.csv", "text,label\n\"a\"b,x\n"),
                "line 2: there is text after a closing double quote");
    }

    @Test
    void malformedJsonIsFoundByLine() throws IOException {
        String good = "{\"text\":\"a\",\"label\":\"b\"}\n";
        json(good + "{\"text\":\"a\",\n\"label\":\"b\"}\n", "line 2: this is not a JSON object");
        json(good + "nonsense\n", "line 2: this is not a JSON object");
        json(good + "[1]\n", "line 2: expected a JSON object");
        json(good + good.strip() + " x\n", "line 2: this is not a JSON object");
        json(good + good.strip() + good, "line 2: there is more after");
        json(
                good + "{\"text\":{\"a\":1},\"label\":\"b\"}",
                "line 2: \"text\" is a list or an object");
        json(good + "{\"text\":\"a\\u0000\",\"label\":\"b\"}", "line 2: a NUL character");
        json(good + "{\"text\":\"a\\ud800\",\"label\":\"b\"}", "line 2: half a character");
    }

    @Test
    void nulBytesAreFoundByLine() throws IOException {
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.file("a.csv", "text,label\nfine,x\nnot \0 fine,y\n"),
                "a.csv line 3: a NUL byte");
    }

    @Test
    void mixedAndForeignEncodingsAreFoundByLine() throws IOException {
        byte[] head = "text,label\n".getBytes(StandardCharsets.UTF_8);
        byte[] utf8 = "账单怎么付,a\n我想退货,b\n".getBytes(StandardCharsets.UTF_8);
        byte[] gb = "账单怎么付,a\n我想退货,b\n好的,c\n".getBytes(GB18030);
        byte[] latin = "café crème,a\nnaïve,b\n".getBytes(StandardCharsets.ISO_8859_1);
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.bytes("a.csv", joined(head, utf8, gb)),
                "a.csv line 2: this line is UTF-8, but line 4 is GB18030");
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.bytes("a.csv", joined(head, utf8, utf8, gb)),
                "a.csv line 6: these bytes are not UTF-8, though most other lines are");
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.bytes("a.csv", joined(head, latin)),
                "neither UTF-8 nor GB18030",
                "iconv -f");
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.bytes("a.csv", joined(head, NOT_TEXT)),
                "a.csv line 2: these bytes are neither");
        desk.encoding("utf-8");
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.bytes("a.csv", joined(head, gb)),
                "a.csv line 2: these bytes are not utf-8, which --encoding asks for");
        desk.encoding("gb18030");
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.bytes("a.csv", joined(head, gb, NOT_TEXT)),
                "a.csv line 5: these bytes are not gb18030");
    }

    @Test
    void uselessLabelsAreRefused() throws IOException {
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.file("a.csv", "text,label\na,spam\nb,spam\n"),
                "All 2 rows have the same label, \"spam\"");
        StringBuilder many = new StringBuilder("text,label\n");
        for (int i = 0; i < 100_000; i++) {
            many.append("t").append(i).append(",class ").append(i).append('\n');
        }
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.file("a.csv", many.toString()),
                "a.csv line 10002: more than 10,000 different labels");
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.file("a.csv", "text,label\na,x\nb," + "l".repeat(201) + "\n"),
                "line 3: the label",
                "more than 200 characters");
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.file("a.csv", "text,label\na,x\nb,\"y\nz\"\n"),
                "line 3: the label \"y z\" holds a line break");
    }

    @Test
    void labelsThatTrainNeverSeesAreRefused() throws IOException {
        Path train = desk.file("train.csv", "text,label\na,x\nb,y\n");
        Path test = desk.file("test.csv", "text,label\na,x\nb,z\n");
        KaiyeException refusal =
                assertThrows(KaiyeException.class, () -> desk.trainAndTest(train, test));
        assertEquals(ErrorCode.INVALID_DATA, refusal.code());
        assertTrue(refusal.getMessage().contains("never occur in train"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("them: z."), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("--out-of-scope"), refusal.getMessage());
        desk.nothingIsLeft();
    }

    @Test
    void filesWithoutOneWholeRowAreRefused() throws IOException {
        desk.refused(
                ErrorCode.INVALID_DATA,
                desk.file("a.csv", "text,label\n ,x\n,y\na,\n"),
                "none of its 3 rows has both a text and a label");
    }

    @Test
    void aTextOfAMillionCharactersIsTakenAndOneMoreIsNot() throws IOException {
        String million = "字".repeat(1_000_000);
        desk.refused(
                ErrorCode.TOO_LARGE,
                desk.file("a.csv", "text,label\na,x\n" + million + "b,y\n"),
                "a.csv line 3: the text has 1,000,001 characters; accepted are up to 1,000,000");
        desk.train(desk.file("a.csv", "text,label\na,x\n" + million + ",y\n"));
        assertEquals(1_000_000, desk.rows().get(1).text().length());
    }

    @Test
    void fieldsWithoutEndAreCutOff() throws IOException {
        Path file = temp.resolve("a.csv");
        for (String name : List.of("a.csv", "a.jsonl")) {
            file = temp.resolve(name);
            try (Writer out = Files.newBufferedWriter(file)) {
                out.write(name.equals("a.csv") ? "text,label\na,x\n\"" : "{\"text\":\"");
                for (int i = 0; i < 17 << 10; i++) {
                    out.write("0123456789abcdef".repeat(64));
                }
            }
            desk.refused(
                    ErrorCode.TOO_LARGE,
                    file,
                    name.equals("a.csv") ? "line 3" : "line 1",
                    "more than 16,777,216 characters");
        }
    }

    @Test
    void rowsHaveALimit() throws IOException {
        desk.close();
        desk =
                new Desk(
                        temp.resolve("limited"),
                        new ImportLimits(1 << 20, 200, 1 << 20, 2, 100, 10, 10, 1000));
        Path file = desk.file("a.csv", "text,label\na,x\nb,y\nc,x\n");
        desk.refused(ErrorCode.TOO_LARGE, file, "a.csv line 4: more than 2 rows");
    }

    private void json(String content, String words) throws IOException {
        desk.refused(ErrorCode.INVALID_DATA, desk.file("a.jsonl", content), words);
    }

    private static byte[] joined(byte[]... parts) {
        byte[] all = new byte[0];
        for (byte[] part : parts) {
            int length = all.length;
            all = Arrays.copyOf(all, length + part.length);
            System.arraycopy(part, 0, all, length, part.length);
        }
        return all;
    }
}

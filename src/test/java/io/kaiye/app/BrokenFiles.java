package io.kaiye.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes files that are broken on purpose. */
final class BrokenFiles {
    private static final int MEGABYTES_OF_A_LINE = 200;

    private BrokenFiles() {}

    /** Two good rows. */
    static final String GOOD = "text,label\nred apple,fruit\nlate bus,travel\n";

    static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    static byte[] latin1(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** Writes a file of these. */
    static BrokenFilesRoadTest.Content bytes(byte... content) {
        return file -> Files.write(file, content);
    }

    /** Lines of UTF-8, and then as many of GB18030. */
    static byte[] mixedEncodings() {
        return joined(
                utf8("text,label\n账单怎么付,a\n我想退货,b\n"),
                "账单怎么付,a\n我想退货,b\n好的,c\n".getBytes(Charset.forName("GB18030")));
    }

    /** UTF-16 with half a character at its end. */
    static byte[] oddUtf16() {
        byte[] whole = ("\ufeff" + GOOD).getBytes(UTF_16LE);
        return Arrays.copyOf(whole, whole.length - 3);
    }

    static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        bytes[0] = 1;
        return bytes;
    }

    static byte[] half(byte[] whole) {
        return Arrays.copyOf(whole, whole.length / 2);
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    /** Packed to a thousandth. */
    static void gzipBomb(Path file) throws IOException {
        byte[] part = utf8("text,label\n".repeat(10_000));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
            for (int i = 0; i < 1500; i++) {
                out.write(part);
            }
        }
    }

    /** One of its bytes is another. */
    static byte[] damagedGzip() throws IOException {
        byte[] whole = gzip(utf8(GOOD + rows(20_000)));
        whole[whole.length / 2] ^= 0x55;
        return whole;
    }

    static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry(name));
            out.write(content);
            out.closeEntry();
        }
        return bytes.toByteArray();
    }

    /** The list of its files is whole, a file in it is not. */
    static byte[] damagedZip() throws IOException {
        byte[] whole = zip("rows.csv", utf8(GOOD + rows(2000)));
        Arrays.fill(whole, 100, 200, (byte) 0x55);
        return whole;
    }

    static String rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "text number " + i + ",label " + i % 7 + "\n")
                .collect(Collectors.joining());
    }

    static String columns(int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).collect(Collectors.joining(","))
                + "\n"
                + "1,".repeat(count - 1)
                + "1\n";
    }

    /** A good row, one of 200 megabytes, and another good one. */
    static void longLine(Path file) throws IOException {
        byte[] megabyte = utf8("0123456789abcdef".repeat(1 << 16));
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(utf8("text,label\nred apple,fruit\n"));
            for (int i = 0; i < MEGABYTES_OF_A_LINE; i++) {
                out.write(megabyte);
            }
            out.write(utf8(",fruit\nlate bus,travel\n"));
        }
    }
}

package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class LineEncodingsTest {
    private static final String[] PIECES = {
        "a", "plain words, and more of them ", "\n", "\r\n", "é", "开业", "\u0000", "\u007f", "😀"
    };
    private static final Charset[] CHARSETS = {
        StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, Charset.forName("GB18030")
    };

    @Property(tries = 500)
    void eightBytesAtATimeSayWhatOneByteAtATimeDoes(@ForAll long seed) {
        byte[] bytes = bytes(new Random(seed));
        LineEncodings fast = new LineEncodings();
        int half = bytes.length / 2;
        byte[] rest = new byte[bytes.length - half];
        System.arraycopy(bytes, half, rest, 0, rest.length);
        fast.add(bytes, half);
        fast.add(rest, rest.length);
        fast.end();
        LineEncodings slow = new LineEncodings();
        for (byte b : bytes) {
            slow.add(new byte[] {b}, 1);
        }
        slow.end();

        assertEquals(facts(slow), facts(fast));
    }

    /** Mostly of one piece, so that there are long lines, and lines of every length. */
    private static byte[] bytes(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append(PIECES[random.nextInt(10) < 7 ? 0 : random.nextInt(PIECES.length)]);
        }
        return text.toString().getBytes(CHARSETS[random.nextInt(CHARSETS.length)]);
    }

    private static String facts(LineEncodings lines) {
        return String.join(
                " ",
                "longest " + lines.longest(),
                "nul " + lines.firstNul(),
                "not utf8 " + lines.firstNotUtf8(),
                "not gb " + lines.firstNotGb(),
                "neither " + lines.firstNeither(),
                "utf8 " + lines.firstSurelyUtf8(),
                "mostly " + lines.mostlyUtf8() + lines.mostlyNeither() + lines.looksChinese());
    }
}

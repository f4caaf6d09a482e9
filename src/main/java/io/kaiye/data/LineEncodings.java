package io.kaiye.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Which lines of a byte stream are UTF-8 and which GB18030: two automata run side by side. ASCII
 * alone says nothing and is passed over eight bytes at a time.
 */
final class LineEncodings {
    private static final int GB_START = 0;
    private static final int GB_SECOND = 1;
    private static final int GB_THIRD = 2;
    private static final int GB_FOURTH = 3;

    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = ONES << 7;
    private static final long LINE_FEEDS = ONES * '\n';

    /** Lines so far; the first is 1. */
    private long line = 1;

    private long longest;
    private long lineBytes;

    private long firstNul;
    private long firstNotUtf8;
    private long firstNotGb;
    private long firstNeither;
    private long firstSurelyUtf8;
    private long utf8Lines;
    private long gbOnlyLines;
    private long neitherLines;

    private long twoBytePairs;
    private long highPairs;

    private boolean plain = true;
    private boolean utf8 = true;
    private boolean gb = true;
    private int utf8Left;
    private int utf8Low = 0x80;
    private int utf8High = 0xbf;
    private int utf8Short;
    private int utf8Long;
    private int gbState = GB_START;

    void add(byte[] bytes, int length) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            while (plain && i + Long.BYTES <= length && saysNothing((long) EIGHT.get(bytes, i))) {
                i += Long.BYTES;
            }
            if (i == length) {
                break;
            }
            int b = bytes[i];
            if (b == '\n') {
                endLine();
                longest = Math.max(longest, lineBytes + i - start);
                lineBytes = 0;
                start = i + 1;
                line++;
            } else if (b < 0 || !plain) {
                plain = false;
                utf8(b & 0xff);
                gb(b & 0xff);
                markNul(b);
            } else {
                markNul(b);
            }
        }
        lineBytes += length - start;
    }

    /**
     * True if of eight bytes none is above 7F, a line feed or NUL: then no subtraction of 1 borrows
     * into a byte's high bit.
     */
    private static boolean saysNothing(long bytes) {
        long lineFeeds = (bytes ^ LINE_FEEDS) - ONES;
        return ((bytes | lineFeeds | (bytes - ONES)) & HIGH_BITS) == 0;
    }

    /** Ends the last line; call once. */
    void end() {
        endLine();
        longest = Math.max(longest, lineBytes);
    }

    /** Bytes of the longest line. */
    long longest() {
        return longest;
    }

    /** The first line with a NUL byte, 0 if there is none. */
    long firstNul() {
        return firstNul;
    }

    /** The first line that is not UTF-8, 0 if there is none. */
    long firstNotUtf8() {
        return firstNotUtf8;
    }

    /** The first line that is not GB18030, 0 if there is none. */
    long firstNotGb() {
        return firstNotGb;
    }

    /** The first line that is neither, 0 if there is none. */
    long firstNeither() {
        return firstNeither;
    }

    /** The first line whose UTF-8 cannot be GB18030 that looks so by accident; 0 if none. */
    long firstSurelyUtf8() {
        return firstSurelyUtf8;
    }

    /** Of the lines with more than ASCII most are UTF-8. */
    boolean mostlyUtf8() {
        return utf8Lines >= gbOnlyLines + neitherLines;
    }

    /** Of the lines with more than ASCII most are neither. */
    boolean mostlyNeither() {
        return neitherLines > gbOnlyLines;
    }

    /**
     * Characters of Chinese texts have two high bytes; accented letters of a Western encoding,
     * misread, are followed by a low one.
     */
    boolean looksChinese() {
        return highPairs * 2 > twoBytePairs;
    }

    private void markNul(int b) {
        if (b == 0 && firstNul == 0) {
            firstNul = line;
        }
    }

    private void endLine() {
        if (!plain) {
            boolean isUtf8 = utf8 && utf8Left == 0;
            boolean isGb = gb && gbState == GB_START;
            count(isUtf8, isGb);
            plain = true;
            utf8 = true;
            gb = true;
            utf8Left = 0;
            utf8Short = 0;
            utf8Long = 0;
            gbState = GB_START;
        }
    }

    private void count(boolean isUtf8, boolean isGb) {
        if (isUtf8) {
            utf8Lines++;
            if (firstSurelyUtf8 == 0 && (utf8Long >= 2 || utf8Short + utf8Long >= 4)) {
                firstSurelyUtf8 = line;
            }
        } else if (isGb) {
            gbOnlyLines++;
        } else {
            neitherLines++;
            firstNeither = firstNeither == 0 ? line : firstNeither;
        }
        firstNotUtf8 = !isUtf8 && firstNotUtf8 == 0 ? line : firstNotUtf8;
        firstNotGb = !isGb && firstNotGb == 0 ? line : firstNotGb;
    }

    /** Table 3-7 of the Unicode standard: no overlong forms, no surrogates, up to 10FFFF. */
    private void utf8(int b) {
        if (utf8Left > 0) {
            utf8 &= b >= utf8Low && b <= utf8High;
            utf8Low = 0x80;
            utf8High = 0xbf;
            utf8Left--;
        } else if (b >= 0xc2 && b <= 0xdf) {
            utf8Left = 1;
            utf8Short++;
        } else if (b >= 0xe0 && b <= 0xef) {
            utf8Left = 2;
            utf8Low = b == 0xe0 ? 0xa0 : 0x80;
            utf8High = b == 0xed ? 0x9f : 0xbf;
            utf8Long++;
        } else if (b >= 0xf0 && b <= 0xf4) {
            utf8Left = 3;
            utf8Low = b == 0xf0 ? 0x90 : 0x80;
            utf8High = b == 0xf4 ? 0x8f : 0xbf;
            utf8Long++;
        } else {
            utf8 &= b < 0x80;
        }
    }

    private void gb(int b) {
        switch (gbState) {
            case GB_START -> {
                gb &= b < 0x80 || (b > 0x80 && b < 0xff);
                gbState = b > 0x80 && b < 0xff ? GB_SECOND : GB_START;
            }
            case GB_SECOND -> {
                boolean four = b >= 0x30 && b <= 0x39;
                gb &= four || (b >= 0x40 && b != 0x7f && b < 0xff);
                twoBytePairs += four ? 0 : 1;
                highPairs += b >= 0xa1 ? 1 : 0;
                gbState = four ? GB_THIRD : GB_START;
            }
            case GB_THIRD -> {
                gb &= b > 0x80 && b < 0xff;
                gbState = GB_FOURTH;
            }
            default -> {
                gb &= b >= 0x30 && b <= 0x39;
                gbState = GB_START;
            }
        }
    }
}

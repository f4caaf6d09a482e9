package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Heard;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PartsTest {
    /** Bytes of a token, and of a pair of tokens. */
    private static final PartMemory NEED = new PartMemory(300_000, 2_000);

    private static final int[] LENGTHS = new Random(1).ints(200, 5, 250).toArray();

    @Test
    void longTextsTakeMoreThanTheirShareOfTokens() {
        assertEquals(32 * 32 * (300_000L + 32 * 2_000), NEED.bytes(32, 32));
        assertTrue(NEED.bytes(4, 256) > 2 * NEED.bytes(32, 32));
    }

    @Test
    void everyPartOfABatchFitsWhereOneRowDoes() {
        int[] batch = IntStream.range(0, 64).toArray();
        long most = NEED.bytes(1, 256);
        List<int[]> parts = new Parts(2, NEED, most).learning(batch, LENGTHS);
        assertSameRows(batch, parts);
        for (int[] part : parts) {
            int widest = Arrays.stream(part).map(row -> LENGTHS[row]).max().orElseThrow();
            assertTrue(NEED.bytes(part.length, TokenRows.rounded(widest)) <= most);
        }
    }

    @Test
    void withMemoryToSpareTheBatchIsSharedOutByTokensAlone() {
        int[] batch = IntStream.range(0, 64).toArray();
        List<int[]> parts = Parts.unbounded(2, NEED).learning(batch, LENGTHS);
        List<int[]> plain = Buckets.parts(batch, LENGTHS, 2, Parts.TOKENS_TOGETHER);
        assertEquals(plain.size(), parts.size());
        for (int i = 0; i < plain.size(); i++) {
            assertArrayEquals(plain.get(i), parts.get(i));
        }
    }

    @Test
    void rowsThatAreReadComeOnceEachAndShortOnesFirst() {
        int[] rows = IntStream.range(0, 200).toArray();
        for (Parts parts :
                List.of(Parts.unbounded(2, NEED), new Parts(2, NEED, NEED.bytes(1, 256)))) {
            List<int[]> made = parts.reading(rows, LENGTHS);
            assertSameRows(rows, made);
            int last = 0;
            for (int[] part : made) {
                assertTrue(LENGTHS[part[0]] >= last);
                last = LENGTHS[part[part.length - 1]];
                int width = TokenRows.rounded(last);
                assertTrue(part.length == 1 || part.length * width <= Parts.TOKENS_TOGETHER);
                assertTrue(NEED.bytes(part.length, width) <= parts.bytesMax());
            }
        }
    }

    @Test
    void fewerRowsStandTogetherWhereMemoryIsShort() {
        assertEquals(32, Parts.unbounded(2, NEED).together(32, new int[] {256}));
        assertEquals(5, new Parts(2, NEED, NEED.bytes(5, 256)).together(32, new int[] {256}));
        assertEquals(1, new Parts(2, NEED, 1).together(32, new int[] {256}));
    }

    @Test
    void plentyOfMemoryIsNotSpokenOf() {
        Heard heard = new Heard();
        Parts parts = fitting(32, 0, heard);
        assertEquals(Long.MAX_VALUE, parts.bytesMax());
        assertEquals(List.of(), heard.notes);
    }

    @Test
    void shortMemoryIsSaidAndBoundsTheParts() {
        Heard heard = new Heard();
        Parts parts = fitting(32, 100, heard);
        assertEquals(32L << 20, parts.bytesMax());
        assertEquals(
                List.of(
                        "Memory is short: 100 MB for 2 threads. Batches are computed in smaller"
                                + " parts, at most 32 MB each, which takes longer."),
                heard.notes);
    }

    @Test
    void aTextThatDoesNotFitIsRefusedWithALengthThatDoes() {
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> fitting(512, 100, Progress.silent()));
        assertEquals(ErrorCode.TOO_LARGE, refused.code());
        assertTrue(refused.getMessage().contains("has 512 tokens"), refused.getMessage());
        assertTrue(refused.getMessage().contains("--set tokens=64,"), refused.getMessage());
    }

    @Test
    void whereNoLengthFitsASmallerBaseIsTheWayOut() {
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> fitting(512, 1, Progress.silent()));
        assertTrue(refused.getMessage().contains("Take a smaller --base"), refused.getMessage());
    }

    @Test
    void aResumedRunKeepsItsPartsOrSaysThatItCannot() {
        Heard heard = new Heard();
        Parts now = new Parts(2, NEED, 64 << 20);
        assertEquals(32 << 20, now.asBefore(32 << 20, heard).bytesMax());
        assertEquals(List.of(), heard.notes);
        assertEquals(64 << 20, now.asBefore(Long.MAX_VALUE, heard).bytesMax());
        assertTrue(heard.notes.getFirst().startsWith("Memory is shorter"), heard.notes.toString());
    }

    private static Parts fitting(int longest, int memoryMb, Progress progress) {
        return Parts.fitting(2, NEED, longest, 0, 1_000_000, memoryMb, progress);
    }

    private static void assertSameRows(int[] rows, List<int[]> parts) {
        int[] all = parts.stream().flatMapToInt(Arrays::stream).sorted().toArray();
        assertArrayEquals(rows, all);
    }
}

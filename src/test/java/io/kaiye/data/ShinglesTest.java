package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class ShinglesTest {
    private final Shingles shingles = new Shingles();

    @Test
    void lettersMakeRunsOfThreeAndChineseCharactersRunsOfTwo() {
        assertEquals(3, shingles.of("a bcd").length, "'a b', ' bc', 'bcd'");
        assertEquals(4, shingles.of("我的卡丢了").length);
        assertEquals(3, shingles.of("카드분실").length);
        assertEquals(4, shingles.of("我的card").length, "我的, 的ca, car, ard");
    }

    @Test
    void aTextShorterThanARunIsItsOnlyShingle() {
        assertEquals(1, shingles.of("ok").length);
        assertEquals(1, shingles.of("好").length);
        assertNotEquals(shingles.of("ok")[0], shingles.of("no")[0]);
        assertEquals(0, shingles.of("").length);
    }

    @Test
    void caseWidthSpaceAndPunctuationDoNotCount() {
        same("Where's my CARD?!", "where s  my card");
        same("ＡＢＣ１２３", "abc123");
        same("我的卡,丢了。", "我的卡，丢了");
        same("  tail ", "tail");
    }

    @Test
    void picturesAndMarksCountAndPunctuationAloneIsATextToo() {
        assertNotEquals(1, NearDuplicates.similarity("great 😀", "great 😡"));
        assertNotEquals(1, NearDuplicates.similarity("कि कि कि", "का का का"));
        assertNotEquals(1, NearDuplicates.similarity("!!!", "???"));
        same("...", "...");
    }

    @Test
    void similarityIsSharedShinglesOverAll() {
        assertEquals(1.0 / 3, NearDuplicates.similarity("abcd", "abce"));
        assertEquals(4.0 / 5, NearDuplicates.similarity("我的卡丢了", "我的卡丢了吗"));
        assertEquals(0, NearDuplicates.similarity("abc", "xyz"));
        assertEquals(0, NearDuplicates.similarity("", ""), "nothing to compare");
    }

    private void same(String a, String b) {
        assertArrayEquals(shingles.of(a), shingles.of(b), a + " | " + b);
        assertEquals(1, NearDuplicates.similarity(a, b));
    }
}

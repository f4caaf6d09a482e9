package io.kaiye.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.Sha256;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GramReaderTest {
    private static final FeatureSettings WORDS = settings(1, 0, 0, false);
    private static final FeatureSettings ALL = settings(2, 5, 3, true);

    @Test
    void wordsAreCountedWithoutRegardToCaseWidthAndSigns() {
        assertEquals(grams(WORDS, "hello world hello"), grams(WORDS, "Hello, WORLD! (ｈｅｌｌｏ)"));
        assertEquals(2, grams(WORDS, "hello world hello").get(only("hello")));
    }

    @Test
    void runsOfWordsKeepTheirOrder() {
        FeatureSettings pairs = settings(2, 0, 0, false);
        assertEquals(3, grams(pairs, "not good").size());
        assertFalse(grams(pairs, "not good").equals(grams(pairs, "good not")));
    }

    @Test
    void piecesOfAWordKnowItsEdges() {
        FeatureSettings pieces = new FeatureSettings(0, 2, 3, 0, false, 1, 1000);
        // _car_: _c ca ar r_ _ca car ar_
        assertEquals(7, grams(pieces, "car").size());
        assertTrue(grams(pieces, "carpet").keySet().stream().anyMatch(pieces("car")::contains));
    }

    @Test
    void chineseIsCountedByCharactersAcrossSignsAndGaps() {
        FeatureSettings pairs = settings(0, 0, 2, false);
        assertEquals(grams(pairs, "房间很大"), grams(pairs, "房 间\n很　大"));
        assertEquals(4 + 3, grams(pairs, "房间很大").size());
        // The comma is part of runs only; letters end a run.
        assertEquals(4 + 4, grams(pairs, "房间，很大").size());
        assertEquals(4 + 2, grams(pairs, "房间wifi很大").size());
    }

    @Test
    void signsAndEmojiAreWordsWhereAskedFor() {
        assertEquals(1, grams(WORDS, "great 🎉!").size());
        assertEquals(3, grams(settings(1, 0, 0, true), "great 🎉!").size());
        assertEquals(
                grams(settings(1, 0, 0, true), "❤"), grams(settings(1, 0, 0, true), "❤\uFE0F"));
    }

    @Test
    void emptyAndUnreadableTextsHaveNoGrams() {
        for (String text : new String[] {"", " \t\r\n", "\0\0", "\u200B\uFEFF", "\uD800"}) {
            assertEquals(0, new GramReader(ALL).read(text));
        }
    }

    @Test
    void longTextsAreCutAndSaySo() {
        GramReader reader = new GramReader(new FeatureSettings(1, 0, 0, 0, false, 1, 5));
        assertEquals(3, reader.read("a b c d e f"));
        assertTrue(reader.truncated());
        assertEquals(3, reader.read("a b c"));
        assertFalse(reader.truncated());
        reader.read("a b cd");
        assertTrue(reader.truncated());
    }

    @Test
    void aReaderForgetsTheTextBefore() {
        GramReader reader = new GramReader(ALL);
        reader.read("something else 别的");
        reader.read("房间 car");
        assertEquals(grams(ALL, "房间 car"), grams(reader));
    }

    /** The hashes are part of the file format: these must never change. */
    @ParameterizedTest
    @CsvSource({
        "I can't log in since Monday!, eced08d4f48f5b5a",
        "房间很大，服务也好。, 2e6ecd7ea5ae8041",
        "iPhone 15 屏幕 cracked 😭😭, 4044e3eacaab2179",
        "Größe naïve Ω mañana, 826f5bfddcd80d79"
    })
    void hashesStayAsTheyAreInStoredModels(String text, String digest) {
        assertEquals(digest, digest(text));
    }

    @Property(tries = 200)
    void everyTextIsReadAndEveryGramCounted(@ForAll String text) {
        GramReader reader = new GramReader(ALL);
        int found = reader.read(text);
        for (int i = 0; i < found; i++) {
            assertTrue(reader.gram(i) != 0 && reader.count(i) >= 1);
        }
        assertEquals(found, grams(reader).size());
    }

    private static FeatureSettings settings(int words, int pieces, int han, boolean signs) {
        return new FeatureSettings(words, pieces == 0 ? 0 : 2, pieces, han, signs, 1, 200_000);
    }

    private static Set<Long> pieces(String word) {
        return grams(new FeatureSettings(0, 2, 3, 0, false, 1, 1000), word).keySet();
    }

    private static long only(String word) {
        return grams(WORDS, word).firstKey();
    }

    private static SortedMap<Long, Integer> grams(FeatureSettings settings, String text) {
        GramReader reader = new GramReader(settings);
        reader.read(text);
        return grams(reader);
    }

    private static SortedMap<Long, Integer> grams(GramReader reader) {
        SortedMap<Long, Integer> grams = new TreeMap<>();
        for (int i = 0; i < reader.size(); i++) {
            grams.put(reader.gram(i), reader.count(i));
        }
        return grams;
    }

    private static String digest(String text) {
        SortedMap<Long, Integer> grams = grams(ALL, text);
        ByteBuffer bytes = ByteBuffer.allocate(grams.size() * 12);
        grams.forEach((gram, count) -> bytes.putLong(gram).putInt(count));
        return Sha256.of(bytes.array()).substring(0, 16);
    }
}

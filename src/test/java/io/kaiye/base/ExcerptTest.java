package io.kaiye.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void whatIsTooLongIsCutBetweenCharacters() {
        assertEquals("abc", Excerpt.of("abc", 3));
        assertEquals("ab…", Excerpt.of("abcd", 3));
        assertEquals("😀😀😀", Excerpt.of("😀😀😀", 3));
        assertEquals("😀😀…", Excerpt.of("😀😀😀😀", 3));
    }

    @Test
    void aLineHasSingleSpaces() {
        assertEquals("a b c", Excerpt.line(" a \n b\tc ", 5));
        assertEquals("a b …", Excerpt.line("a  b  c d", 5));
    }
}

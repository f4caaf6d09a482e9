package io.kaiye.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    private static final List<String> KNOWN = List.of("text", "label", "subject");

    @Test
    void aNearNameIsSuggested() {
        assertEquals(Optional.of("label"), Suggestions.closest("lable", KNOWN));
        assertEquals(Optional.of("text"), Suggestions.closest("Text ", KNOWN));
        assertEquals(Optional.of("subject"), Suggestions.closest("subjekt", KNOWN));
        assertEquals("Did you mean \"label\"? ", Suggestions.didYouMean("labels", KNOWN));
    }

    @Test
    void aFarNameIsNot() {
        assertEquals(Optional.empty(), Suggestions.closest("category", KNOWN));
        assertEquals("", Suggestions.didYouMean("xy", List.of()));
    }

    @Test
    void longListsAreCut() {
        assertEquals("text, label, subject", Suggestions.list(KNOWN, 3));
        assertEquals("text, label and 1 more", Suggestions.list(KNOWN, 2));
    }
}

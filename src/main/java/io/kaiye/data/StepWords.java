package io.kaiye.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Choices as plans write them: in lower case, with hyphens. */
final class StepWords {
    private StepWords() {}

    static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> words(Enum<?>[] choices) {
        return Arrays.stream(choices).map(StepWords::word).toList();
    }
}

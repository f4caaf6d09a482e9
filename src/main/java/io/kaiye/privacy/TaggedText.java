package io.kaiye.privacy;

import java.util.ArrayList;
import java.util.List;

/** A text that grows, and where names stand in it. One thread. */
final class TaggedText {
    private final StringBuilder text = new StringBuilder();
    private final List<Finding> spans = new ArrayList<>();

    void append(String plain) {
        text.append(plain);
    }

    void append(PersonalDataKind kind, String value) {
        int start = text.length();
        text.append(value);
        spans.add(new Finding(start, text.length(), kind, 1));
    }

    String text() {
        return text.toString();
    }

    List<Finding> spans() {
        return List.copyOf(spans);
    }
}

package io.kaiye.privacy;

import java.util.ArrayList;
import java.util.List;

/**
 * One text while it is being read: its characters, full-width forms as their ASCII twins (offsets
 * stay the same), and what was found so far. One thread.
 */
final class Page {
    private static final int FULL_WIDTH = 0xFEE0;

    private final char[] chars;
    private final List<Finding> findings = new ArrayList<>();

    Page(String text) {
        chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            char c = chars[i];
            if (c >= '\uFF01' && c <= '\uFF5E') {
                chars[i] = (char) (c - FULL_WIDTH);
            } else if (c == '\u3000' || c == '\u00A0') {
                chars[i] = ' ';
            }
        }
    }

    int length() {
        return chars.length;
    }

    /** The character there; 0 outside of the text. */
    char at(int index) {
        return index >= 0 && index < chars.length ? chars[index] : 0;
    }

    String text(int start, int end) {
        return new String(chars, start, end - start);
    }

    /** The end of the run of digits that starts there; the index itself if there is none. */
    int digitsEnd(int index) {
        int end = index;
        while (Chars.isDigit(at(end))) {
            end++;
        }
        return end;
    }

    /** The end of the run of ASCII letters and digits, at most {@code max} characters on. */
    int wordEnd(int index, int max) {
        int end = index;
        while (end - index < max && Chars.isAlphanumeric(at(end))) {
            end++;
        }
        return end;
    }

    /** The start of the run of ASCII letters and digits that ends before the index. */
    int wordStart(int index, int max) {
        int start = index;
        while (index - start < max && Chars.isAlphanumeric(at(start - 1))) {
            start--;
        }
        return start;
    }

    /** Keeps a finding; returns its end, where the scan goes on. */
    int found(int start, int end, PersonalDataKind kind, double confidence) {
        findings.add(new Finding(start, end, kind, confidence));
        return end;
    }

    List<Finding> findings() {
        return findings;
    }
}

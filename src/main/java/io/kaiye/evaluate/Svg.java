package io.kaiye.evaluate;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * A picture as SVG text. Everything that goes in is escaped; numbers keep two decimals. Colours
 * come from the classes of report.css, so that one picture fits light and dark pages.
 */
final class Svg {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Starts a picture.
     *
     * @param name unique on the page
     * @param title read aloud first
     * @param description read aloud next
     */
    Svg(String name, double width, double height, String title, String description) {
        open(
                "svg",
                "class",
                "chart",
                "role",
                "img",
                "style",
                "max-width:" + number(width) + "px",
                "viewBox",
                "0 0 " + number(width) + " " + number(height),
                "aria-labelledby",
                name + "-title " + name + "-desc");
        element("title", title, "id", name + "-title");
        element("desc", description, "id", name + "-desc");
    }

    /** Opens an element; attributes are names and values in turn. */
    Svg open(String tag, Object... attributes) {
        start(tag, attributes).append('>');
        open.push(tag);
        return this;
    }

    /** Closes the element opened last. */
    Svg close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** An element without content. */
    Svg leaf(String tag, Object... attributes) {
        start(tag, attributes).append("/>");
        return this;
    }

    /** An element that holds text. */
    Svg element(String tag, String content, Object... attributes) {
        start(tag, attributes).append('>').append(escape(content));
        out.append("</").append(tag).append('>');
        return this;
    }

    /** A line of text; {@code anchor} is start, middle or end. */
    Svg text(String content, double x, double y, String anchor, String type) {
        return element("text", content, "x", x, "y", y, "text-anchor", anchor, "class", type);
    }

    /** A straight line. */
    Svg line(double x1, double y1, double x2, double y2, String type) {
        return leaf("line", "x1", x1, "y1", y1, "x2", x2, "y2", y2, "class", type);
    }

    /** A rectangle. */
    Svg box(double x, double y, double width, double height, String type) {
        return leaf("rect", "x", x, "y", y, "width", width, "height", height, "class", type);
    }

    /** The whole picture. */
    String end() {
        while (!open.isEmpty()) {
            close();
        }
        return out.toString();
    }

    /** Text for HTML and XML; characters XML does not know become a replacement mark. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '&' -> safe.append("&amp;");
                                case '<' -> safe.append("&lt;");
                                case '>' -> safe.append("&gt;");
                                case '"' -> safe.append("&quot;");
                                case '\'' -> safe.append("&#39;");
                                default -> safe.appendCodePoint(allowed(c) ? c : 0xFFFD);
                            }
                        });
        return safe.toString();
    }

    private StringBuilder start(String tag, Object... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            Object value = attributes[i + 1];
            String text =
                    value instanceof Number number
                            ? number(number.doubleValue())
                            : escape(value.toString());
            out.append(' ').append(attributes[i]).append("=\"").append(text).append('"');
        }
        return out;
    }

    private static boolean allowed(int c) {
        boolean control = (c < 0x20 && c != '\t' && c != '\n') || c == 0x7F;
        boolean loneSurrogate = c >= 0xD800 && c <= 0xDFFF;
        return !control && !loneSurrogate && c != 0xFFFE && c != 0xFFFF;
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}

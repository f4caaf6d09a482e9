package io.kaiye.data;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The text of HTML: tags, comments and what stands in script and style go, tags of blocks become
 * line breaks, references become their characters, once. Only names of HTML's elements are taken
 * for tags, so that "a &lt; b" and "&lt;3" stay. Not a parser: no tree is built, and no error is
 * possible.
 */
final class Html {
    private static final Set<String> BLOCKS =
            words(
                    "address article aside blockquote body br caption center dd details dialog dir"
                        + " div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4"
                        + " h5 h6 head header hgroup hr html legend li main menu nav ol optgroup"
                        + " option p pre search section summary table tbody td tfoot th thead title"
                        + " tr ul");

    private static final Set<String> INLINE =
            words(
                    "a abbr acronym applet area audio b base basefont bdi bdo big button canvas"
                        + " cite code col colgroup data datalist del dfn em embed font frame i"
                        + " iframe img input ins kbd label link map mark marquee meta meter nobr"
                        + " noframes noscript object output param picture progress q rp rt ruby s"
                        + " samp select slot small source span strike strong sub sup svg template"
                        + " textarea time track tt u var video wbr");

    /** Their content is no text. */
    private static final Set<String> SILENT = Set.of("script", "style");

    private static final Map<String, String> REFERENCES = references();
    private static final int REFERENCE_CHARACTERS_MAX = 40;
    private static final Charset OLD = Charset.forName("windows-1252");

    private final String html;
    private final StringBuilder text;

    /** Places outside of quotes from which no tag ends, so that each is looked at once. */
    private final BitSet endless = new BitSet();

    private int at;

    private Html(String html) {
        this.html = html;
        this.text = new StringBuilder(html.length());
    }

    static String text(String html) {
        if (html.indexOf('<') < 0 && html.indexOf('&') < 0) {
            return html;
        }
        Html reading = new Html(html);
        while (reading.at < html.length()) {
            reading.next();
        }
        return reading.text.toString();
    }

    private void next() {
        char c = html.charAt(at);
        if (!(c == '<' && tag()) && !(c == '&' && reference())) {
            text.append(c);
            at++;
        }
    }

    /** Passes over a tag or comment, if there is one here. */
    private boolean tag() {
        if (html.startsWith("<!--", at)) {
            int end = html.indexOf("-->", at + 4);
            at = end < 0 ? html.length() : end + 3;
            return true;
        }
        if (html.regionMatches(true, at, "<!doctype", 0, 9) || html.startsWith("<?xml", at)) {
            int end = html.indexOf('>', at);
            at = end < 0 ? html.length() : end + 1;
            return true;
        }
        boolean closing = html.startsWith("</", at);
        int nameStart = at + (closing ? 2 : 1);
        int nameEnd = nameStart;
        while (nameEnd < html.length() && isNamed(html.charAt(nameEnd))) {
            nameEnd++;
        }
        String name = html.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
        boolean silent = SILENT.contains(name);
        boolean block = BLOCKS.contains(name);
        int end = silent || block || INLINE.contains(name) ? tagEnd(nameEnd) : -1;
        if (end < 0) {
            return false;
        }
        if (block) {
            text.append('\n');
        }
        at = silent && !closing ? afterContent(name, end) : end;
        return true;
    }

    /** Behind the ">" that ends a tag, or -1 where none does. */
    private int tagEnd(int from) {
        char quote = 0;
        int i = from;
        while (i < html.length() && !(quote == 0 && endless.get(i))) {
            if (quote == 0 && html.charAt(i) == '>') {
                return i + 1;
            }
            quote = quoteAfter(i++, quote);
        }
        char again = 0;
        for (int passed = from; passed < i; passed++) {
            if (again == 0) {
                endless.set(passed);
            }
            again = quoteAfter(passed, again);
        }
        return -1;
    }

    /** The quote that is open behind a place of a tag, 0 for none. */
    private char quoteAfter(int place, char open) {
        char c = html.charAt(place);
        if (open != 0) {
            return c == open ? 0 : open;
        }
        return (c == '"' || c == '\'') && html.charAt(place - 1) == '=' ? c : 0;
    }

    private int afterContent(String name, int from) {
        for (int i = from; i < html.length(); i++) {
            if (html.charAt(i) == '<'
                    && html.regionMatches(true, i + 2, name, 0, name.length())
                    && html.startsWith("</", i)) {
                int end = html.indexOf('>', i);
                return end < 0 ? html.length() : end + 1;
            }
        }
        return html.length();
    }

    /** Appends the characters of a reference, if there is one here. */
    private boolean reference() {
        int last = Math.min(html.length(), at + REFERENCE_CHARACTERS_MAX + 1);
        int end = html.indexOf(';', at, last);
        if (end < 0) {
            return false;
        }
        String name = html.substring(at + 1, end);
        String characters = name.startsWith("#") ? number(name) : REFERENCES.get(name);
        if (characters == null) {
            return false;
        }
        text.append(characters);
        at = end + 1;
        return true;
    }

    private static @Nullable String number(String name) {
        boolean hex = name.startsWith("#x") || name.startsWith("#X");
        String digits = name.substring(hex ? 2 : 1);
        if (!digits.matches(hex ? "[0-9a-fA-F]{1,8}" : "[0-9]{1,9}")) {
            return null;
        }
        long point = Long.parseLong(digits, hex ? 16 : 10);
        if (point >= 0x80 && point < 0xa0) {
            return new String(new byte[] {(byte) point}, OLD);
        }
        boolean valid = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
        return Character.toString(valid ? (int) point : 0xfffd);
    }

    private static boolean isNamed(char c) {
        return c < 0x80 && Character.isLetterOrDigit(c);
    }

    private static Map<String, String> references() {
        Map<String, String> references = Resources.pairs("entities.txt");
        references.replaceAll(
                (name, points) ->
                        Arrays.stream(points.split(" "))
                                .map(point -> Character.toString(Integer.parseInt(point, 16)))
                                .collect(Collectors.joining()));
        return references;
    }

    private static Set<String> words(String list) {
        return Arrays.stream(list.split(" ")).collect(Collectors.toUnmodifiableSet());
    }
}

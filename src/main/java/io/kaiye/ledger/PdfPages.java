package io.kaiye.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.GregorianCalendar;
import java.util.List;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;

/**
 * A4 pages that are written from top to bottom in one font, which is embedded with the characters
 * that were used: Noto Sans SC, without its rarer characters. A character that it does not have is
 * set as 〓. Sizes and distances are points; x counts from the left margin. One thread.
 */
final class PdfPages implements AutoCloseable {
    private static final float MARGIN = 56;
    private static final float BOTTOM = 64;
    private static final float LEADING = 1.42f;
    private static final float FOOT_SIZE = 7.5f;
    private static final float BOLD_STROKE = 0.028f;
    private static final char MISSING = '〓';
    private static final byte[] FONT = InvoiceWords.resource("NotoSansSC-part.ttf");

    private final PDDocument document = new PDDocument();
    private final List<PDPage> pages = new ArrayList<>();
    private final CmapLookup characters;
    private final PDType0Font font;
    private PDPageContentStream content;
    private float y;

    /** How letters and lines look. */
    enum Ink {
        PLAIN(0x1b1f24),
        BOLD(0x1b1f24),
        SOFT(0x5b636e),
        ACCENT(0x0b6aa8),
        LINE(0xdfe2e6);

        private final int rgb;

        Ink(int rgb) {
            this.rgb = rgb;
        }

        private float part(int shift) {
            return (rgb >> shift & 0xff) / 255f;
        }
    }

    /** The text at the foot of a page. */
    @FunctionalInterface
    interface Foot {
        String text(int page, int pages);
    }

    PdfPages(String title, Instant at) throws IOException {
        TrueTypeFont parsed = new TTFParser().parse(new RandomAccessReadBuffer(FONT));
        characters = parsed.getUnicodeCmapLookup();
        font = PDType0Font.load(document, new ByteArrayInputStream(FONT), true);
        GregorianCalendar time = GregorianCalendar.from(at.atZone(ZoneOffset.UTC));
        document.getDocumentInformation().setTitle(title);
        document.getDocumentInformation().setProducer("Kaiye");
        document.getDocumentInformation().setCreationDate(time);
        document.setDocumentId(at.toEpochMilli());
        content = newPage();
    }

    private PDPageContentStream newPage() throws IOException {
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        pages.add(page);
        y = PDRectangle.A4.getHeight() - MARGIN;
        return new PDPageContentStream(document, page);
    }

    /** Between the margins. */
    float width() {
        return PDRectangle.A4.getWidth() - 2 * MARGIN;
    }

    float y() {
        return y;
    }

    void moveTo(float height) {
        y = height;
    }

    void down(float distance) {
        y -= distance;
    }

    /** Of one line of text. */
    float height(float size) {
        return size * LEADING;
    }

    /** Begins another page if less than this is left, and says whether it did. */
    boolean newPageUnless(float needed) throws IOException {
        if (y - needed >= BOTTOM) {
            return false;
        }
        content.close();
        content = newPage();
        return true;
    }

    /** One line of text that begins at x; the next one is below. */
    void left(float x, float size, Ink ink, String text) throws IOException {
        y -= height(size);
        show(x, size, ink, known(text));
    }

    /** One line of text that ends at x; the next one is below. */
    void right(float x, float size, Ink ink, String text) throws IOException {
        left(x - textWidth(text, size), size, ink, text);
    }

    /** A line across. */
    void rule(float from, float to, float thickness, Ink ink) throws IOException {
        content.setStrokingColor(ink.part(16), ink.part(8), ink.part(0));
        content.setLineWidth(thickness);
        content.moveTo(MARGIN + from, y);
        content.lineTo(MARGIN + to, y);
        content.stroke();
    }

    private void show(float x, float size, Ink ink, String text) throws IOException {
        content.beginText();
        content.setFont(font, size);
        content.setNonStrokingColor(ink.part(16), ink.part(8), ink.part(0));
        content.setStrokingColor(ink.part(16), ink.part(8), ink.part(0));
        content.setLineWidth(size * BOLD_STROKE);
        content.setRenderingMode(ink == Ink.BOLD ? RenderingMode.FILL_STROKE : RenderingMode.FILL);
        content.newLineAtOffset(MARGIN + x, y + size * (LEADING - 1));
        content.showText(text);
        content.endText();
    }

    float textWidth(String text, float size) throws IOException {
        return font.getStringWidth(known(text)) / 1000 * size;
    }

    /** The lines of a text that are no wider; none for an empty one. */
    List<String> wrap(String text, float size, float width) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\\R")) {
            if (!paragraph.isBlank()) {
                wrapParagraph(known(paragraph.strip()), size, width, lines);
            }
        }
        return lines;
    }

    /** Breaks at the last space that fits, or before any Chinese character, or where it has to. */
    private void wrapParagraph(String text, float size, float width, List<String> lines)
            throws IOException {
        int start = 0;
        int breakAt = 0;
        float used = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            used += textWidth(String.valueOf(c), size);
            if (used > width && i > start) {
                int end = breakAt > start ? breakAt : i;
                lines.add(text.substring(start, end).strip());
                start = end;
                used = textWidth(text.substring(start, i + 1), size);
            }
            if (c == ' ') {
                breakAt = i + 1;
            } else if (c >= '\u2e80' && !isClosing(c)) {
                breakAt = i;
            }
        }
        if (!text.substring(start).isBlank()) {
            lines.add(text.substring(start).strip());
        }
    }

    private static boolean isClosing(char c) {
        return "，。、；：！？）》」』】".indexOf(c) >= 0;
    }

    /** Only characters that the font has; each space is a plain one. */
    private String known(String text) {
        StringBuilder known = new StringBuilder();
        text.codePoints()
                .forEach(
                        point -> {
                            if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
                                known.append(' ');
                            } else if (Character.isBmpCodePoint(point)
                                    && characters.getGlyphId(point) > 0) {
                                known.append((char) point);
                            } else if (!Character.isISOControl(point)) {
                                known.append(MISSING);
                            }
                        });
        return known.toString();
    }

    /** Ends the pages with their feet. */
    byte[] bytes(String left, Foot right) throws IOException {
        content.close();
        for (int i = 0; i < pages.size(); i++) {
            content =
                    new PDPageContentStream(
                            document,
                            pages.get(i),
                            PDPageContentStream.AppendMode.APPEND,
                            true,
                            true);
            y = MARGIN / 2;
            left(0, FOOT_SIZE, Ink.SOFT, left);
            y = MARGIN / 2;
            right(width(), FOOT_SIZE, Ink.SOFT, right.text(i + 1, pages.size()));
            content.close();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.save(out);
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}

package io.kaiye.ledger;

import io.kaiye.ledger.InvoiceView.Fact;
import io.kaiye.ledger.InvoiceView.Party;
import io.kaiye.ledger.InvoiceView.Row;
import io.kaiye.ledger.InvoiceView.Total;
import io.kaiye.ledger.PdfPages.Ink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** Sets an invoice or a credit note on A4 pages. */
final class InvoicePdf {
    private static final float BODY = 9.5f;
    private static final float SMALL = 8f;
    private static final float TITLE = 24f;
    private static final float NUMBER = 12f;
    private static final float STRONG = 12f;
    private static final float COLUMN_GAP = 24;
    private static final float ROW_GAP = 7;
    private static final float[] RIGHT_EDGES = {0.60f, 0.80f, 1f};

    private final InvoiceView view;
    private final PdfPages pages;

    private InvoicePdf(InvoiceView view, PdfPages pages) {
        this.view = view;
        this.pages = pages;
    }

    /** The file; the same view gives the same bytes. */
    static byte[] bytes(InvoiceView view, Instant at) {
        try (PdfPages pages = new PdfPages(view.title() + " " + view.number(), at)) {
            new InvoicePdf(view, pages).set();
            return pages.bytes(
                    view.number(),
                    (page, all) ->
                            view.words()
                                    .text("page", Integer.toString(page), Integer.toString(all)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void set() throws IOException {
        head();
        parties();
        tableHead();
        for (Row row : view.rows()) {
            row(row);
        }
        totals();
        closing();
    }

    private void head() throws IOException {
        float top = pages.y();
        pages.right(pages.width(), TITLE, Ink.BOLD, view.title());
        pages.down(6);
        pages.right(pages.width(), NUMBER, Ink.ACCENT, view.number());
        float below = pages.y();
        pages.moveTo(top);
        party(view.seller(), 0, pages.width() * 0.55f);
        pages.moveTo(Math.min(below, pages.y()));
        pages.down(34);
    }

    private void party(Party party, float x, float width) throws IOException {
        for (String line : pages.wrap(party.name(), BODY + 1, width)) {
            pages.left(x, BODY + 1, Ink.BOLD, line);
        }
        for (String line : pages.wrap(party.lines(), BODY, width)) {
            pages.left(x, BODY, Ink.SOFT, line);
        }
    }

    private void parties() throws IOException {
        float half = (pages.width() - COLUMN_GAP) / 2;
        float top = pages.y();
        pages.left(0, SMALL, Ink.SOFT, view.words().text("to"));
        pages.down(2);
        party(view.buyer(), 0, half);
        float below = pages.y();
        pages.moveTo(top);
        float x = half + COLUMN_GAP;
        float indent = 0;
        for (Fact fact : view.facts()) {
            indent = Math.max(indent, pages.textWidth(fact.label(), BODY) + 14);
        }
        for (Fact fact : view.facts()) {
            List<String> lines = pages.wrap(fact.value(), BODY, half - indent);
            float line = pages.y();
            pages.left(x, BODY, Ink.SOFT, fact.label());
            pages.moveTo(line);
            for (String text : lines) {
                pages.left(x + indent, BODY, Ink.PLAIN, text);
            }
        }
        pages.moveTo(Math.min(below, pages.y()));
        pages.down(28);
    }

    private void tableHead() throws IOException {
        List<String> heads = List.of("quantity", "price", "amount");
        float line = pages.y();
        pages.left(0, SMALL, Ink.SOFT, view.words().text("description"));
        for (int i = 0; i < heads.size(); i++) {
            pages.moveTo(line);
            pages.right(
                    RIGHT_EDGES[i] * pages.width(),
                    SMALL,
                    Ink.SOFT,
                    view.words().text(heads.get(i)));
        }
        pages.down(5);
        pages.rule(0, pages.width(), 1.2f, Ink.PLAIN);
        pages.down(ROW_GAP);
    }

    private void row(Row row) throws IOException {
        float width = RIGHT_EDGES[0] * pages.width() - 70;
        List<String> what = pages.wrap(row.what(), BODY, width);
        List<String> note = pages.wrap(row.note(), SMALL, width);
        float height = pages.height(BODY) * what.size() + pages.height(SMALL) * note.size();
        if (pages.newPageUnless(height + 2 * ROW_GAP)) {
            tableHead();
        }
        float top = pages.y();
        List<String> cells = List.of(row.quantity(), row.price(), row.amount());
        for (int i = 0; i < cells.size(); i++) {
            pages.moveTo(top);
            pages.right(RIGHT_EDGES[i] * pages.width(), BODY, Ink.PLAIN, cells.get(i));
        }
        pages.moveTo(top);
        for (String line : what) {
            pages.left(0, BODY, Ink.PLAIN, line);
        }
        for (String line : note) {
            pages.left(0, SMALL, Ink.SOFT, line);
        }
        pages.down(ROW_GAP - 2);
        pages.rule(0, pages.width(), 0.5f, Ink.LINE);
        pages.down(ROW_GAP);
    }

    private void totals() throws IOException {
        pages.newPageUnless(view.totals().size() * 22f + 20);
        float left = pages.width() * 0.55f;
        pages.down(6);
        for (Total total : view.totals()) {
            if (total.strong()) {
                pages.down(3);
                pages.rule(left, pages.width(), 1.2f, Ink.PLAIN);
                pages.down(6);
            }
            float size = total.strong() ? STRONG : BODY;
            Ink ink = total.strong() ? Ink.BOLD : Ink.PLAIN;
            float line = pages.y();
            pages.left(left, size, total.strong() ? Ink.BOLD : Ink.SOFT, total.label());
            pages.moveTo(line);
            pages.right(pages.width(), size, ink, total.amount());
            pages.down(3);
        }
    }

    private void closing() throws IOException {
        List<String> lines = pages.wrap(view.closing(), BODY, pages.width());
        pages.newPageUnless(70);
        pages.down(30);
        if (!view.closingTitle().isEmpty()) {
            pages.left(0, SMALL, Ink.SOFT, view.closingTitle());
            pages.down(2);
        }
        for (String line : lines) {
            pages.newPageUnless(pages.height(BODY));
            pages.left(0, BODY, Ink.PLAIN, line);
        }
    }
}

package io.kaiye.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.Json;
import io.kaiye.ledger.InvoiceDocument.Format;
import io.kaiye.ledger.InvoiceLine.Kind;
import io.kaiye.ledger.InvoiceView.Row;
import io.kaiye.ledger.InvoiceView.Total;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvoiceDocumentTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-02-01T00:00:00Z");

    static Invoice invoice(String language, String name, List<InvoiceLine> lines, long taxMicros) {
        return new Invoice(
                "2026-000001",
                new CustomerId("acme"),
                new Seller("Kaiye Labs", "2 Mill Lane\nLeeds", "GB1", "IBAN GB00 1234"),
                new CustomerTerms(name, language, "1 Road\nBerlin", "DE1", 190_000),
                language.equals("zh") ? "CNY" : "USD",
                FROM,
                TO,
                TO,
                lines,
                taxMicros,
                1_000_000);
    }

    static InvoiceLine fee(String plan, long micros) {
        return new InvoiceLine(
                Kind.FEE, "starter@1", plan, FROM, TO, "", Optional.empty(), 0, 0, 0, 0, micros);
    }

    static InvoiceLine usage(String model, long micros) {
        return new InvoiceLine(
                Kind.USAGE,
                "starter@1",
                "Starter",
                FROM,
                TO,
                model,
                Optional.of(Unit.INPUT_TOKENS),
                1_234_567,
                10_000,
                120,
                0,
                micros);
    }

    private static Invoice english() {
        return invoice(
                "en",
                "Acme <b>Ltd</b>",
                List.of(fee("Starter", 29_000_000), usage("desk", 1_004_567)),
                5_700_868);
    }

    private static Invoice chinese() {
        return invoice(
                "zh",
                "北京开页科技有限公司",
                List.of(fee("入门版", 29_000_000), usage("新闻台", 1_004_567)),
                5_700_868);
    }

    @Test
    void htmlIsEscapedSelfContainedAndInTheCustomersLanguage() {
        String page = text(InvoiceDocument.of(english(), Format.HTML));
        for (String words :
                List.of(
                        "<html lang=\"en\">",
                        "Acme &lt;b&gt;Ltd&lt;/b&gt;",
                        "1 Jan 2026 – 31 Jan 2026",
                        "of which 10,000 included",
                        "$0.00012",
                        "Tax 19%",
                        "$35.71",
                        "-$1.00",
                        "$34.71")) {
            assertTrue(page.contains(words), words + "\n" + page);
        }
        assertFalse(page.contains("<script") || page.contains("http://") || page.contains("src="));
        String chinese = text(InvoiceDocument.of(chinese(), Format.HTML));
        for (String words : List.of("账单", "入门版订阅费", "2026年1月31日", "¥35.71", "应付")) {
            assertTrue(chinese.contains(words), words + "\n" + chinese);
        }
    }

    @Test
    void pdfHasEveryWordInItsOwnFontAndIsAlwaysTheSameBytes() throws IOException {
        String english = pdfText(InvoiceDocument.of(english(), Format.PDF));
        assertTrue(english.contains("Invoice") && english.contains("$34.71"), english);
        byte[] bytes = InvoiceDocument.of(chinese(), Format.PDF);
        String chinese = pdfText(bytes);
        for (String words : List.of("账单", "北京开页科技有限公司", "入门版订阅费", "¥34.71", "第 1 页")) {
            assertTrue(chinese.contains(words), words + "\n" + chinese);
        }
        assertArrayEquals(bytes, InvoiceDocument.of(chinese(), Format.PDF));
        assertTrue(bytes.length < 200_000, "only the used characters: " + bytes.length);
    }

    @Test
    void aLongInvoiceHasSeveralPagesAndACharacterThatTheFontLacksIsMarked() throws IOException {
        List<InvoiceLine> lines = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            lines.add(usage("model-with-a-rather-long-name-that-has-to-be-wrapped-" + i, 1));
        }
        String pdf =
                pdfText(InvoiceDocument.of(invoice("en", "مرحبا 😀\tLtd", lines, 23), Format.PDF));
        assertTrue(pdf.contains("wrapped-119") && pdf.contains("Page 7 of"), pdf);
        assertTrue(pdf.contains("〓〓 〓 Ltd") || pdf.contains("〓 〓 Ltd"), pdf);
    }

    @Test
    void jsonAndCsvAreExact() throws IOException {
        assertEquals(
                35_705_435,
                Json.mapper()
                        .readTree(InvoiceDocument.of(english(), Format.JSON))
                        .path("totalMicros")
                        .asLong());
        List<String> csv = text(InvoiceDocument.of(english(), Format.CSV)).lines().toList();
        assertEquals(7, csv.size());
        assertEquals(
                "2026-000001,acme,USD,usage,starter@1,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z,"
                        + "desk,input_tokens,1234567,10000,0.00012,1.004567",
                csv.get(2));
        assertTrue(csv.getLast().endsWith(",34.705435"), csv.getLast());
    }

    @Test
    void aCreditNoteNamesItsInvoiceAndReason() throws IOException {
        CreditNote note =
                new CreditNote(
                        "C2026-000001",
                        "r",
                        chinese(),
                        TO,
                        "服务中断",
                        Optional.empty(),
                        1_000_000,
                        500_000,
                        285_000,
                        800_000);
        String pdf = pdfText(InvoiceDocument.of(note, Format.PDF));
        for (String words : List.of("贷记单", "2026-000001", "服务中断", "¥1.79", "¥0.80", "¥0.99")) {
            assertTrue(pdf.contains(words), words + "\n" + pdf);
        }
        assertTrue(
                text(InvoiceDocument.of(note, Format.JSON)).contains("\"amountMicros\" : 1785000"));
    }

    @ParameterizedTest
    @CsvSource({
        "1234567, USD, en, $1.23",
        "1235000, USD, en, $1.24",
        "-1235000, USD, zh, -US$1.24",
        "1234567000, JPY, en, '¥1,235'",
        "1234567, KWD, en, KWD 1.235",
        "1234567, QQQ, en, QQQ 1.23",
        "500, CNY, zh, ¥0.00",
    })
    void amountsAreShownToTheSmallestCoin(
            long micros, String currency, String language, String text) {
        assertEquals(text, plain(Coins.text(Coins.round(micros, currency), currency, language)));
    }

    @Property(tries = 300)
    void whatIsShownAddsUp(
            @ForAll @Size(min = 1, max = 20) List<@LongRange(max = 50_000_000) Long> amounts,
            @ForAll @IntRange(max = 300_000) int rate) {
        List<InvoiceLine> lines = new ArrayList<>(List.of(fee("Starter", 2_000_000)));
        amounts.forEach(micros -> lines.add(usage("desk", micros)));
        long tax = new InvoiceDraft(lines).taxMicros(rate);
        Invoice invoice = invoice("en", "Acme", lines, tax);
        InvoiceView view = InvoiceView.of(invoice);
        List<Long> totals =
                view.totals().stream().map(Total::amount).map(InvoiceDocumentTest::cents).toList();
        long rows =
                view.rows().stream().map(Row::amount).mapToLong(InvoiceDocumentTest::cents).sum();
        assertEquals(totals.get(0), rows);
        assertEquals(totals.get(2), totals.get(0) + totals.get(1));
        assertEquals(totals.get(4), totals.get(2) + totals.get(3));
        assertTrue(Math.abs(totals.get(4) * 10_000 - invoice.toPayMicros()) <= 5_000);
        assertTrue(Math.abs(totals.get(2) * 10_000 - invoice.totalMicros()) <= 5_000);
    }

    @Test
    void bothLanguagesHaveTheSameWords() {
        assertEquals(
                InvoiceWords.of("en").patterns().stringPropertyNames(),
                InvoiceWords.of("zh").patterns().stringPropertyNames());
    }

    private static long cents(String amount) {
        return Long.parseLong(Pattern.compile("[$,.]").matcher(amount).replaceAll(""));
    }

    private static String plain(String text) {
        return text.replace('\u00a0', ' ');
    }

    private static String text(byte[] bytes) {
        return plain(new String(bytes, UTF_8));
    }

    private static String pdfText(byte[] bytes) throws IOException {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            return new PDFTextStripper().getText(document);
        }
    }
}

package io.kaiye.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A report ready to be set: every figure is text, every chart a picture.
 *
 * @param style the style sheet as an element
 * @param ladder null where there is none
 * @param curve a chart; empty where there is none
 * @param curveOf whose curve it is; empty where it is this version's own
 * @param compression null where there is none
 * @param scope null where the model always gives a label
 */
record ReportView(
        Words words,
        String style,
        ReportPage page,
        Headline headline,
        @Nullable LadderSection ladder,
        String curve,
        String curveOf,
        ConfusionSection confusion,
        CalibrationSection calibration,
        @Nullable CompressionSection compression,
        @Nullable ScopeSection scope,
        ClassSection classes,
        List<ReportPage.Fact> provenance) {
    static final String STYLE = "<style>\n" + resource("report.css") + "</style>";

    static ReportView of(ReportPage page) {
        Words words = Words.of(page.language());
        ReportPage.Compression compression = page.compression();
        return new ReportView(
                words,
                STYLE,
                page,
                Headline.of(page, words),
                page.ladder().isEmpty() ? null : LadderSection.of(page, words),
                CurveChart.draw(page.curve().points(), words),
                curveOf(page.curve().of(), words),
                ConfusionSection.of(page.evaluation(), words),
                CalibrationSection.of(page, words),
                compression == null
                        ? null
                        : CompressionSection.of(compression, page.goal().metric(), words),
                ScopeSection.of(page.evaluation(), words),
                ClassSection.of(page.evaluation()),
                provenance(page, words));
    }

    private static String curveOf(@Nullable String other, Words words) {
        return other == null ? "" : words.text("curve.of", other);
    }

    /** The bootstrap of the shown intervals belongs to what it takes to make the figures again. */
    private static List<ReportPage.Fact> provenance(ReportPage page, Words words) {
        List<ReportPage.Fact> facts = new ArrayList<>(page.provenance());
        facts.add(
                new ReportPage.Fact(
                        words.text("provenance.bootstrap"),
                        words.text(
                                "provenance.bootstrap.value",
                                Format.count(Bootstrap.RESAMPLES),
                                Long.toString(page.evaluation().seed()))));
        return List.copyOf(facts);
    }

    /**
     * A text that comes with the program, by its name in this package or, with a slash, its path.
     */
    static String resource(String name) {
        try (InputStream bytes =
                Objects.requireNonNull(ReportView.class.getResourceAsStream(name), name)) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

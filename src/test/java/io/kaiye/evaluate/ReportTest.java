package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class ReportTest {
    private static final Pattern PICTURE = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);
    private static final String HOSTILE = "</title></svg><script>alert('1')</script>\"{0}'&\u0000";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 77, 120, 300})
    void anyNumberOfLabelsMakesOneSelfContainedFile(int labels) throws Exception {
        String html = write(page(labels, ReportPage.Language.ENGLISH));
        assertTrue(html.startsWith("<!doctype html>"), html.substring(0, 40));
        assertTrue(html.trim().endsWith("</html>"));
        assertFalse(html.contains("<script"));
        assertFalse(Pattern.compile("https?:|src=|@import|url\\(").matcher(html).find());
        assertTrue(picturesOf(html) >= 3);
        assertEquals(labels > 250, !html.contains("id=\"confusion-title\""));
    }

    @Test
    void everySectionOfAFullPageIsThere() throws Exception {
        String html = write(page(16, ReportPage.Language.ENGLISH));
        for (String part :
                List.of(
                        "support-desk v3",
                        "Target met",
                        "27 million answers for a dollar",
                        "1,750 times as much",
                        "Cost against quality",
                        "gained 0.6 points on Banking77",
                        "How it learnt",
                        "epoch 4: loss 0.873, held out 93.4%",
                        "Where it goes wrong",
                        "Worst mistakes",
                        "before temperature scaling",
                        "Compression to int8",
                        "3.9 times smaller",
                        "Label by label",
                        "4f9a01c2e0d1b7a6")) {
            assertTrue(html.contains(part), part);
        }
    }

    @Test
    void chineseReadersGetChineseWords() throws Exception {
        String html = write(page(12, ReportPage.Language.CHINESE));
        assertTrue(html.contains("lang=\"zh-Hans\""));
        assertTrue(html.contains("成本与质量") && html.contains("2,700 万次"));
        assertFalse(html.contains("Where it goes wrong"));
    }

    @Test
    void whatIsOutOfScopeHasItsSectionInBothLanguages() throws Exception {
        for (ReportPage.Language language : ReportPage.Language.values()) {
            ReportPage page = page(16, language);
            String without = write(page);
            assertFalse(without.contains("AUROC"), without);
            String html = write(Samples.scoped(page));
            assertTrue(html.contains("AUROC"), html);
            assertTrue(html.contains(Words.of(language).text("scope.title")), html);
            assertTrue(html.contains("<td class=\"n\">66.7%</td>"), html);
        }
    }

    @Test
    void aCurveOfOnePointAndOneOfManyAreDrawn() throws Exception {
        Words words = Words.of(ReportPage.Language.ENGLISH);
        List<ReportPage.Epoch> many =
                java.util.stream.IntStream.rangeClosed(1, 60)
                        .mapToObj(i -> new ReportPage.Epoch(i, 0.02 / i, 1))
                        .toList();
        for (List<ReportPage.Epoch> curve :
                List.of(List.of(new ReportPage.Epoch(0.4, 2.1, 0)), many)) {
            String chart = CurveChart.draw(curve, words);
            assertEquals(1, picturesOf(chart));
            assertFalse(chart.contains("NaN") || chart.contains("Infinity"), chart);
            assertEquals(2 * curve.size(), chart.split("<circle", -1).length - 1);
        }
        assertEquals("", CurveChart.draw(List.of(), words));
    }

    @Test
    void aCurveOfAnotherVersionIsSaidToBeInBothLanguages() throws Exception {
        ReportPage english = page(4, ReportPage.Language.ENGLISH);
        String said = "learning curve of desk@3, which this version was made from";
        assertFalse(write(english).contains("learning curve of"));
        assertTrue(write(Samples.madeFrom("desk@3", english)).contains(said));
        ReportPage chinese = page(4, ReportPage.Language.CHINESE);
        assertTrue(write(Samples.madeFrom("客服@3", chinese)).contains("这是 客服@3 的学习曲线"));
    }

    @Test
    void bothLanguagesHaveTheSameWords() {
        assertEquals(
                Words.of(ReportPage.Language.ENGLISH).patterns().stringPropertyNames(),
                Words.of(ReportPage.Language.CHINESE).patterns().stringPropertyNames());
    }

    @Test
    void hostileTextIsEscapedEverywhere() throws Exception {
        ReportPage page = page(List.of(HOSTILE, "<b>bold</b>", "ok"));
        String html = write(page);
        assertFalse(html.contains("<script"));
        assertFalse(html.contains("<b>"));
        assertTrue(html.contains("&lt;b&gt;bold&lt;/b&gt;"));
        picturesOf(html);
    }

    @Test
    void whatIsMissingIsLeftOut() throws Exception {
        ReportPage bare =
                new ReportPage(
                        ReportPage.Language.ENGLISH,
                        new ReportPage.Subject("m", "d", "holdout", "linear", Instant.EPOCH),
                        new ReportPage.Goal(Metric.MACRO_F1, null, false),
                        Evaluator.evaluate(Samples.answers(2, new int[][] {{0, 0}, {1, 1}}), 1),
                        null,
                        1,
                        new ReportPage.Running(12, null, 0, null),
                        List.of(),
                        ReportPage.Curve.NONE,
                        List.of(),
                        null,
                        List.of());
        String html = write(bare);
        for (String part :
                List.of(
                        "Target",
                        "for a dollar",
                        "LLM",
                        "Cost against",
                        "How it learnt",
                        "Compression to")) {
            assertFalse(html.contains(part), part);
        }
        assertTrue(html.contains("Not one mistake"));
        assertTrue(html.contains("2 holdout rows"));
    }

    private ReportPage page(int labels, ReportPage.Language language) {
        return Samples.page(Samples.names(labels), 900, language);
    }

    private static ReportPage page(List<String> labels) {
        ReportPage page = Samples.page(labels, 300, ReportPage.Language.ENGLISH);
        ReportPage.Subject subject =
                new ReportPage.Subject(HOSTILE, HOSTILE, HOSTILE, HOSTILE, Instant.EPOCH);
        Interval quality = page.evaluation().accuracy();
        return new ReportPage(
                page.language(),
                subject,
                page.goal(),
                page.evaluation(),
                page.uncalibrated(),
                page.temperature(),
                page.running(),
                List.of(
                        new ReportPage.Rung(
                                HOSTILE,
                                ReportPage.Outcome.CHOSEN,
                                quality,
                                java.time.Duration.ZERO,
                                0,
                                0,
                                0,
                                HOSTILE)),
                page.curve(),
                List.of(new Mistake(HOSTILE, HOSTILE, HOSTILE, 0.5)),
                page.compression(),
                List.of(new ReportPage.Fact(HOSTILE, HOSTILE)));
    }

    private String write(ReportPage page) throws IOException {
        Path file = folder.resolve("report.html");
        Report.write(page, file);
        return Files.readString(file);
    }

    /** How many pictures there are; each is well-formed XML with a title and a description. */
    private static int picturesOf(String html) throws Exception {
        Matcher pictures = PICTURE.matcher(html);
        int count = 0;
        while (pictures.find()) {
            String svg = pictures.group();
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
            assertTrue(svg.contains("<title id=") && svg.contains("<desc id="), svg);
            assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
            count++;
        }
        return count;
    }
}

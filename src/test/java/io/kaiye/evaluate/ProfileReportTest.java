package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.data.ColumnProfile;
import io.kaiye.data.ColumnProfile.Bin;
import io.kaiye.data.ColumnProfile.Kind;
import io.kaiye.data.ColumnProfile.Quantile;
import io.kaiye.data.ColumnProfile.Spread;
import io.kaiye.data.ColumnProfile.ValueCount;
import io.kaiye.data.LabelRows;
import io.kaiye.data.SplitName;
import io.kaiye.data.TableProfile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ProfileReportTest {
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>{0}'\"&";
    private static final Pattern SCRIPT = Pattern.compile("<script.*?</script>", Pattern.DOTALL);
    private static final Pattern STYLE = Pattern.compile("<style.*?</style>", Pattern.DOTALL);

    @TempDir Path folder;

    @Test
    void thePageIsOneFileThatLoadsNothing() throws IOException {
        String html = write(profile("age", 3), ReportPage.Language.ENGLISH);
        assertTrue(html.startsWith("<!doctype html>"), html.substring(0, 40));
        assertTrue(html.contains("echarts"), "the charts' script is part of it");
        String shown = SCRIPT.matcher(html).replaceAll("");
        assertFalse(Pattern.compile("https?:|src=|@import|url\\(|href=").matcher(shown).find());
        assertTrue(
                html.contains("default-src &#39;none&#39;") || html.contains("default-src 'none'"));
        assertEquals(3, count(html, "<script"));
    }

    @Test
    void theBodyIsWellFormed() throws Exception {
        for (ReportPage.Language language : ReportPage.Language.values()) {
            String html = write(profile("age", 3), language);
            String body = html.substring(html.indexOf("<main>"), html.indexOf("</main>") + 7);
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(body)));
        }
    }

    @Test
    void whatANameHoldsIsNeverRun() throws IOException {
        String html = write(profile(HOSTILE, 3), ReportPage.Language.ENGLISH);
        assertEquals(3, count(html, "<script"));
        assertFalse(SCRIPT.matcher(html).replaceAll("").contains("<img"), "the name is escaped");
        JsonNode charts = Json.parse(charts(html), JsonNode.class);
        String cut = charts.path("missing").path("names").path(0).asText();
        assertTrue(cut.startsWith(HOSTILE.substring(0, 30)), cut);
    }

    @Test
    void whatOthersFoundHasItsSection() throws IOException {
        String html = write(profile("age", 3), ReportPage.Language.ENGLISH);
        for (String part :
                List.of(
                        "1,000",
                        "What stands out",
                        "26 rows of test (26.0%) have a text that is also in train",
                        "Personal data was found in age",
                        "12 rows look as if they carried the wrong label",
                        "refund",
                        "A doubt from elsewhere",
                        "or nearly",
                        "17",
                        "Apache ECharts 5.")) {
            assertTrue(html.contains(part), part);
        }
    }

    @Test
    void chineseReadersGetChineseWords() throws IOException {
        String html = write(profile("年龄", 3), ReportPage.Language.CHINESE);
        assertTrue(html.contains("lang=\"zh-Hans\"") && html.contains("数据概况"));
        assertFalse(html.contains("What stands out"));
        assertEquals(
                Words.profile(ReportPage.Language.ENGLISH).patterns().keySet(),
                Words.profile(ReportPage.Language.CHINESE).patterns().keySet());
    }

    @Test
    void aTableOfTwoThousandColumnsIsAPageStill() throws IOException {
        String html = write(profile("age", 2000), ReportPage.Language.ENGLISH);
        assertEquals(61, count(html, "class=\"chart-box\" id=\"c") + 1);
        assertTrue(html.contains("Not drawn, for brevity"));
        assertTrue(STYLE.matcher(html).find());
    }

    private String write(TableProfile profile, ReportPage.Language language) throws IOException {
        Path file = folder.resolve("page.html");
        ProfileReport.write(
                new ProfilePage(
                        language,
                        profile,
                        Instant.parse("2026-01-02T03:04:05Z"),
                        List.of("A doubt from elsewhere."),
                        List.of(new ReportPage.Fact("step", "import"))),
                file);
        return Files.readString(file);
    }

    private static String charts(String html) {
        String start = "id=\"charts\">";
        int from = html.indexOf(start) + start.length();
        return html.substring(from, html.indexOf("</script>", from));
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void aBinOfOneWholeNumberIsCalledByItWhateverTheTypeIsCalled() {
        for (String type : List.of("BIGINT", "INTEGER", "UINTEGER", "DOUBLE")) {
            ColumnProfile column =
                    new ColumnProfile(
                            "n",
                            type,
                            Kind.NUMBER,
                            10,
                            0,
                            2,
                            true,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            List.of(new Bin(3, 4, 5), new Bin(4, 5, 5)),
                            List.of(),
                            List.of());
            assertEquals(!type.equals("DOUBLE"), column.holdsWholeNumbers(), type);
        }
    }

    private static TableProfile profile(String name, int columns) {
        List<ColumnProfile> all = new ArrayList<>();
        all.add(number(name, 120));
        all.add(category("label"));
        for (int i = 2; i < columns; i++) {
            all.add(number("n" + i, 0));
        }
        return new TableProfile(
                "people.csv",
                "0123456789abcdef".repeat(4),
                true,
                Map.of(SplitName.TRAIN, 900L, SplitName.TEST, 100L),
                2,
                List.of("people.csv line 3: too short"),
                true,
                1000,
                all,
                5,
                Optional.of(
                        new TableProfile.Labels(
                                "label",
                                List.of(
                                        new LabelRows("refund", 800, 0, 90),
                                        new LabelRows("login", 50, 0, 10)))),
                List.of(new TableProfile.Overlap(SplitName.TEST, SplitName.TRAIN, 26, true)),
                Optional.of(
                        new TableProfile.Near(
                                9,
                                30,
                                List.of(
                                        new TableProfile.Overlap(
                                                SplitName.TEST, SplitName.TRAIN, 17, true)))),
                Optional.of(List.of(new TableProfile.PersonalData(name, "email", 4))),
                Optional.of(List.of(new TableProfile.DoubtedLabel("login", "refund", 12))),
                List.of());
    }

    private static ColumnProfile number(String name, long missing) {
        List<Quantile> quantiles = new ArrayList<>();
        for (double share : new double[] {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99}) {
            quantiles.add(new Quantile(share, share * 100));
        }
        return new ColumnProfile(
                name,
                "DOUBLE",
                Kind.NUMBER,
                1000,
                missing,
                77,
                true,
                Optional.of(new Spread(0, 100, 50, 20.5, quantiles)),
                Optional.of(new ColumnProfile.Outliers(-50, 150, 0, 3)),
                Optional.empty(),
                Optional.empty(),
                List.of(new Bin(0, 50, 400), new Bin(50, 100, 480)),
                List.of(),
                List.of());
    }

    private static ColumnProfile category(String name) {
        return new ColumnProfile(
                name,
                "VARCHAR",
                Kind.CATEGORY,
                1000,
                50,
                2,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(new ValueCount("refund", 890), new ValueCount("login", 60)),
                List.of());
    }
}

package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinesPageTest {
    private static final LinesPage PAGE =
            new LinesPage(
                    "Labels <bought>",
                    "median of 3",
                    new LinesPage.Lines(
                            "labels",
                            "right",
                            List.of(line("random", 0.5, 0.61), line("spread", 0.7, 0.6))),
                    List.of(
                            new LinesPage.Grid(
                                    "Saved",
                                    List.of("strategy", "labels"),
                                    List.of(List.of("spread", "1,000")))));

    @Test
    void itIsOnePageWithoutScriptsOrLinks(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("page.html");
        PAGE.write(file);
        String html = Files.readString(file);

        assertTrue(html.contains("Labels &lt;bought&gt;"), html);
        assertTrue(html.contains("<td class=\"n\">1,000</td>"), html);
        assertFalse(html.contains("<script") || html.contains("href=") || html.contains("src="));
    }

    @Test
    void everyLineHasItsColourItsPointsAndItsName() {
        String html = PAGE.html();

        assertTrue(html.contains("class=\"line0\"") && html.contains("class=\"line1\""));
        assertEquals(4, html.split("<circle", -1).length - 1);
        assertTrue(html.contains(">random</text>") && html.contains(">spread</text>"), html);
        assertTrue(html.contains("spread, 200: 60.0% (55.0% to 65.0%)"), html);
    }

    private static LinesPage.Line line(String name, double first, double second) {
        return new LinesPage.Line(
                name,
                List.of(
                        new LinesPage.Point(100, first, first - 0.05, first + 0.05),
                        new LinesPage.Point(200, second, second - 0.05, second + 0.05)));
    }
}

package io.kaiye.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.TextTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void saysTheHeadlineTheLadderAndTheMixUps() {
        ReportPage page = Samples.page(Samples.names(16), 900, ReportPage.Language.ENGLISH);
        String text = String.join("\n", Summary.lines(page));
        assertTrue(text.startsWith("support-desk v3: probe on support@4f9a01c2, 900 test rows"));
        for (String part :
                List.of(
                        "of accuracy, met",
                        "612  texts/s, 7,480 tokens/s",
                        "$0.000037  per 1,000 answers; a small hosted LLM about $0.065",
                        "→  probe",
                        "not tried",
                        "~11 min",
                        "answered")) {
            assertTrue(text.contains(part), part + " in\n" + text);
        }
        assertFalse(text.contains("\u001b"));
    }

    @Test
    void whatIsOutOfScopeIsSaidWithItsIntervals() {
        ReportPage page = Samples.page(Samples.names(16), 900, ReportPage.Language.ENGLISH);
        assertFalse(String.join("\n", Summary.lines(page)).contains("scope"));
        String text = String.join("\n", Summary.lines(Samples.scoped(page)));
        assertTrue(text.contains("in scope, kept"), text);
        assertTrue(
                text.matches("(?s).*out of scope, found +66\\.7% +\\(20\\.8–93\\.9%\\).*"), text);
    }

    @Test
    void chineseLabelsKeepTheirColumns() {
        int[][] rows = {{0, 1}, {0, 1}, {1, 0}, {1, 1}};
        Predictions made = Samples.answers(2, rows);
        Predictions named =
                new Predictions(List.of("退款", "ok"), made.truth(), made.probabilities());
        List<String> lines = Summary.lines(Evaluator.evaluate(named, 1));
        String first = lines.get(lines.size() - 2);
        String second = lines.getLast();
        assertEquals(
                TextTable.width(first.substring(0, first.lastIndexOf("ok"))),
                TextTable.width(second.substring(0, second.lastIndexOf("退款"))));
    }

    @Test
    void aComparisonLeadsWithItsVerdict() {
        Predictions model = Samples.random(100, 3, 0.8, 5);
        Comparison same = PairedTest.compare(model, model, 1);
        assertEquals(
                "no difference shown between new and old (McNemar mid-p 1.0000)",
                Summary.lines(same, "new", "old").getFirst());
    }

    @Test
    void withoutMistakesThereAreNoMixUps() {
        Evaluation perfect = Evaluator.evaluate(Samples.answers(2, new int[][] {{0, 0}}), 1);
        assertEquals(4, Summary.lines(perfect).size());
    }
}

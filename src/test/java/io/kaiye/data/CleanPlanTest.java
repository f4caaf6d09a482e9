package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CleanPlanTest {
    @TempDir private Path folder;

    @Test
    void theExampleIsAPlan() {
        assertEquals(8, CleanPlan.read(Path.of("examples/clean.yaml")).steps().size());
    }

    @Test
    void everyProblemIsSaidAtOnceWithItsLine() throws IOException {
        assertEquals(
                List.of(
                        "line 2: method is 'medium'. Did you mean \"median\"? Accepted are drop,"
                                + " constant, mean, median, mode, linear, nearest.",
                        "line 3: a step is one of missing, outliers, scale, encode, text,"
                                + " duplicates with its fields; this is 'outlier'. Did you mean"
                                + " \"outliers\"?",
                        "line 6: columns has 'a' twice.",
                        "line 8: the field facter is not known here. Did you mean \"factor\"? There"
                                + " are: columns, method, action, factor.",
                        "line 7: action is missing.",
                        "line 11: order_by is missing.",
                        "line 12: do is 'htm'. Did you mean \"html\"? Accepted are html, nfkc,"
                                + " half-width, full-width, urls, emoji, simplified, stop-words,"
                                + " white-space.",
                        "line 12: stop_words is there, but stop-words is not in do.",
                        "line 14: share is '9'; accepted are shares of train above 0 up to 0.5.",
                        "line 15: columns is missing or empty; write for instance columns: [Age,"
                                + " Fare]."),
                problems(
                        """
                        steps:
                          - missing: {columns: [a], method: medium}
                          - outlier: {columns: [a]}
                          - scale:
                              method: z
                              columns: [a, a]
                          - outliers:
                              facter: 2
                              columns: [a]
                              method: iqr
                        """,
                        """
                          - missing: {columns: [a], method: linear}
                          - text: {columns: [t], do: [htm], stop_words: en}
                          - outliers: {columns: [a], method: isolation-forest,
                              action: drop, share: 9}
                          - scale: {method: z}
                        """));
    }

    @Test
    void aPlanNeedsSteps() throws IOException {
        assertEquals(
                List.of(
                        "line 1: the field step is not known here. Did you mean \"steps\"? There"
                                + " are: steps.",
                        "line 1: steps must be a list of 1 to 100 steps."),
                problems("step: []\n", ""));
    }

    private List<String> problems(String first, String second) throws IOException {
        Path file = Files.writeString(folder.resolve("plan.yaml"), first + second);
        KaiyeException refusal = assertThrows(KaiyeException.class, () -> CleanPlan.read(file));
        assertEquals(ErrorCode.INVALID_FILE, refusal.code());
        List<String> lines = refusal.getMessage().lines().toList();
        assertEquals(file + " cannot be used:", lines.getFirst());
        return lines.stream().skip(1).map(String::strip).toList();
    }
}

package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.gateway.RungAnswers;
import java.util.List;
import java.util.Optional;

/**
 * Texts translated into another language and back by an upstream model. Answers are kept in the
 * home, so that nothing is paid for twice and a run that was stopped goes on where it was.
 *
 * @param model id of an upstream model in gateway.yaml
 * @param language of the texts
 * @param budgetMicros what may be spent; empty if nobody said
 */
record BackTranslation(
        UpstreamAnswers answers, String model, String language, Optional<Long> budgetMicros) {

    /** The texts of the rows, there and back, in order. */
    List<String> of(List<Example> rows, Progress progress) {
        List<String> there = rows.stream().map(row -> prompt(row.text(), other(language))).toList();
        UpstreamAnswers.Missing missing = answers.missing(model, there);
        long expected = Math.multiplyExact(missing.costMicros(), 2);
        if (expected > 0 && budgetMicros.orElse(-1L) < expected) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    Numbers.grouped(2 * missing.count())
                            + " translations are to be asked; they will cost at least "
                            + Numbers.dollars(expected)
                            + ", more for long texts. Allow it with --budget and an amount that is"
                            + " enough, or translate fewer with --back-translate-rows.");
        }
        UpstreamAnswers.Budget budget =
                new UpstreamAnswers.Budget(budgetMicros.orElse(Long.MAX_VALUE / 2));
        List<RungAnswers.Said> pivots = answers.ask(model, there, budget, progress);
        List<String> back =
                pivots.stream().map(said -> prompt(said.text().strip(), language)).toList();
        return answers.ask(model, back, budget, progress).stream()
                .map(said -> said.text().strip())
                .toList();
    }

    private static String other(String language) {
        return language.equals("zh") ? "en" : "zh";
    }

    private static String prompt(String text, String into) {
        return "Translate the text below into "
                + (into.equals("zh") ? "Chinese" : "English")
                + ", as a native speaker would write it. Answer with the translation only.\n\n"
                + text;
    }
}

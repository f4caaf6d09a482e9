package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.serve.Answer;
import io.kaiye.serve.Deadline;
import io.kaiye.serve.Serving;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the local rungs of a route in order, each for the texts that none before it has taken. One
 * thread.
 */
final class LocalTries {
    /** Failures that end a call; after any other the next rung is asked. */
    private static final Set<ErrorCode> FINAL =
            Set.of(ErrorCode.CANCELLED, ErrorCode.SHUTTING_DOWN);

    private final Serving serving;
    private final CascadeSetting setting;
    private final List<String> models;
    private final List<@Nullable Taken> taken = new ArrayList<>();
    private long costMicros;
    private long tokens;

    /**
     * A text that a local rung answered.
     *
     * @param rung from 0
     * @param servedBy the version
     */
    record Taken(int rung, String servedBy, String label, double confidence, List<String> labels) {}

    LocalTries(Serving serving, CascadeSetting setting, List<String> models) {
        this.serving = serving;
        this.setting = setting;
        this.models = models;
    }

    void ask(String answerId, List<String> texts, Deadline deadline) {
        texts.forEach(text -> taken.add(null));
        for (int rung = 0; rung < models.size(); rung++) {
            List<Integer> open = open();
            if (Cascade.asks(setting.threshold(rung)) && !open.isEmpty()) {
                ask(answerId, rung, texts, open, deadline);
            }
        }
    }

    private void ask(
            String answerId, int rung, List<String> texts, List<Integer> open, Deadline deadline) {
        List<String> wanted = open.stream().map(texts::get).toList();
        Answer answer;
        try {
            answer = serving.classify(answerId, models.get(rung), wanted, deadline);
        } catch (KaiyeException e) {
            if (FINAL.contains(e.code())) {
                throw e;
            }
            return;
        }
        costMicros += answer.usage().costMicros();
        String version = answer.usage().model() + "@" + answer.usage().version();
        if (!version.equals(setting.rungs().get(rung))) {
            return; // it was promoted between the two; its threshold is not known
        }
        tokens += answer.usage().tokens();
        for (int i = 0; i < open.size(); i++) {
            take(answer, i, open.get(i), rung);
        }
    }

    private void take(Answer answer, int row, int text, int rung) {
        float[] scores = answer.rows().get(row);
        int best = TopScores.places(scores, 1)[0];
        boolean none = !answer.outOfScope().isEmpty() && answer.outOfScope().get(row);
        double confidence = none ? -1 : Math.min(1, scores[best]);
        if (Cascade.decide(confidence, setting.threshold(rung)) == Cascade.Decision.TAKE) {
            taken.set(
                    text,
                    new Taken(
                            rung,
                            answer.usage().model() + "@" + answer.usage().number(),
                            answer.labels().get(best),
                            confidence,
                            answer.labels()));
        }
    }

    private List<Integer> open() {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < taken.size(); i++) {
            if (taken.get(i) == null) {
                open.add(i);
            }
        }
        return open;
    }

    Optional<Taken> taken(int text) {
        return Optional.ofNullable(taken.get(text));
    }

    /** Of all rungs that were asked, in vain too. */
    long costMicros() {
        return costMicros;
    }

    long tokens() {
        return tokens;
    }
}

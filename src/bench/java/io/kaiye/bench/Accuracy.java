package io.kaiye.bench;

import io.kaiye.base.Progress;
import io.kaiye.data.Example;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import java.util.List;

/** How many rows a model answers rightly. */
final class Accuracy {
    private Accuracy() {}

    /** The share, 0 to 1. */
    static double of(Engine engine, Model model, List<Example> rows, Progress progress) {
        List<String> texts = rows.stream().map(Example::text).toList();
        float[][] answers = engine.runAll(model, texts, Want.PROBABILITIES, progress);
        int right = 0;
        for (int i = 0; i < answers.length; i++) {
            int best = 0;
            for (int j = 0; j < answers[i].length; j++) {
                best = answers[i][j] > answers[i][best] ? j : best;
            }
            right += model.info().labels().get(best).equals(rows.get(i).label()) ? 1 : 0;
        }
        return (double) right / answers.length;
    }
}

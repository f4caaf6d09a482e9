package io.kaiye.govern;

import io.kaiye.data.DatasetVersion;
import io.kaiye.data.SplitName;
import io.kaiye.data.TakenVersion;
import io.kaiye.registry.HeldOut;
import io.kaiye.registry.ModelVersion;
import io.kaiye.registry.Provenance;
import java.util.ArrayList;
import java.util.List;

/**
 * What to do about a model that was made with rows that are gone now.
 *
 * @param model the version, such as support@3
 * @param dataset it was trained on, as name@id
 * @param rows of those it learnt from that are gone
 * @param why one sentence
 * @param next what to type, or to do
 */
public record ModelAdvice(
        String model, String dataset, int rows, Action action, String why, String next) {
    /** What becomes of the model. */
    public enum Action {
        /** Make it again without the rows, and let that one answer. */
        RETRAIN,
        /** Let it answer nobody, and delete its exports. */
        RETIRE,
        /** It learnt nothing from the rows. */
        KEEP
    }

    /** One for each model that goes back to a training on one of the versions. */
    static List<ModelAdvice> of(List<TakenVersion> taken, List<ModelVersion> models) {
        List<ModelAdvice> all = new ArrayList<>();
        for (TakenVersion version : taken) {
            for (ModelVersion model : Lineage.trainedFrom(models, version.before())) {
                model.provenance()
                        .training()
                        .ifPresent(training -> all.add(of(version, model, training)));
            }
        }
        return all;
    }

    private static ModelAdvice of(
            TakenVersion taken, ModelVersion model, Provenance.Trained training) {
        int rows = learnt(taken, training.heldOut());
        DatasetVersion after = taken.after();
        if (rows == 0) {
            return advice(
                    taken,
                    model,
                    0,
                    Action.KEEP,
                    "The rows were only measured on; nothing was learnt from them.",
                    "Nothing to do; its measurements are of the rows as they were.");
        }
        if (after.rows(SplitName.TRAIN) == 0) {
            return advice(
                    taken,
                    model,
                    rows,
                    Action.RETIRE,
                    "All that it learnt from is gone.",
                    serves(model)
                            ? "Promote or train another version of "
                                    + model.model()
                                    + ", and delete exports of this one."
                            : "Do not promote it; delete exports of it.");
        }
        if (serves(model)) {
            return advice(
                    taken,
                    model,
                    rows,
                    Action.RETRAIN,
                    "It learnt from them, and it is in use as "
                            + String.join(", ", model.aliases())
                            + ".",
                    "kaiye train " + model.model() + " --data " + after.reference());
        }
        return advice(
                taken,
                model,
                rows,
                Action.RETIRE,
                "It learnt from them, and nothing uses it.",
                "Do not promote it; delete exports of it.");
    }

    private static ModelAdvice advice(
            TakenVersion taken,
            ModelVersion model,
            int rows,
            Action action,
            String why,
            String next) {
        return new ModelAdvice(
                model.reference(), taken.before().fullReference(), rows, action, why, next);
    }

    /** Valid rows count where the model was fitted again on them. */
    private static int learnt(TakenVersion taken, HeldOut heldOut) {
        int train = taken.taken().getOrDefault(SplitName.TRAIN, 0);
        return heldOut.refit() ? train + taken.taken().getOrDefault(SplitName.VALID, 0) : train;
    }

    private static boolean serves(ModelVersion model) {
        return !model.aliases().isEmpty();
    }
}

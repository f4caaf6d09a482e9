package io.kaiye.cli;

import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.data.Splits;
import io.kaiye.registry.Provenance;
import io.kaiye.train.Trainer;
import io.kaiye.train.TrainingRequest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rows that a compression is judged by: those that the model's training held out, where the
 * dataset still has them.
 *
 * @param fitting the other rows that it was trained on
 * @param split that they come from, "valid" or "train"
 * @param source which rows, for people: "valid split" or "10% of train, seed 7"
 */
record JudgedRows(
        List<Example> rows, List<Example> fitting, String split, String source, Seen seen) {
    /** Whether the model has learnt from the rows. */
    enum Seen {
        /** It has not: its quality on them is its quality on new texts. */
        NO("held out"),
        /** It has, in the refit; only the loss means something. */
        REFIT("the model was refitted on them: read the loss, not the level"),
        /** It was trained on another dataset, or it is not known on what. */
        UNKNOWN("not the rows its training held out: read the loss, not the level");

        private final String said;

        Seen(String said) {
            this.said = said;
        }

        String said() {
            return said;
        }
    }

    static JudgedRows of(Provenance provenance, Dataset dataset) {
        Optional<Provenance.Trained> training =
                provenance
                        .training()
                        .filter(trained -> trained.dataset().id().equals(dataset.version().id()));
        if (!dataset.valid().isEmpty()) {
            return new JudgedRows(
                    dataset.valid(),
                    dataset.train(),
                    "valid",
                    "valid split",
                    training.isPresent() ? Seen.NO : Seen.UNKNOWN);
        }
        double share = training.map(t -> t.heldOut().share()).orElse(Trainer.HELD_OUT_SHARE);
        long seed = training.map(t -> t.heldOut().seed()).orElse(TrainingRequest.SEED_DEFAULT);
        Splits.Holdout holdout = Splits.holdout(dataset.train(), share, seed);
        return new JudgedRows(
                holdout.heldOut(),
                holdout.kept(),
                "train",
                String.format(Locale.ROOT, "%.0f%% of train, seed %d", share * 100, seed),
                training.map(t -> t.heldOut().refit() ? Seen.REFIT : Seen.NO).orElse(Seen.UNKNOWN));
    }

    boolean unseen() {
        return seen == Seen.NO;
    }
}

package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Example;
import io.kaiye.label.QueueSettings;
import io.kaiye.label.QueuedText;
import io.kaiye.label.Queues;
import io.kaiye.label.Ranked;
import io.kaiye.label.Ranker;
import io.kaiye.label.Strategy;
import io.kaiye.label.Vectors;
import io.kaiye.model.Model;
import io.kaiye.model.Want;
import io.kaiye.registry.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives the texts of a queue that teach most their turn.
 *
 * @param model that suggests and ranks; empty for a head on what is known
 */
record RankJob(
        Session session,
        String queue,
        Optional<String> model,
        Strategy strategy,
        int count,
        long seed) {

    /** How many texts got their turn. */
    int run() {
        Workbench workbench = session.workbench();
        Queues queues = workbench.queues();
        QueueSettings settings = queues.settings(queue);
        List<QueuedText> all = queues.texts(queue);
        List<QueuedText> open = all.stream().filter(text -> !text.ranked()).toList();
        if (open.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "Every text of the queue " + queue + " has its turn already.");
        }
        List<Example> known = known(settings, all);
        List<String> texts = new ArrayList<>(known.stream().map(Example::text).toList());
        open.forEach(text -> texts.add(text.text()));
        float[][] vectors =
                new Vectors(workbench.engine(), workbench.bases(), session.passingProgress())
                        .of(texts, settings.base(), settings.language());
        List<Ranked> ranked =
                new Ranker(workbench.engine(), strategy, seed)
                        .rank(
                                known,
                                open,
                                vectors,
                                model.map(reference -> opinion(reference, open)),
                                count);
        return queues.rank(queue, ranked);
    }

    private List<Example> known(QueueSettings settings, List<QueuedText> all) {
        List<Example> known = new ArrayList<>();
        settings.dataset()
                .ifPresent(
                        reference ->
                                known.addAll(
                                        session.workbench().datasets().load(reference).train()));
        all.forEach(
                text ->
                        text.label()
                                .ifPresent(label -> known.add(new Example(text.text(), label))));
        return known;
    }

    private Ranker.Opinion opinion(String reference, List<QueuedText> open) {
        Workbench workbench = session.workbench();
        ModelVersion version = workbench.registry().resolve(reference);
        if (!version.info().classifies()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    version.reference() + " is an encoder without labels; it cannot suggest any.");
        }
        try (Model asked = workbench.engine().open(workbench.registry().folder(version))) {
            return new Ranker.Opinion(
                    asked.info().labels(),
                    workbench
                            .engine()
                            .runAll(
                                    asked,
                                    open.stream().map(QueuedText::text).toList(),
                                    Want.PROBABILITIES,
                                    session.passingProgress()));
        }
    }
}

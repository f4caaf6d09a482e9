package io.kaiye.train;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.EncoderLayers;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphEnsemble;
import io.kaiye.model.Base;
import io.kaiye.model.EncoderGraph;
import io.kaiye.model.ModelFolder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What learns from a teacher: the teacher itself with fewer layers and its own head, as DistilBERT
 * begins (Sanh et al. 2019, arXiv:1910.01108), or another base with a fresh head.
 */
final class Student {
    /** Layers of a student where nothing is said, at most. */
    private static final int LAYERS_MAX = 6;

    private Student() {}

    /** The work on the rows of a training; nothing is taught yet. */
    static TuneJob of(TrainingContext context, Teacher teacher) {
        if (context.base().isPresent()) {
            return TuneJob.of(context, TuneKind.DISTIL, context.bases().open(context.base().get()));
        }
        Base base = Base.of(teacher.folder());
        double temperature = ModelFolder.readInfo(teacher.folder()).temperature();
        Graph whole =
                EncoderGraph.withTemperature(
                        ModelFolder.readGraph(teacher.folder()), 1 / temperature);
        if (GraphEnsemble.isMean(whole)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The teacher "
                            + teacher.reference()
                            + " is an ensemble, which has no layers that a student could keep. Say"
                            + " with --base what is to learn, such as --base all-MiniLM-L6-v2.");
        }
        EncoderLayers layers = EncoderLayers.of(whole);
        List<Integer> kept = kept(layers.count(), context.tuning().studentLayers(), teacher);
        return new TuneJob(
                TuneKind.DISTIL,
                base,
                layers.keep(whole, kept),
                false,
                context.all(),
                context.labelsOf(context.all()),
                context.fitting().size(),
                context.heldOut().size(),
                null);
    }

    /**
     * The layers that stay: evenly spread, the last among them.
     *
     * @param wanted how many; 0 for half, at most six
     */
    static List<Integer> kept(int count, int wanted, Teacher teacher) {
        int staying = wanted > 0 ? wanted : Math.min(LAYERS_MAX, count / 2);
        if (staying < 1 || staying > count) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The teacher "
                            + teacher.reference()
                            + " has "
                            + count
                            + (count == 1 ? " layer" : " layers")
                            + " that are recognised, from which no student of "
                            + (wanted > 0 ? wanted : "half as many")
                            + " can be made. Give --set studentLayers=N with N at most that many,"
                            + " or say with --base what is to learn.");
        }
        return IntStream.range(0, staying).map(i -> count * (i + 1) / staying - 1).boxed().toList();
    }
}

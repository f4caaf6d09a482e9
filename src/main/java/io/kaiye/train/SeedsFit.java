package io.kaiye.train;

import io.kaiye.graph.ElementType;
import io.kaiye.graph.Graph;
import io.kaiye.graph.GraphEnsemble;
import io.kaiye.graph.Tensor;
import io.kaiye.model.EncoderGraph;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Several models of one kind, learnt with different seeds and joined: an ensemble (Lakshminarayanan
 * et al. 2017, arXiv:1612.01474), which computes what its members share once, or the average of
 * their weights (Wortsman et al. 2022, arXiv:2203.05482), as fast as one of them.
 */
final class SeedsFit implements Fitted {
    private final TrainingContext context;
    private final TuneJob job;
    private final List<TuneFit> members;
    private final float[][] heldOutScores;

    private SeedsFit(
            TrainingContext context, TuneJob job, List<TuneFit> members, float[][] heldOutScores) {
        this.context = context;
        this.job = job;
        this.members = members;
        this.heldOutScores = heldOutScores;
    }

    static SeedsFit of(TrainingContext context, TuneJob job) {
        int count = context.tuning().seeds();
        List<TuneFit> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            context.progress().note("Model " + (i + 1) + " of " + count);
            members.add(TuneFit.of(context.member(i, count), job));
        }
        float[][] scores =
                ensemble(context)
                        ? mean(members.stream().map(TuneFit::heldOutScores).toList())
                        : scores(context, job, average(graphs(members, false)));
        return new SeedsFit(context, job, members, scores);
    }

    private static boolean ensemble(TrainingContext context) {
        return context.tuning().join().equals(TuneSettings.ENSEMBLE);
    }

    private static List<Graph> graphs(List<TuneFit> members, boolean refit) {
        return members.stream().map(member -> member.graph(refit)).toList();
    }

    private static float[][] mean(List<float[][]> all) {
        float[][] mean = new float[all.getFirst().length][];
        for (int row = 0; row < mean.length; row++) {
            mean[row] = new float[all.getFirst()[row].length];
            for (float[][] one : all) {
                for (int i = 0; i < mean[row].length; i++) {
                    mean[row][i] += one[row][i] / all.size();
                }
            }
        }
        return mean;
    }

    /** What the averaged weights say of the held-out rows. */
    private static float[][] scores(TrainingContext context, TuneJob job, Graph average) {
        try (TuneGraph graph = TuneGraph.open(context, job.from(average))) {
            return Passes.scores(graph.graph(), graph.data(), job.heldOutRows(), graph.parts());
        }
    }

    private static Graph average(List<Graph> graphs) {
        Map<String, Tensor> means = new LinkedHashMap<>();
        graphs.getFirst()
                .initializers()
                .forEach(
                        (name, value) -> {
                            if (value.type() == ElementType.FLOAT) {
                                means.put(name, mean(value, name, graphs));
                            }
                        });
        return graphs.getFirst().withInitializers(means);
    }

    private static Tensor mean(Tensor first, String name, List<Graph> graphs) {
        double[] sums = new double[first.elementCount()];
        for (Graph graph : graphs) {
            float[] values = graph.initializers().getOrDefault(name, first).floats();
            for (int i = 0; i < sums.length; i++) {
                sums[i] += values[i];
            }
        }
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) (sums[i] / graphs.size());
        }
        return Tensor.ofFloats(means, first.dims().stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public float[][] heldOutScores() {
        return heldOutScores;
    }

    /** Those of the first model, and the seed of each with the curve it took. */
    @Override
    public Map<String, Object> settings() {
        Map<String, Object> all = new LinkedHashMap<>(members.getFirst().settings());
        List<Object> curves = new ArrayList<>();
        for (TuneFit member : members) {
            curves.add(member.settings().getOrDefault(TuneCurve.SETTING, List.of()));
        }
        all.put("curves", curves);
        return all;
    }

    @Override
    public ModelInfo write(Path folder, double temperature, boolean refit) {
        List<Graph> graphs = graphs(members, refit);
        Graph joined =
                ensemble(context)
                        ? GraphEnsemble.mean(graphs, Set.of(EncoderGraph.EMBEDDING))
                        : average(graphs);
        return ModelFolder.writeTuned(folder, job.base(), joined, context.labels(), temperature);
    }
}

package io.kaiye.compress;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.compress.PrunedModel.Kept;
import io.kaiye.graph.EncoderWidths;
import io.kaiye.graph.EncoderWidths.Block;
import io.kaiye.graph.Graph;
import io.kaiye.model.Engine;
import io.kaiye.model.Model;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ModelKind;
import io.kaiye.train.Recovery;
import io.kaiye.train.RecoveryState;
import io.kaiye.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the attention heads and feed-forward neurons that matter least out of a neural classifier,
 * and has what is left learn from the whole model's scores and from labels. One thread at a time.
 */
public final class Pruner {
    /** Points of accuracy that may be lost unless said otherwise. */
    public static final double LOSS_POINTS_MAX = 1;

    /** How importance is measured, for the provenance. */
    public static final String IMPORTANCE = "first-order Taylor, per layer";

    /** Neurons of a layer stay by so many, which the kernels multiply fastest. */
    private static final int NEURONS_TOGETHER = 32;

    /**
     * Share of what goes that goes as whole parts of layers, which saves their normalisations and
     * all that does not become faster with fewer columns.
     */
    private static final double PARTS_SHARE = 5.0 / 6;

    private static final double POINTS_MAX = 100;

    private final Engine engine;
    private final Trainer trainer;

    /** A graph with fewer heads and neurons. */
    private record Cut(Graph graph, Kept heads, Kept neurons) {}

    public Pruner(Engine engine, Trainer trainer) {
        this.engine = engine;
        this.trainer = trainer;
    }

    /**
     * Prunes.
     *
     * @param source artefact folder of a neural classifier in float
     * @param lossPointsMax from 0 to 100, points of accuracy on the held-out rows
     * @param state of learning again, to go on with after a kill; empty for none
     * @param workFolder an empty folder; the result lies in it
     * @throws KaiyeException UNSUPPORTED_MODEL for a model whose layers are not recognised, is
     *     linear, int8 or a bare encoder; INVALID_DATA without rows, or if too much is lost;
     *     INVALID_ARGUMENT if the state to go on with is of other data or settings; SHUTTING_DOWN
     *     if interrupted
     */
    public PrunedModel prune(
            Path source,
            PruneRows rows,
            PruneSettings settings,
            double lossPointsMax,
            Optional<RecoveryState> state,
            Path workFolder,
            Progress progress) {
        check(ModelFolder.readInfo(source), rows, lossPointsMax);
        Recovery recovery =
                trainer.recovery(
                        source,
                        rows.fitting(),
                        rows.heldOut(),
                        settings.tuning(),
                        settings.seed(),
                        state.map(one -> one.with("share", String.valueOf(settings.ratio()))),
                        workFolder.resolve("learning"),
                        progress);
        Optional<CutChoice> before = recovery.found().map(CutChoice::of);
        PartSearch search = new PartSearch(recovery, EncoderWidths.of(recovery.graph()), progress);
        try (Model model = engine.open(source)) {
            Judge judge = new Judge(engine, model, rows.heldOut(), progress);
            CutChoice choice = before.orElseGet(() -> choice(search, settings.ratio()));
            Cut cut = cut(search, choice);
            Recovery.Learnt learnt = recovery.learn(cut.graph(), choice.bytes());
            Path judged = workFolder.resolve("pruned");
            ModelInfo info = recovery.write(judged, learnt);
            PrunedModel pruned =
                    new PrunedModel(
                            judged,
                            info,
                            cut.heads(),
                            cut.neurons(),
                            rows.fitting().size(),
                            recovery.settings(),
                            learnt.curve(),
                            rows.heldOut().size(),
                            rows.before().orElse(judge.before().quality()),
                            judge.measure(judged, progress).quality());
            refuseTooMuch(pruned, settings, lossPointsMax, state.isPresent());
            return rows.seen() ? refitted(pruned, recovery, learnt, workFolder) : pruned;
        }
    }

    private static PrunedModel refitted(
            PrunedModel pruned, Recovery recovery, Recovery.Learnt learnt, Path workFolder) {
        Path folder = workFolder.resolve("refitted");
        ModelInfo info = recovery.write(folder, recovery.refit(learnt));
        Variants.delete(pruned.folder());
        return new PrunedModel(
                folder,
                info,
                pruned.heads(),
                pruned.neurons(),
                pruned.rowsLearnt() + pruned.rows(),
                pruned.settings(),
                pruned.curve(),
                pruned.rows(),
                pruned.before(),
                pruned.after());
    }

    /** Parts that matter least first, then the units of the others. */
    private static CutChoice choice(PartSearch search, double ratio) {
        List<Block> heads = search.widths().heads();
        List<Block> neurons = search.widths().neurons();
        int parts = (int) Math.round(PARTS_SHARE * ratio * (heads.size() + neurons.size()));
        Set<Integer> gone = search.gone(parts, ratio);
        Graph shallow = search.without(gone);
        EncoderWidths left = EncoderWidths.of(shallow);
        List<Block> blocks = new ArrayList<>(left.heads());
        blocks.addAll(left.neurons());
        double[][] importance = search.recovery().importance(shallow, blocks);
        int attentions = left.heads().size();
        return new CutChoice(
                gone,
                chosen(Arrays.copyOf(importance, attentions), kept(heads, ratio), 1),
                chosen(
                        Arrays.copyOfRange(importance, attentions, importance.length),
                        kept(neurons, ratio),
                        together(neurons)));
    }

    private static Cut cut(PartSearch search, CutChoice choice) {
        List<Block> heads = search.widths().heads();
        List<Block> neurons = search.widths().neurons();
        Set<Integer> gone = choice.gone();
        return new Cut(
                EncoderWidths.of(search.without(gone)).keep(choice.heads(), choice.neurons()),
                new Kept(sizes(choice.heads(), heads.size(), gone, 0), units(heads)),
                new Kept(
                        sizes(choice.neurons(), neurons.size(), gone, heads.size()),
                        units(neurons)));
    }

    private static int units(List<Block> blocks) {
        return blocks.stream().mapToInt(Block::units).sum();
    }

    private static int kept(List<Block> blocks, double ratio) {
        return (int) Math.round(units(blocks) * (1 - ratio));
    }

    private static List<List<Integer>> chosen(double[][] importance, int kept, int together) {
        return UnitChoice.of(UnitChoice.normalised(importance), kept, together);
    }

    /** For each layer there was; 0 where the part is gone. */
    private static List<Integer> sizes(
            List<List<Integer>> kept, int layers, Set<Integer> gone, int offset) {
        List<Integer> sizes = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < layers; i++) {
            sizes.add(gone.contains(i + offset) ? 0 : kept.get(next++).size());
        }
        return sizes;
    }

    /** The most neurons, up to what suits the kernels, that every layer is a multiple of. */
    private static int together(List<Block> layers) {
        int together = NEURONS_TOGETHER;
        for (Block layer : layers) {
            while (layer.units() % together != 0) {
                together /= 2;
            }
        }
        return together;
    }

    private static void refuseTooMuch(
            PrunedModel pruned, PruneSettings settings, double lossPointsMax, boolean isKept) {
        if (pruned.lossPoints() > lossPointsMax + 1e-9) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    String.format(
                            Locale.ROOT,
                            "Without %s of its heads and neurons the model loses %.2f points, and"
                                    + " at most %.2f may be lost. Nothing was changed. Prune less"
                                    + " (--prune %.2g), let it learn longer (--set epochs=N), or"
                                    + " allow more with --max-loss%s.",
                            settings.ratio(),
                            pruned.lossPoints(),
                            lossPointsMax,
                            settings.ratio() / 2,
                            isKept ? " and --resume, which learns nothing anew" : ""));
        }
    }

    private static void check(ModelInfo info, PruneRows rows, double lossPointsMax) {
        if (info.kind() != ModelKind.NEURAL || !info.precision().equals(ModelInfo.FLOAT32)) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    info.kind() == ModelKind.LINEAR
                            ? "A linear model has no heads and neurons to take out. Train a neural"
                                    + " one: kaiye train NAME --data DATASET --recipe tune"
                            : info.kind() == ModelKind.BLEND
                                    ? "A blend cannot be pruned: what its linear part adds is not"
                                            + " part of the graph. Train one without: kaiye train"
                                            + " NAME --data DATASET --recipe tune"
                                    : "The model is int8 already. Prune the float version it was"
                                          + " made from, with --int8 to make it int8 afterwards.");
        }
        if (!info.classifies()) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "A bare encoder has no labels that say which of its heads matter. Train a"
                            + " classifier and prune that: kaiye train NAME --data DATASET"
                            + " --recipe tune");
        }
        if (!(lossPointsMax >= 0 && lossPointsMax <= POINTS_MAX)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--max-loss is " + lossPointsMax + "; accepted are 0 to 100 points.");
        }
        if (rows.fitting().isEmpty() || rows.heldOut().isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    "There are no rows to learn from or to judge by. Name the dataset with --data"
                            + " that the model was trained on.");
        }
    }
}

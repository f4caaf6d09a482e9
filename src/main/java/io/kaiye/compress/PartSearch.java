package io.kaiye.compress;

import io.kaiye.base.Progress;
import io.kaiye.graph.EncoderWidths;
import io.kaiye.graph.EncoderWidths.Block;
import io.kaiye.graph.Graph;
import io.kaiye.train.Recovery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Looks for the attentions and feed-forward parts that a model misses least: the loss without each
 * alone is measured, the few that matter least go, and so on with what is left. The last layer
 * stays: where one token's vector is the answer it is computed for that token alone and costs next
 * to nothing. One thread.
 *
 * @param widths of the whole graph
 */
record PartSearch(Recovery recovery, EncoderWidths widths, Progress progress) {
    /** Parts that go before the others are measured anew. */
    private static final int TOGETHER = 3;

    /** A part by its number and the loss without it. */
    private record Candidate(int part, double loss) {}

    /**
     * The parts that go.
     *
     * @param count how many, at most
     * @param ratio no more than this share of all heads may go with them, nor of all neurons
     * @return numbers of parts: attentions from 0, then feed-forward parts
     */
    Set<Integer> gone(int count, double ratio) {
        Set<Integer> gone = new HashSet<>();
        try (Progress.Task task = progress.start("Leaving parts out", count, "parts")) {
            boolean found = true;
            while (gone.size() < count && found) {
                int before = gone.size();
                int most = Math.min(count, before + TOGETHER);
                for (Candidate one : measured(gone)) {
                    if (gone.size() < most && fits(gone, one.part(), ratio)) {
                        gone.add(one.part());
                    }
                }
                found = gone.size() > before;
                task.advance(gone.size() - before);
            }
        }
        return gone;
    }

    /** Every part that is left, the one that is missed least first. */
    private List<Candidate> measured(Set<Integer> gone) {
        Graph graph = without(gone);
        EncoderWidths left = EncoderWidths.of(graph);
        List<Block> blocks = new ArrayList<>(left.heads());
        blocks.addAll(left.neurons());
        double[] losses = recovery.lossesWithout(graph, blocks);
        int[] parts = IntStream.range(0, parts()).filter(part -> !gone.contains(part)).toArray();
        return IntStream.range(0, losses.length)
                .mapToObj(i -> new Candidate(parts[i], losses[i]))
                .sorted(Comparator.comparingDouble(Candidate::loss))
                .toList();
    }

    private int parts() {
        return widths.heads().size() + widths.neurons().size();
    }

    private boolean fits(Set<Integer> gone, int part, double ratio) {
        int attentions = widths.heads().size();
        List<Block> blocks = part < attentions ? widths.heads() : widths.neurons();
        int offset = part < attentions ? 0 : attentions;
        int all = blocks.stream().mapToInt(Block::units).sum();
        int without =
                IntStream.range(0, blocks.size())
                        .filter(i -> i + offset == part || gone.contains(i + offset))
                        .map(i -> blocks.get(i).units())
                        .sum();
        boolean last = part - offset == blocks.size() - 1;
        return !last && without <= all * ratio + 1e-9;
    }

    /** The graph without some parts, all others whole. */
    Graph without(Set<Integer> gone) {
        return widths.keep(heads(gone), neurons(gone));
    }

    /** The heads of the attentions that are not gone, all of them. */
    private List<List<Integer>> heads(Set<Integer> gone) {
        return kept(widths.heads(), gone, 0);
    }

    /** The neurons of the feed-forward parts that are not gone, all of them. */
    private List<List<Integer>> neurons(Set<Integer> gone) {
        return kept(widths.neurons(), gone, widths.heads().size());
    }

    private static List<List<Integer>> kept(List<Block> blocks, Set<Integer> gone, int offset) {
        List<List<Integer>> kept = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            int units = gone.contains(i + offset) ? 0 : blocks.get(i).units();
            kept.add(IntStream.range(0, units).boxed().toList());
        }
        return kept;
    }
}

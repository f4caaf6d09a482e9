package io.kaiye.compress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Which heads or neurons stay, by how much they matter. Pure. */
final class UnitChoice {
    private UnitChoice() {}

    /** Some units of one layer that stay or go together, and what the worst layer loses with it. */
    private record Group(int layer, List<Integer> units, double importance) {}

    /**
     * The units that stay, so many in all, the least in every layer being one group. Of each layer
     * those that matter most stay, and layers whose units matter more keep more.
     *
     * @param importance [layers][units], comparable from layer to layer
     * @param kept how many stay in all layers together; rounded to whole groups
     * @param together units of a layer stay by groups of so many, for the sake of the kernels
     * @return for each layer the numbers of the units that stay, rising
     */
    static List<List<Integer>> of(double[][] importance, int kept, int together) {
        List<List<Integer>> chosen = new ArrayList<>();
        List<Group> others = new ArrayList<>();
        int left = Math.round((float) kept / together);
        for (int layer = 0; layer < importance.length; layer++) {
            List<Group> groups = groups(layer, importance[layer], together);
            chosen.add(new ArrayList<>(groups.getFirst().units()));
            others.addAll(groups.subList(1, groups.size()));
            left--;
        }
        others.sort(Comparator.comparingDouble(group -> -group.importance()));
        for (Group group : others.subList(0, Math.clamp(left, 0, others.size()))) {
            chosen.get(group.layer()).addAll(group.units());
        }
        return chosen.stream().map(units -> units.stream().sorted().toList()).toList();
    }

    /** The units of a layer in groups, the one that matters most first. */
    private static List<Group> groups(int layer, double[] importance, int together) {
        List<Integer> units =
                IntStream.range(0, importance.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(unit -> -importance[unit]))
                        .toList();
        List<Group> groups = new ArrayList<>();
        for (int from = 0; from < units.size(); from += together) {
            List<Integer> some = units.subList(from, Math.min(units.size(), from + together));
            double mean = some.stream().mapToDouble(unit -> importance[unit]).average().orElse(0);
            groups.add(new Group(layer, some, mean));
        }
        return groups;
    }

    /** Each layer's importance divided by its length, so that every layer weighs the same. */
    static double[][] normalised(double[][] importance) {
        return Arrays.stream(importance)
                .map(
                        units -> {
                            double length =
                                    Math.sqrt(Arrays.stream(units).map(one -> one * one).sum());
                            return Arrays.stream(units)
                                    .map(one -> length == 0 ? 0 : one / length)
                                    .toArray();
                        })
                .toArray(double[][]::new);
    }
}

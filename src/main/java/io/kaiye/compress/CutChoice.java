package io.kaiye.compress;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is taken out of a model: whole parts of layers first, then units of the others.
 *
 * @param gone numbers of parts: attentions from 0, then feed-forward parts
 * @param heads that stay, for each attention that is left
 * @param neurons that stay, for each feed-forward part that is left
 */
record CutChoice(Set<Integer> gone, List<List<Integer>> heads, List<List<Integer>> neurons) {
    CutChoice {
        gone = Set.copyOf(gone);
        heads = heads.stream().map(List::copyOf).toList();
        neurons = neurons.stream().map(List::copyOf).toList();
    }

    /** For {@link #of}. */
    byte[] bytes() {
        List<Integer> all = new ArrayList<>();
        add(all, List.copyOf(new TreeSet<>(gone)));
        for (List<List<Integer>> layers : List.of(heads, neurons)) {
            all.add(layers.size());
            layers.forEach(units -> add(all, units));
        }
        ByteBuffer bytes = ByteBuffer.allocate(all.size() * Integer.BYTES);
        all.forEach(bytes::putInt);
        return bytes.array();
    }

    private static void add(List<Integer> all, List<Integer> numbers) {
        all.add(numbers.size());
        all.addAll(numbers);
    }

    /** The one that {@link #bytes} wrote. */
    static CutChoice of(byte[] written) {
        ByteBuffer bytes = ByteBuffer.wrap(written);
        Set<Integer> gone = Set.copyOf(numbers(bytes));
        return new CutChoice(gone, layers(bytes), layers(bytes));
    }

    private static List<List<Integer>> layers(ByteBuffer bytes) {
        int count = bytes.getInt();
        List<List<Integer>> layers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            layers.add(numbers(bytes));
        }
        return layers;
    }

    private static List<Integer> numbers(ByteBuffer bytes) {
        int count = bytes.getInt();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(bytes.getInt());
        }
        return numbers;
    }
}

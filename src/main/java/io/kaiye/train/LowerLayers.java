package io.kaiye.train;

import io.kaiye.autograd.Batch;
import io.kaiye.autograd.Target;
import io.kaiye.autograd.TrainableGraph;
import io.kaiye.base.Progress;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Tensor;
import io.kaiye.model.Engine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the frozen lower layers make of every text, computed once and kept in 16 bits (bfloat16):
 * two bytes for each token and unit. Never changes after it was made.
 */
final class LowerLayers implements TuneData {
    private final TokenRows rows;
    private final String entry;
    private final short[][] values;
    private final int size;

    private LowerLayers(TokenRows rows, String entry, short[][] values, int size) {
        this.rows = rows;
        this.entry = entry;
        this.values = values;
        this.size = size;
    }

    /** Bytes that the activations of some rows take. */
    static long bytes(int[] lengths, int dimension) {
        return 2L * dimension * Arrays.stream(lengths).asLongStream().sum();
    }

    /**
     * Runs the lower part over all rows.
     *
     * @param lower whose only output is {@code entry}, [batch, tokens, size]
     */
    static LowerLayers of(
            TrainableGraph lower,
            TokenRows rows,
            String entry,
            int batch,
            Engine engine,
            Progress progress) {
        int[] lengths = rows.lengths();
        Integer[] order = new Integer[rows.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingInt(row -> lengths[row]));
        short[][] values = new short[rows.size()][];
        int size = 0;
        try (Progress.Task task = progress.start("Lower layers, once", rows.size(), "texts")) {
            int together = batch * engine.threads();
            for (int from = 0; from < order.length; from += together) {
                List<int[]> parts = new ArrayList<>();
                for (int at = from; at < Math.min(order.length, from + together); at += batch) {
                    parts.add(
                            Arrays.stream(order, at, Math.min(order.length, at + batch))
                                    .mapToInt(Integer::intValue)
                                    .toArray());
                }
                List<Batch> batches =
                        parts.stream()
                                .map(part -> rows.batch(part, new Target.None(part.length)))
                                .toList();
                List<Tensor> made = lower.run(batches, entry);
                for (int i = 0; i < parts.size(); i++) {
                    size = made.get(i).dim(2);
                    keep(parts.get(i), made.get(i), lengths, values);
                    task.advance(parts.get(i).length);
                }
                CancelledTraining.check();
            }
        }
        return new LowerLayers(rows, entry, values, size);
    }

    private static void keep(int[] part, Tensor made, int[] lengths, short[][] values) {
        float[] all = made.floats();
        int width = made.dim(1);
        int size = made.dim(2);
        for (int i = 0; i < part.length; i++) {
            short[] kept = new short[lengths[part[i]] * size];
            int from = i * width * size;
            for (int j = 0; j < kept.length; j++) {
                int bits = Float.floatToRawIntBits(all[from + j]);
                kept[j] = (short) ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
            }
            values[part[i]] = kept;
        }
    }

    @Override
    public int[] lengths() {
        return rows.lengths();
    }

    @Override
    public Batch batch(int[] part, Target target) {
        Batch plain = rows.batch(part, target);
        int width = plain.inputs().values().iterator().next().dim(1);
        ByteBuffer bytes =
                ByteBuffer.allocate(4 * part.length * width * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < part.length; i++) {
            short[] kept = values[part[i]];
            int from = i * width * size;
            for (int j = 0; j < kept.length; j++) {
                bytes.putInt(4 * (from + j), kept[j] << 16);
            }
        }
        Map<String, Tensor> inputs = new HashMap<>(plain.inputs());
        inputs.put(
                entry,
                Tensor.of(
                        ElementType.FLOAT,
                        List.of((long) part.length, (long) width, (long) size),
                        bytes));
        return new Batch(inputs, plain.padded(), target);
    }
}

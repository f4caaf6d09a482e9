package io.kaiye.train;

import io.kaiye.autograd.Batch;
import io.kaiye.autograd.Target;
import io.kaiye.autograd.TrainableGraph;
import io.kaiye.base.Progress;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What the frozen lower layers make of every text, computed once and kept in 16 bits (bfloat16):
 * two bytes for each token and unit, in memory or, past a limit, in a file. Never changes after it
 * was made.
 */
final class LowerLayers implements TuneData {
    /** Of the largest heap, what may be kept there. */
    private static final double HEAP_SHARE = 0.25;

    private final TokenRows rows;
    private final String entry;
    private final short[][] inMemory;
    private final @Nullable ActivationFile file;
    private int size;
    private double secondsOfRow;

    private LowerLayers(TokenRows rows, String entry, @Nullable ActivationFile file) {
        this.rows = rows;
        this.entry = entry;
        this.inMemory = new short[file == null ? rows.size() : 0][];
        this.file = file;
    }

    /**
     * Where the activations are kept.
     *
     * @param bytesMax kept in memory; more goes to a file
     * @param folder of that file
     */
    record Place(long bytesMax, Path folder) {
        /**
         * @param memoryMb that a person allows; 0 for a share of the heap
         */
        static Place of(int memoryMb, Path folder) {
            long heap = (long) (HEAP_SHARE * Runtime.getRuntime().maxMemory());
            return new Place(memoryMb > 0 ? Math.min(heap, (long) memoryMb << 20) : heap, folder);
        }
    }

    /** Bytes that the activations of some rows take. */
    static long bytes(int[] lengths, int dimension) {
        return 2L * dimension * Arrays.stream(lengths).asLongStream().sum();
    }

    /**
     * Computes the activations.
     *
     * @param lower the graph up to {@code entry}
     * @param dimension numbers of a token there
     * @throws io.kaiye.base.KaiyeException DISK_FULL or NOT_WRITABLE
     */
    static LowerLayers of(
            TrainableGraph lower,
            TokenRows rows,
            String entry,
            int dimension,
            Parts parts,
            Place place,
            Progress progress) {
        long bytes = bytes(rows.lengths(), dimension);
        boolean fits = bytes <= place.bytesMax();
        if (!fits) {
            progress.note(
                    String.format(
                            Locale.ROOT,
                            "What the lower layers make of the texts takes %,d MB; it is kept in a"
                                    + " file of the work folder.",
                            bytes >> 20));
        }
        LowerLayers made =
                new LowerLayers(
                        rows,
                        entry,
                        fits ? null : ActivationFile.create(place.folder(), rows.size()));
        try {
            made.compute(lower, parts, progress);
            return made;
        } catch (RuntimeException | Error e) {
            made.close();
            throw e;
        }
    }

    private void compute(TrainableGraph lower, Parts parts, Progress progress) {
        int[] all = IntStream.range(0, rows.size()).toArray();
        long[] first = {0, 0}; // the first part waits for much that is made once
        try (Progress.Task task = progress.start("Lower layers, once", all.length, "texts")) {
            Passes.over(
                    lower,
                    rows,
                    all,
                    entry,
                    parts,
                    (part, made) -> {
                        keep(part, made);
                        task.advance(part.length);
                        if (first[1] == 0) {
                            first[0] = System.nanoTime();
                            first[1] = part.length;
                        }
                    });
        }
        secondsOfRow = (System.nanoTime() - first[0]) / 1e9 / Math.max(1, all.length - first[1]);
        if (file != null) {
            file.finish();
        }
    }

    /** Seconds that a row took. */
    double secondsOfRow() {
        return secondsOfRow;
    }

    private void keep(int[] part, Tensor made) {
        float[] all = made.floats();
        int width = made.dim(1);
        size = made.dim(2);
        for (int i = 0; i < part.length; i++) {
            short[] kept = new short[rows.length(part[i]) * size];
            int from = i * width * size;
            for (int j = 0; j < kept.length; j++) {
                int bits = Float.floatToRawIntBits(all[from + j]);
                kept[j] = (short) ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
            }
            if (file == null) {
                inMemory[part[i]] = kept;
            } else {
                file.put(part[i], kept);
            }
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
            short[] kept = file == null ? inMemory[part[i]] : file.row(part[i]);
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

    /** Lets go of the file. */
    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}

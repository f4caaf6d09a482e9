package io.kaiye.model;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Turns texts into sparse vectors of length 1: every known gram weighs (1 + ln count) * its inverse
 * document frequency. The vocabulary holds the 64-bit hashes of grams, see {@link GramReader}, not
 * their letters. Immutable; safe for threads.
 */
public final class TextFeatures {
    /** More features than these are refused. */
    public static final int FEATURES_MAX = 1 << 22;

    private static final float[] COUNT_WEIGHTS = new float[256];

    static {
        for (int count = 1; count < COUNT_WEIGHTS.length; count++) {
            COUNT_WEIGHTS[count] = (float) (1 + StrictMath.log(count));
        }
    }

    private final FeatureSettings settings;
    private final long[] grams;
    private final float[] weights;
    private final long[] table;
    private final int[] tableIndexes;

    /**
     * @param grams the vocabulary; the place of a gram is the index of its feature; no gram twice
     * @param weights a feature's inverse document frequency times the weight of its kind
     */
    public TextFeatures(FeatureSettings settings, long[] grams, float[] weights) {
        if (grams.length != weights.length || grams.length > FEATURES_MAX) {
            throw new KaiyeException(
                    ErrorCode.TOO_LARGE,
                    grams.length
                            + " features with "
                            + weights.length
                            + " weights; accepted: as many weights as features, at most "
                            + FEATURES_MAX
                            + ".");
        }
        this.settings = settings;
        for (float weight : weights) {
            if (!(weight > 0 && weight < 1e6f)) {
                throw corrupt("the weight " + weight);
            }
        }
        this.grams = grams.clone();
        this.weights = weights.clone();
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, grams.length)) * 4);
        this.table = new long[capacity];
        this.tableIndexes = new int[capacity];
        for (int i = 0; i < grams.length; i++) {
            enter(grams[i], i);
        }
    }

    /** What a gram seen so often in a text weighs before its inverse document frequency. */
    public static float countWeight(int count) {
        return COUNT_WEIGHTS[Math.min(count, COUNT_WEIGHTS.length - 1)];
    }

    /** Scales {@code values[from, to)} to length 1; all zeros stay. */
    public static void normalise(float[] values, int from, int to) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += (double) values[i] * values[i];
        }
        if (squares > 0) {
            float scale = (float) (1 / Math.sqrt(squares));
            for (int i = from; i < to; i++) {
                values[i] *= scale;
            }
        }
    }

    public FeatureSettings settings() {
        return settings;
    }

    /** The number of features. */
    public int size() {
        return grams.length;
    }

    /** The sparse vector of a text; empty if it holds nothing known. */
    public Input vector(String text) {
        GramReader reader = new GramReader(settings);
        int found = reader.read(text);
        int[] indexes = new int[found];
        float[] values = new float[found];
        int known = 0;
        for (int i = 0; i < found; i++) {
            int index = index(reader.gram(i));
            if (index >= 0) {
                indexes[known] = index;
                values[known++] = countWeight(reader.count(i)) * weights[index];
            }
        }
        if (known < found) {
            indexes = Arrays.copyOf(indexes, known);
            values = Arrays.copyOf(values, known);
        }
        normalise(values, 0, known);
        return new Input(indexes, values, Math.max(1, reader.words()), reader.truncated());
    }

    private int index(long gram) {
        int mask = table.length - 1;
        int slot = GramReader.spread(gram) & mask;
        while (table[slot] != 0) {
            if (table[slot] == gram) {
                return tableIndexes[slot];
            }
            slot = (slot + 1) & mask;
        }
        return -1;
    }

    private void enter(long gram, int index) {
        int mask = table.length - 1;
        int slot = GramReader.spread(gram) & mask;
        while (table[slot] != 0) {
            if (table[slot] == gram) {
                throw corrupt("the gram " + Long.toHexString(gram) + " twice");
            }
            slot = (slot + 1) & mask;
        }
        if (gram == 0) {
            throw corrupt("an empty gram");
        }
        table[slot] = gram;
        tableIndexes[slot] = index;
    }

    private static KaiyeException corrupt(String what) {
        return new KaiyeException(
                ErrorCode.CORRUPT_FILE,
                "The vocabulary holds " + what + "; train the model again.");
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(settings.wordGrams());
        out.writeByte(settings.charGramsMin());
        out.writeByte(settings.charGramsMax());
        out.writeByte(settings.hanGrams());
        out.writeBoolean(settings.signs());
        out.writeFloat(settings.charWeight());
        out.writeInt(settings.textCharactersMax());
        for (long gram : grams) {
            out.writeLong(gram);
        }
        for (float weight : weights) {
            out.writeFloat(weight);
        }
    }

    /** Bytes that {@link #write} writes for so many features. */
    static long bytes(long features) {
        return 13 + features * (Long.BYTES + Float.BYTES);
    }

    static TextFeatures read(DataInput in, int features) throws IOException {
        FeatureSettings settings =
                new FeatureSettings(
                        in.readByte(),
                        in.readByte(),
                        in.readByte(),
                        in.readByte(),
                        in.readBoolean(),
                        in.readFloat(),
                        in.readInt());
        long[] grams = new long[features];
        for (int i = 0; i < features; i++) {
            grams[i] = in.readLong();
        }
        float[] weights = new float[features];
        for (int i = 0; i < features; i++) {
            weights[i] = in.readFloat();
        }
        return new TextFeatures(settings, grams, weights);
    }
}

package io.kaiye.model;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A sparse linear classifier over the words and n-grams of a text. One score per label: bias +
 * weights · vector; with two labels a single score s stands for (-s, s). Probabilities are the
 * softmax of scores / temperature. Immutable, all in the Java heap; safe for threads.
 *
 * <p>Weights are kept as 16-bit floats in {@link ModelFolder#LINEAR}, so a model rounds its weights
 * to those when it is made: what was measured is what is stored.
 */
public final class LinearModel implements Model {
    /** The largest weights that are kept, in bytes of the heap: features * columns * 4. */
    public static final long WEIGHT_BYTES_MAX = 1L << 30;

    private final ModelInfo info;
    private final TextFeatures features;
    private final float[] weights;
    private final float[] bias;

    /**
     * @param weights [features, columns]; there is one column per label, but one for two labels,
     *     which is the second label's; rounded in place and kept, not copied
     * @param bias [columns]
     * @throws KaiyeException INVALID_DATA if a weight is no number or the shapes do not agree
     */
    public LinearModel(ModelInfo info, TextFeatures features, float[] weights, float[] bias) {
        int columns = columns(info.labels().size());
        if (info.kind() != ModelKind.LINEAR
                || info.labels().size() < 2
                || bias.length != columns
                || weights.length != (long) features.size() * columns) {
            throw new KaiyeException(
                    ErrorCode.INVALID_DATA,
                    weights.length
                            + " weights do not fit "
                            + features.size()
                            + " features and "
                            + info.labels().size()
                            + " labels of a "
                            + info.kind()
                            + " model; train it again.");
        }
        this.info = info;
        this.features = features;
        this.weights = weights;
        this.bias = bias.clone();
        round(weights);
        round(this.bias);
    }

    private LinearModel(LinearModel other, ModelInfo info) {
        this.info = info;
        this.features = other.features;
        this.weights = other.weights;
        this.bias = other.bias;
    }

    /** The same model with its scores divided by another temperature; shares the weights. */
    public LinearModel withTemperature(double temperature) {
        return new LinearModel(this, info.withTemperature(temperature));
    }

    /** Opens an artefact folder whose kaiye.json says linear. */
    static LinearModel open(Path folder, ModelInfo info) {
        return LinearFile.read(folder.resolve(ModelFolder.LINEAR), info);
    }

    /** Columns of the weights for so many labels. */
    public static int columns(int labels) {
        return labels == 2 ? 1 : labels;
    }

    /** Writes the artefact folder; returns what it says of itself, size included. */
    public ModelInfo write(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw AtomicFiles.failure(folder, e);
        }
        writeFile(folder);
        return ModelFolder.writeInfo(folder, info);
    }

    /** Writes {@link ModelFolder#LINEAR} alone. */
    void writeFile(Path folder) {
        AtomicFiles.write(
                folder.resolve(ModelFolder.LINEAR),
                out -> LinearFile.write(out, features, weights, bias));
    }

    @Override
    public ModelInfo info() {
        return info;
    }

    @Override
    public Input prepare(String text) {
        return features.vector(text);
    }

    @Override
    public float[][] run(List<Input> batch, Want want) {
        float[][] answers = new float[batch.size()][];
        for (int i = 0; i < answers.length; i++) {
            answers[i] =
                    switch (want) {
                        case LOGITS -> scores(batch.get(i));
                        case PROBABILITIES -> Softmax.of(scores(batch.get(i)), info.temperature());
                        case EMBEDDING ->
                                throw new KaiyeException(
                                        ErrorCode.UNSUPPORTED_MODEL,
                                        "A linear model gives no embeddings, only labels. Ask a"
                                                + " neural one: kaiye train NAME --data DATASET"
                                                + " --recipe probe");
                    };
        }
        return answers;
    }

    /** Nothing to free: everything is in the Java heap. */
    @Override
    public void close() {}

    private float[] scores(Input input) {
        int columns = bias.length;
        float[] sums = bias.clone();
        int[] indexes = input.tokens();
        float[] values = input.weights();
        for (int i = 0; i < indexes.length; i++) {
            add(sums, indexes[i] * columns, values[i]);
        }
        return columns == 1 ? new float[] {-sums[0], sums[0]} : sums;
    }

    private void add(float[] sums, int from, float value) {
        for (int column = 0; column < sums.length; column++) {
            sums[column] += value * weights[from + column];
        }
    }

    /** To the nearest 16-bit float, ties to even. */
    private static void round(float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.float16ToFloat(Float.floatToFloat16(numbers[i]));
        }
        for (int i = 0; i < numbers.length; i++) {
            if (!Float.isFinite(numbers[i])) {
                throw new KaiyeException(
                        ErrorCode.INVALID_DATA,
                        "Weight " + i + " is no finite 16-bit number; train the model again.");
            }
        }
    }
}

package io.kaiye.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model is, as written in {@code kaiye.json}.
 *
 * @param format version of the artefact folder's layout
 * @param labels the classes in the order of the scores; empty for a bare encoder
 * @param dimension numbers in an embedding; for a linear model the number of its features
 * @param maxTokens longer texts are cut there; 0 where there is no limit
 * @param language en, zh, mixed or other: what it was trained on
 * @param temperature the scores are divided by it before the softmax; already part of the graph
 * @param base the encoder it was made from, such as bge-small-en; empty for a linear model
 * @param precision float32 or int8
 * @param sizeBytes what the files of the model take, this description excluded
 * @param scope when it says "none of these"; null if it always gives a label
 */
public record ModelInfo(
        int format,
        ModelKind kind,
        List<String> labels,
        int dimension,
        int maxTokens,
        Pooling pooling,
        String language,
        double temperature,
        String base,
        String precision,
        long sizeBytes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ScopeRule scope) {

    /** The layout that this version of Kaiye writes. */
    public static final int FORMAT = 1;

    /** Room for the special tokens and one of the text. */
    private static final int TOKENS_MIN = 3;

    public static final String FLOAT32 = "float32";
    public static final String INT8 = "int8";

    public ModelInfo {
        labels = List.copyOf(labels);
        if (format != FORMAT) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "The model folder has format "
                            + format
                            + "; this Kaiye reads format "
                            + FORMAT
                            + ". Open it with the version that wrote it.");
        }
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw unsound("temperature", temperature, "a positive number");
        }
        if (kind != ModelKind.LINEAR && (maxTokens < TOKENS_MIN || dimension < 1)) {
            throw unsound(
                    "maxTokens and dimension",
                    maxTokens + " and " + dimension,
                    "at least " + TOKENS_MIN + " and 1");
        }
        if (labels.size() == 1 || Set.copyOf(labels).size() < labels.size()) {
            throw unsound("labels", labels, "none, or at least two different ones");
        }
    }

    /** A model that always gives a label, or none at all. */
    public ModelInfo(
            int format,
            ModelKind kind,
            List<String> labels,
            int dimension,
            int maxTokens,
            Pooling pooling,
            String language,
            double temperature,
            String base,
            String precision,
            long sizeBytes) {
        this(
                format,
                kind,
                labels,
                dimension,
                maxTokens,
                pooling,
                language,
                temperature,
                base,
                precision,
                sizeBytes,
                null);
    }

    private static KaiyeException unsound(String what, Object value, String accepted) {
        return new KaiyeException(
                ErrorCode.UNSUPPORTED_MODEL,
                "The model's " + what + " is " + value + "; accepted is " + accepted + ".");
    }

    /** True if it gives probabilities. */
    public boolean classifies() {
        return !labels.isEmpty();
    }

    /** True if it gives vectors. */
    public boolean embeds() {
        return kind != ModelKind.LINEAR;
    }

    /** The same model with its size known. */
    public ModelInfo withSizeBytes(long bytes) {
        return with(kind, precision, bytes, temperature, scope);
    }

    /** The same model computed in other numbers. */
    public ModelInfo withPrecision(String newPrecision) {
        return with(kind, newPrecision, sizeBytes, temperature, scope);
    }

    /** What the neural part of a blend is by itself. */
    ModelInfo neuralPart() {
        return with(ModelKind.NEURAL, precision, sizeBytes, temperature, null);
    }

    /** What the linear part of a blend is by itself. */
    ModelInfo linearPart() {
        return with(ModelKind.LINEAR, precision, sizeBytes, temperature, null);
    }

    /** A neural model that answers together with a linear one, at that temperature. */
    ModelInfo blended(double newTemperature) {
        return with(ModelKind.BLEND, precision, sizeBytes, newTemperature, scope);
    }

    /** What an adapter is once it is merged into its base. */
    public ModelInfo merged() {
        ModelKind whole = kind == ModelKind.ADAPTER ? ModelKind.NEURAL : kind;
        return with(whole, precision, sizeBytes, temperature, scope);
    }

    /** The same model with its scores divided by another number. */
    public ModelInfo withTemperature(double newTemperature) {
        return with(kind, precision, sizeBytes, newTemperature, scope);
    }

    /** The same model that says "none of these" by that rule. */
    public ModelInfo withScope(ScopeRule rule) {
        return with(kind, precision, sizeBytes, temperature, rule);
    }

    private ModelInfo with(
            ModelKind newKind,
            String newPrecision,
            long bytes,
            double newTemperature,
            @Nullable ScopeRule newScope) {
        return new ModelInfo(
                format,
                newKind,
                labels,
                dimension,
                maxTokens,
                pooling,
                language,
                newTemperature,
                base,
                newPrecision,
                bytes,
                newScope);
    }
}

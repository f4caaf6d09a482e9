package io.kaiye.serve;

import io.kaiye.model.ModelInfo;
import io.kaiye.model.ScopeRule;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A model in service: its name, its version, and what it is.
 *
 * @param kind of model, in small letters
 * @param labels in the order of the scores; empty for a bare encoder
 * @param dimension numbers in an embedding; 0 if it gives none
 * @param maxTokens longer texts are cut; 0 where there is no limit
 * @param base the encoder it was made from; empty for a linear model
 * @param precision float32 or int8
 * @param scope when it says "none of these"; null if it always gives a label
 */
public record ServedModel(
        ServedName name,
        String kind,
        List<String> labels,
        int dimension,
        int maxTokens,
        String language,
        String base,
        String precision,
        long sizeBytes,
        Instant since,
        @Nullable Scope scope) {

    /**
     * When a version says "none of these".
     *
     * @param score "confidence" or "energy"
     * @param threshold below which it does
     * @param label that stands for what is out of scope; null if none does
     */
    public record Scope(String score, double threshold, @Nullable String label) {
        static @Nullable Scope of(@Nullable ScopeRule rule) {
            return rule == null
                    ? null
                    : new Scope(rule.score().word(), rule.threshold(), rule.label());
        }
    }

    static ServedModel of(ServedName name, ModelInfo info, Instant since) {
        return new ServedModel(
                name,
                info.kind().name().toLowerCase(Locale.ROOT),
                info.labels(),
                info.embeds() ? info.dimension() : 0,
                info.maxTokens(),
                info.language(),
                info.base(),
                info.precision(),
                info.sizeBytes(),
                since,
                Scope.of(info.scope()));
    }
}

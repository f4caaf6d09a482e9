package io.kaiye.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kaiye.model.ScopeRule;
import io.kaiye.model.ScopeScore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How well a version tells what it is for from what it is not for. A row is kept if it gets a label
 * and is not answered "none of these". Shares have Wilson's interval, the area Newcombe's.
 *
 * @param score that the threshold is on
 * @param threshold null where the version has none: then only a class can say "none of these"
 * @param label of the rows out of scope; null if none was named
 * @param inScopeRows rows in scope
 * @param inScopeAccuracy share of them that is kept and gets the right label; null without such
 *     rows
 * @param inScopeKept share of them that is kept; null without such rows
 * @param outOfScopeRows rows out of scope
 * @param outOfScopeRecall share of those that is answered "none of these"; null without such rows
 * @param auroc how well the score alone tells the two apart; null without rows on both sides
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScopeEvaluation(
        ScopeScore score,
        @Nullable Double threshold,
        @Nullable String label,
        int inScopeRows,
        @Nullable Interval inScopeAccuracy,
        @Nullable Interval inScopeKept,
        int outOfScopeRows,
        @Nullable Interval outOfScopeRecall,
        @Nullable Interval auroc) {

    /** Measures a version with a rule. */
    public static ScopeEvaluation of(ScopeRows rows, ScopeRule rule) {
        return of(rows, rule.score(), rule.threshold());
    }

    /** Measures a version without a threshold. */
    public static ScopeEvaluation of(ScopeRows rows) {
        return of(rows, ScopeFit.SCORE_OTHERWISE, null);
    }

    /** Measures a threshold on that score. */
    public static ScopeEvaluation of(ScopeRows rows, ScopeScore score, @Nullable Double threshold) {
        ScopeCounts counts = ScopeCounts.of(rows, score, threshold);
        boolean both = counts.inScope() > 0 && counts.outOfScope() > 0;
        return new ScopeEvaluation(
                score,
                threshold,
                rows.outOfScope().orElse(null),
                counts.inScope(),
                share(counts.right(), counts.inScope()).orElse(null),
                share(counts.kept(), counts.inScope()).orElse(null),
                counts.outOfScope(),
                share(counts.found(), counts.outOfScope()).orElse(null),
                both ? Auroc.interval(rows.values(score, true), rows.values(score, false)) : null);
    }

    private static Optional<Interval> share(int part, int of) {
        return of == 0 ? Optional.empty() : Optional.of(Wilson.interval(part, of));
    }
}

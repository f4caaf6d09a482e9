package io.kaiye.bench;

import io.kaiye.privacy.Finding;
import io.kaiye.privacy.PersonalDataFinder;
import io.kaiye.privacy.PersonalDataKind;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How well a finder did on texts whose truth is known: exact pieces, and characters. Of characters
 * only those that are not white space count; a character is right if it is personal data of
 * whichever kind, and by kind if it is of that kind.
 */
final class PrivacyScore {
    private final Map<PersonalDataKind, Tally> pieces = new EnumMap<>(PersonalDataKind.class);
    private final Map<PersonalDataKind, Tally> characters = new EnumMap<>(PersonalDataKind.class);

    /** Characters of a kind that were found at all, of whichever kind. */
    private final Map<PersonalDataKind, Tally> covered = new EnumMap<>(PersonalDataKind.class);

    private final Tally any = new Tally();

    /** Counts of right, missed and wrong. */
    static final class Tally {
        private long right;
        private long missed;
        private long wrong;

        double recall() {
            return right + missed == 0 ? 1 : (double) right / (right + missed);
        }

        double precision() {
            return right + wrong == 0 ? 1 : (double) right / (right + wrong);
        }

        /** F with recall counted four times. */
        double f2() {
            double sum = 5.0 * right + 4.0 * missed + wrong;
            return sum == 0 ? 1 : 5.0 * right / sum;
        }

        long truth() {
            return right + missed;
        }

        void add(Tally other) {
            right += other.right;
            missed += other.missed;
            wrong += other.wrong;
        }
    }

    /**
     * @param sameAs kinds that the truth knows by another name only
     */
    static PrivacyScore of(
            PersonalDataFinder finder,
            List<PrivacyTruth> texts,
            Map<PersonalDataKind, PersonalDataKind> sameAs) {
        PrivacyScore score = new PrivacyScore();
        for (PrivacyTruth text : texts) {
            score.add(
                    text,
                    finder.find(text.text()).stream().map(one -> renamed(one, sameAs)).toList());
        }
        return score;
    }

    private static Finding renamed(
            Finding finding, Map<PersonalDataKind, PersonalDataKind> sameAs) {
        return new Finding(
                finding.start(),
                finding.end(),
                sameAs.getOrDefault(finding.kind(), finding.kind()),
                finding.confidence());
    }

    private void add(PrivacyTruth truth, List<Finding> found) {
        for (PrivacyTruth.Span span : truth.spans()) {
            if (found.stream().anyMatch(finding -> isSame(span, finding))) {
                tally(pieces, span.kind()).right++;
            } else {
                tally(pieces, span.kind()).missed++;
            }
        }
        for (Finding finding : found) {
            if (truth.spans().stream().noneMatch(span -> isSame(span, finding))) {
                tally(pieces, finding.kind()).wrong++;
            }
        }
        addCharacters(truth, found);
    }

    private void addCharacters(PrivacyTruth truth, List<Finding> found) {
        String text = truth.text();
        PersonalDataKind[] right = new PersonalDataKind[text.length()];
        PersonalDataKind[] seen = new PersonalDataKind[text.length()];
        truth.spans().forEach(span -> Arrays.fill(right, span.start(), span.end(), span.kind()));
        found.forEach(one -> Arrays.fill(seen, one.start(), one.end(), one.kind()));
        for (int i = 0; i < right.length; i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                character(right[i], seen[i]);
            }
        }
    }

    private void character(@Nullable PersonalDataKind right, @Nullable PersonalDataKind seen) {
        if (right == null && seen != null) {
            any.wrong++;
        }
        if (right != null) {
            any.right += seen != null ? 1 : 0;
            any.missed += seen == null ? 1 : 0;
            tally(covered, right).right += seen != null ? 1 : 0;
            tally(covered, right).missed += seen == null ? 1 : 0;
            tally(characters, right).right += right == seen ? 1 : 0;
            tally(characters, right).missed += right != seen ? 1 : 0;
        }
        if (seen != null && right != seen) {
            tally(characters, seen).wrong++;
        }
    }

    private static boolean isSame(PrivacyTruth.Span span, Finding finding) {
        return span.start() == finding.start()
                && span.end() == finding.end()
                && span.kind() == finding.kind();
    }

    private static Tally tally(Map<PersonalDataKind, Tally> tallies, PersonalDataKind kind) {
        return tallies.computeIfAbsent(kind, any -> new Tally());
    }

    /** Characters of whichever kind. */
    Tally any() {
        return any;
    }

    /** Characters of the right kind, all kinds summed. */
    Tally ofKind() {
        Tally sum = new Tally();
        characters.values().forEach(sum::add);
        return sum;
    }

    /** Exact pieces of these kinds. */
    Tally pieces(Set<PersonalDataKind> kinds) {
        Tally sum = new Tally();
        pieces.forEach(
                (kind, tally) -> {
                    if (kinds.contains(kind)) {
                        sum.add(tally);
                    }
                });
        return sum;
    }

    /** A line for each kind that is in the texts, or was found in them. */
    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "  %-16s %6s %18s %26s %8s%n",
                "kind",
                "pieces",
                "exact rec/prec",
                "characters rec/prec/F2",
                "covered");
        for (PersonalDataKind kind : PersonalDataKind.values()) {
            Tally exact = tally(pieces, kind);
            Tally each = tally(characters, kind);
            if (exact.truth() > 0 || exact.wrong > 0) {
                out.printf(
                        Locale.ROOT,
                        "  %-16s %6d %9.1f%% %6.1f%% %11.1f%% %6.1f%% %.3f %8.1f%%%n",
                        kind.word(),
                        exact.truth(),
                        100 * exact.recall(),
                        100 * exact.precision(),
                        100 * each.recall(),
                        100 * each.precision(),
                        each.f2(),
                        100 * tally(covered, kind).recall());
            }
        }
    }
}

package io.kaiye.data;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the terms of data say against a use of it. A licence is refused only where it is known not
 * to allow commercial use, or derivatives, or says that there is none; others are for their reader.
 */
public final class TermsCheck {
    private static final Set<String> NO_LICENCE =
            Set.of(
                    "none",
                    "unknown",
                    "noassertion",
                    "unlicensed",
                    "no-licence",
                    "no-license",
                    "all-rights-reserved",
                    "无",
                    "未知",
                    "保留所有权利");
    private static final List<String> NOT_COMMERCIAL =
            List.of(
                    "noncommercial",
                    "non-commercial",
                    "research-only",
                    "research-use-only",
                    "research-purposes-only",
                    "for-research",
                    "academic-only",
                    "academic-use",
                    "evaluation-only",
                    "非商业",
                    "非商用",
                    "仅供研究",
                    "仅限研究",
                    "仅用于研究");
    private static final List<String> NO_DERIVATIVES =
            List.of("no-derivative", "noderivative", "禁止演绎", "禁止改编");

    private TermsCheck() {}

    /** What is against it. */
    public enum Kind {
        /** The licence does not allow it. */
        LICENCE,
        /** It was collected for other purposes. */
        PURPOSE,
        /** It may not be kept any more. */
        DELETE_BY,
        /** Nobody said under which licence it is; a warning only. */
        UNSAID
    }

    /**
     * One thing that is against it.
     *
     * @param words one sentence
     */
    public record Objection(Kind kind, String words) {
        /** False for what is only worth a word. */
        public boolean refuses() {
            return kind != Kind.UNSAID;
        }

        /** True for what a person may take upon themselves. */
        public boolean canBeAccepted() {
            return kind == Kind.LICENCE || kind == Kind.PURPOSE;
        }
    }

    /**
     * What the terms say against using the data.
     *
     * @param purpose such as "train"
     * @param today in UTC
     */
    public static List<Objection> of(DatasetVersion version, String purpose, LocalDate today) {
        Terms terms = version.terms().orElse(Terms.UNSAID);
        List<Objection> all = new ArrayList<>();
        if (terms.licence().isEmpty()) {
            all.add(
                    new Objection(
                            Kind.UNSAID,
                            "Nobody said under which licence "
                                    + version.reference()
                                    + " is; say it at import with --licence ID."));
        }
        terms.licence()
                .flatMap(licence -> licenceObjection(version, licence))
                .ifPresent(why -> all.add(new Objection(Kind.LICENCE, why)));
        if (!terms.purposes().isEmpty() && !terms.purposes().contains(purpose)) {
            all.add(
                    new Objection(
                            Kind.PURPOSE,
                            version.reference()
                                    + " is held for "
                                    + String.join(", ", terms.purposes())
                                    + ", not for "
                                    + purpose
                                    + "."));
        }
        terms.deleteBy()
                .filter(last -> last.isBefore(today))
                .ifPresent(last -> all.add(new Objection(Kind.DELETE_BY, past(version, last))));
        return all;
    }

    private static String past(DatasetVersion version, LocalDate last) {
        return version.reference()
                + " was to be deleted by "
                + last
                + "; the next `kaiye data` command erases its rows.";
    }

    private static Optional<String> licenceObjection(DatasetVersion version, String licence) {
        return whyNot(licence)
                .map(why -> "The licence of " + version.reference() + ", " + licence + ", " + why);
    }

    /**
     * Why a model for sale may not come from data under this licence; empty if nothing is known.
     */
    static Optional<String> whyNot(String licence) {
        String folded = licence.toLowerCase(Locale.ROOT).strip().replaceAll("[\\s_-]+", "-");
        if (NO_LICENCE.contains(folded)) {
            return Optional.of("means that nobody allowed any use.");
        }
        List<String> parts = Arrays.asList(folded.split("[^a-z0-9]+"));
        boolean commons = parts.contains("cc");
        if ((commons && parts.contains("nc")) || containsAny(folded, NOT_COMMERCIAL)) {
            return Optional.of("does not allow commercial use.");
        }
        if ((commons && parts.contains("nd")) || containsAny(folded, NO_DERIVATIVES)) {
            return Optional.of("does not allow what is derived from it.");
        }
        return Optional.empty();
    }

    private static boolean containsAny(String text, List<String> words) {
        return words.stream().anyMatch(text::contains);
    }
}

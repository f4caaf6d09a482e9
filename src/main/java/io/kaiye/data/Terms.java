package io.kaiye.data;

import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * On what terms data is held. Nothing here is guessed: what nobody said is empty.
 *
 * @param source where it was got, in words or as a URL
 * @param licence an SPDX identifier where there is one, such as "CC-BY-4.0", or words
 * @param lawfulBasis of personal data: consent, contract, legal-obligation, vital-interests,
 *     public-task, legitimate-interests (GDPR article 6), or none where there is no personal data
 * @param purposes what it may be used for, such as "train" or "evaluate"; empty where nobody said
 * @param deleteBy the last day it may be kept
 */
public record Terms(
        Optional<String> source,
        Optional<String> licence,
        Optional<String> lawfulBasis,
        List<String> purposes,
        Optional<LocalDate> deleteBy) {

    /** The lawful basis that ends when the person says so. */
    public static final String CONSENT = "consent";

    /** Every lawful basis there is, and "none" for data about no person. */
    public static final List<String> LAWFUL_BASES =
            List.of(
                    CONSENT,
                    "contract",
                    "legal-obligation",
                    "vital-interests",
                    "public-task",
                    "legitimate-interests",
                    "none");

    /** Nothing was said. */
    public static final Terms UNSAID =
            new Terms(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty());

    static final int WORDS_MAX = 500;
    static final int PURPOSES_MAX = 20;
    private static final Pattern PURPOSE = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public Terms {
        purposes = purposes.stream().distinct().toList();
        source.ifPresent(words -> check("--source", words));
        licence.ifPresent(words -> check("--licence", words));
        lawfulBasis.ifPresent(Terms::checkBasis);
        checkPurposes(purposes);
    }

    /** True if nobody said anything. */
    boolean unsaid() {
        return equals(UNSAID);
    }

    /**
     * What holds for rows that come out of several versions or files: of each thing what the first
     * said that said anything; only purposes that all allow; the earliest day. Two licences, or two
     * bases, stand side by side.
     *
     * @param all of those that said any
     * @throws KaiyeException INVALID_ARGUMENT if no purpose is allowed by all
     */
    public static Optional<Terms> together(List<Terms> all) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Terms(
                        joined(all, Terms::source, "; "),
                        joined(all, Terms::licence, " AND "),
                        strictestBasis(all),
                        commonPurposes(all),
                        all.stream()
                                .flatMap(terms -> terms.deleteBy().stream())
                                .min(Comparator.naturalOrder())));
    }

    private static Optional<String> joined(
            List<Terms> all, Function<Terms, Optional<String>> part, String between) {
        List<String> words =
                all.stream().flatMap(terms -> part.apply(terms).stream()).distinct().toList();
        String together = String.join(between, words);
        if (words.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(together.length() <= WORDS_MAX ? together : words.getFirst());
    }

    /** Consent first: it is the one that may end. */
    private static Optional<String> strictestBasis(List<Terms> all) {
        return all.stream()
                .flatMap(terms -> terms.lawfulBasis().stream())
                .min(Comparator.comparingInt(LAWFUL_BASES::indexOf));
    }

    private static List<String> commonPurposes(List<Terms> all) {
        List<Terms> limited = all.stream().filter(terms -> !terms.purposes().isEmpty()).toList();
        if (limited.isEmpty()) {
            return List.of();
        }
        List<String> common =
                limited.getFirst().purposes().stream()
                        .filter(one -> limited.stream().allMatch(t -> t.purposes().contains(one)))
                        .toList();
        if (common.isEmpty()) {
            throw Refusal.usage(
                    "What goes in has no purpose in common: "
                            + limited.stream().map(t -> String.join(", ", t.purposes())).toList()
                            + ". Rows of them may not be used together.");
        }
        return common;
    }

    private static void check(String option, String words) {
        if (words.isBlank() || words.length() > WORDS_MAX || hasControls(words)) {
            throw Refusal.usage(
                    option
                            + " is "
                            + Refusal.shown(words)
                            + "; accepted are 1 to "
                            + WORDS_MAX
                            + " characters on one line.");
        }
    }

    private static boolean hasControls(String words) {
        return words.chars().anyMatch(Character::isISOControl);
    }

    private static void checkBasis(String basis) {
        if (!LAWFUL_BASES.contains(basis)) {
            throw Refusal.usage(
                    "--lawful-basis is "
                            + Refusal.shown(basis)
                            + "; accepted are "
                            + String.join(", ", LAWFUL_BASES)
                            + ". "
                            + Suggestions.didYouMean(basis, LAWFUL_BASES).strip());
        }
    }

    private static void checkPurposes(List<String> purposes) {
        if (purposes.size() > PURPOSES_MAX) {
            throw Refusal.usage(
                    "--purpose names "
                            + purposes.size()
                            + " purposes; accepted are up to "
                            + PURPOSES_MAX
                            + ".");
        }
        purposes.forEach(Terms::checkPurpose);
    }

    /**
     * @throws KaiyeException INVALID_ARGUMENT for what is no purpose
     */
    public static void checkPurpose(String purpose) {
        if (!PURPOSE.matcher(purpose).matches()) {
            throw Refusal.usage(
                    "--purpose has "
                            + Refusal.shown(purpose)
                            + "; accepted are lower-case words such as train,evaluate.");
        }
    }
}

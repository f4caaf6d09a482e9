package io.kaiye.privacy;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Replaces personal data in texts. Kinds without an action stay as they are. Safe for threads; with
 * pseudonyms only one thread at a time gives the same numbers every time.
 */
public final class Deidentifier {
    private final PersonalDataFinder finder;
    private final PersonalDataFinder identifiers;
    private final boolean seeksIdentifiers;
    private final Map<PersonalDataKind, Action> actions;

    /**
     * @throws KaiyeException INVALID_ARGUMENT if there is no action
     */
    public Deidentifier(Map<PersonalDataKind, Action> actions) {
        this(actions, actions.keySet(), PersonalDataFinder.USUAL_PHONE_REGIONS);
    }

    /**
     * @param sought kinds that are looked for in texts; those without an action are not, and those
     *     with one that are not sought are replaced as whole values only
     * @param phoneRegions see {@link PersonalDataFinder}
     * @throws KaiyeException INVALID_ARGUMENT if there is no action
     */
    public Deidentifier(
            Map<PersonalDataKind, Action> actions,
            Set<PersonalDataKind> sought,
            List<String> phoneRegions) {
        if (actions.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "No kind of personal data has an action; name at least one kind and mask, drop,"
                            + " hash, pseudonym or token.");
        }
        this.actions = new EnumMap<>(actions);
        Set<PersonalDataKind> found = EnumSet.copyOf(actions.keySet());
        found.retainAll(sought);
        this.finder = new PersonalDataFinder(found, phoneRegions);
        Set<PersonalDataKind> formed = PersonalDataKind.identifiers();
        formed.retainAll(found);
        this.identifiers = new PersonalDataFinder(formed, phoneRegions);
        this.seeksIdentifiers = !formed.isEmpty();
    }

    /** The same action for each of these kinds. */
    public static Deidentifier uniform(Set<PersonalDataKind> kinds, Action action) {
        Map<PersonalDataKind, Action> actions = new EnumMap<>(PersonalDataKind.class);
        kinds.forEach(kind -> actions.put(kind, action));
        return new Deidentifier(actions);
    }

    /** The text with everything that was found replaced, and how much it was. */
    public Deidentified apply(String text) {
        List<Finding> findings = finder.find(text);
        if (findings.isEmpty()) {
            return new Deidentified(text, KindCounts.NONE);
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        int at = 0;
        boolean isChinese = Script.of(text).isChinese();
        for (Finding finding : findings) {
            out.append(text, at, finding.start());
            replace(text, isChinese, finding, out);
            at = finding.end();
        }
        return new Deidentified(
                out.append(text, at, text.length()).toString(), KindCounts.of(findings));
    }

    /** True if any kind with a form of its own is looked for. */
    public boolean seeksIdentifiers() {
        return seeksIdentifiers;
    }

    /**
     * The kind with a form of its own that a value is as a whole, if it is one that is looked for.
     *
     * @param before what stands before the value, such as the name of its column, or ""
     */
    public Optional<PersonalDataKind> identifier(String before, String value) {
        return identifiers.find(before + value).stream()
                .filter(found -> found.start() == before.length())
                .filter(found -> found.end() == before.length() + value.length())
                .map(Finding::kind)
                .findFirst();
    }

    /** A value that is personal data as a whole, such as a cell of a column of names. */
    public String applyWhole(PersonalDataKind kind, String value) {
        if (value.isBlank() || !actions.containsKey(kind)) {
            return value;
        }
        StringBuilder out = new StringBuilder(value.length() + 16);
        replace(value, false, new Finding(0, value.length(), kind, 1), out);
        return out.toString();
    }

    private void replace(String text, boolean isChinese, Finding finding, StringBuilder out) {
        PersonalDataKind kind = finding.kind();
        String value = text.substring(finding.start(), finding.end());
        switch (actions.get(kind)) {
            case Action.Mask _ -> mask(value, out);
            case Action.Drop _ -> drop(text, finding, out);
            case Action.Hash hash ->
                    out.append(kind.name())
                            .append('_')
                            .append(hash.key().letters(kind, CanonicalValue.of(kind, value)));
            case Action.Pseudonym pseudonym ->
                    out.append(
                            pseudonym
                                    .scope()
                                    .pseudonym(
                                            kind,
                                            CanonicalValue.of(kind, value),
                                            isChinese || Script.of(value).han() > 0));
            case Action.Token token -> out.append(token.vault().token(kind, value));
            case null -> throw new IllegalStateException("found a kind without an action");
        }
    }

    private static void mask(String value, StringBuilder out) {
        value.codePoints()
                .map(
                        c ->
                                Character.isLetterOrDigit(c)
                                                || Character.getType(c)
                                                        == Character.NON_SPACING_MARK
                                        ? '*'
                                        : c)
                .forEach(out::appendCodePoint);
    }

    private static void drop(String text, Finding finding, StringBuilder out) {
        boolean touches =
                !out.isEmpty()
                        && isWord(out.charAt(out.length() - 1))
                        && finding.end() < text.length()
                        && isWord(text.charAt(finding.end()));
        if (touches) {
            out.append(' ');
        }
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) && !Chars.isHan(c);
    }
}

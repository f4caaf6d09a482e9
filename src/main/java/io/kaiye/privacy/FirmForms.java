package io.kaiye.privacy;

import java.util.Set;

/** Names that end in the legal form of a firm: "Hale and Sons Ltd.", whatever the tagger thinks. */
final class FirmForms {
    /** Surer than the tagger. */
    private static final double CONFIDENCE = 0.65;

    private static final int WORDS_MAX = 5;
    private static final Set<String> FORMS =
            Set.of(
                    "inc",
                    "incorporated",
                    "corp",
                    "corporation",
                    "ltd",
                    "limited",
                    "llc",
                    "llp",
                    "plc",
                    "gmbh",
                    "sarl",
                    "pty");
    private static final Set<String> ABBREVIATIONS = Set.of("inc", "corp", "ltd", "pty");

    private FirmForms() {}

    static void scan(Page page, Tokens tokens) {
        for (int i = 1; i < tokens.count(); i++) {
            if (isForm(tokens, i)) {
                int first = first(tokens, i);
                if (first < i) {
                    page.found(
                            tokens.start(first),
                            tokens.end(last(tokens, i)),
                            PersonalDataKind.ORGANISATION,
                            CONFIDENCE);
                }
            }
        }
    }

    private static boolean isForm(Tokens tokens, int at) {
        return isCapital(tokens, at) && FORMS.contains(tokens.lower(at));
    }

    /** The full stop of an abbreviation belongs to the name. */
    private static int last(Tokens tokens, int form) {
        boolean hasStop =
                tokens.lower(form + 1).equals(".")
                        && tokens.start(form + 1) == tokens.end(form)
                        && ABBREVIATIONS.contains(tokens.lower(form));
        return hasStop ? form + 1 : form;
    }

    /** Words with a capital before it, and what joins them; a function word begins no name. */
    private static int first(Tokens tokens, int form) {
        int first = form;
        int words = 0;
        for (int i = form - 1; i >= 0 && words < WORDS_MAX; i--) {
            if (isCapital(tokens, i)) {
                if (!tokens.isFunctionWord(i)) {
                    first = i;
                }
                words++;
            } else if (!isJoin(tokens.lower(i)) || (first == form && i < form - 1)) {
                break;
            }
        }
        return first;
    }

    private static boolean isJoin(String word) {
        return word.equals("&")
                || word.equals("and")
                || word.equals("-")
                || word.equals("of")
                || word.equals(",");
    }

    private static boolean isCapital(Tokens tokens, int at) {
        int shape = tokens.shape(at);
        return shape >= Tokens.CAPITAL && shape <= Tokens.INITIAL;
    }
}

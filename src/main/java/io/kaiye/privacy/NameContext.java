package io.kaiye.privacy;

import java.util.Set;

/**
 * What kind of name it is, told by the words beside it where they say more than the name itself.
 */
final class NameContext {
    private static final int NOUN_REACH = 6;
    private static final Set<String> WORK =
            Set.of("work", "works", "worked", "working", "job", "employed", "hired", "interned");
    private static final Set<String> LIVING =
            Set.of(
                    "live",
                    "lives",
                    "lived",
                    "living",
                    "born",
                    "raised",
                    "based",
                    "located",
                    "moved",
                    "move",
                    "moving",
                    "originally",
                    "travel",
                    "travelled",
                    "travelling",
                    "traveled",
                    "traveling",
                    "fly",
                    "flying",
                    "flew",
                    "reside",
                    "resides",
                    "residing",
                    "resident",
                    "citizen",
                    "native",
                    "arrived",
                    "grew",
                    "stay",
                    "staying",
                    "stayed",
                    "vacation",
                    "holiday",
                    "trip",
                    "train",
                    "flight");
    private static final Set<String> MOTION =
            Set.of(
                    "born",
                    "raised",
                    "arrived",
                    "landed",
                    "flew",
                    "fly",
                    "flying",
                    "travelled",
                    "traveled",
                    "flight",
                    "flights",
                    "train",
                    "lives",
                    "live",
                    "lived");
    private static final Set<String> WHERE = Set.of("in", "from", "to", "near", "at", "of", "up");
    private static final Set<String> FIRMS =
            Set.of(
                    "company",
                    "agency",
                    "firm",
                    "bank",
                    "startup",
                    "corporation",
                    "manufacturer",
                    "retailer",
                    "supplier",
                    "airline",
                    "publisher",
                    "insurer",
                    "subsidiary",
                    "consultancy",
                    "brewery",
                    "charity",
                    "university",
                    "supermarket",
                    "business");

    private NameContext() {}

    /** The kind it was tagged with, or the one that its end or the words beside it tell. */
    static PersonalDataKind kind(Tokens tokens, PersonalDataKind kind, int first, int last) {
        if (kind == PersonalDataKind.ORGANISATION) {
            return isMotionBefore(tokens, first) && !hasFirmWord(tokens, first, last)
                    ? PersonalDataKind.PLACE
                    : kind;
        }
        if (kind != PersonalDataKind.PERSON && kind != PersonalDataKind.PLACE) {
            return kind;
        }
        if (endsAsFirm(tokens, first, last) || isFirmAfter(tokens, last)) {
            return PersonalDataKind.ORGANISATION;
        }
        if (kind == PersonalDataKind.PLACE || hasHonorific(tokens, first)) {
            return kind;
        }
        boolean isGiven = (tokens.flags(first) & Lexicon.GIVEN) != 0;
        String before = tokens.lower(first - 1);
        if (!isGiven && isWorkBefore(tokens, first, before)) {
            return PersonalDataKind.ORGANISATION;
        }
        boolean isWhere = WHERE.contains(before) && !before.equals("up");
        return isWhere && isLivingBefore(tokens, first - 2) ? PersonalDataKind.PLACE : kind;
    }

    /** "was born in", "arrived at", "a flight to": what follows is no firm. */
    private static boolean isMotionBefore(Tokens tokens, int first) {
        return WHERE.contains(tokens.lower(first - 1)) && MOTION.contains(tokens.lower(first - 2));
    }

    private static boolean hasFirmWord(Tokens tokens, int first, int last) {
        for (int i = first; i <= last; i++) {
            if ((tokens.flags(i) & Lexicon.FIRM) != 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasHonorific(Tokens tokens, int first) {
        return ((tokens.flags(first) | tokens.flags(first - 1) | tokens.flags(first - 2))
                        & Lexicon.HONORIFIC)
                != 0;
    }

    /** "Hale Investments", and not "Ann Banks": the last word ends names of firms only. */
    private static boolean endsAsFirm(Tokens tokens, int first, int last) {
        int flags = tokens.flags(last);
        return last > first
                && (flags & Lexicon.FIRM) != 0
                && (flags & (Lexicon.SURNAME | Lexicon.GIVEN | Lexicon.CITY | Lexicon.COUNTRY))
                        == 0;
    }

    /** "is a design agency" right after it. */
    private static boolean isFirmAfter(Tokens tokens, int last) {
        String verb = tokens.lower(last + 1);
        String article = tokens.lower(last + 2);
        if (!(verb.equals("is") || verb.equals("was"))
                || !(article.equals("a") || article.equals("an") || article.equals("the"))) {
            return false;
        }
        for (int i = last + 3; i < last + 3 + NOUN_REACH; i++) {
            if (FIRMS.contains(tokens.lower(i))) {
                return true;
            }
            if (tokens.isFunctionWord(i) || tokens.shape(i) < Tokens.LOWER) {
                return false;
            }
        }
        return false;
    }

    private static boolean isWorkBefore(Tokens tokens, int first, String before) {
        return (before.equals("for") || before.equals("at"))
                && WORK.contains(tokens.lower(first - 2));
    }

    private static boolean isLivingBefore(Tokens tokens, int at) {
        String word = tokens.lower(at);
        return LIVING.contains(word)
                || (WHERE.contains(word) && LIVING.contains(tokens.lower(at - 1)))
                || ((word.equals("here") || word.equals("back") || word.equals("away"))
                        && LIVING.contains(tokens.lower(at - 1)));
    }
}

package io.kaiye.privacy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names, places, addresses in English: tokens are tagged by a model that is learnt once. */
final class NameScan {
    private static final double CONFIDENCE = 0.6;
    private static final double ADDRESS_CONFIDENCE = 0.63;
    private static final int SENTENCES = 80;
    private static final int ROUNDS = 3;
    private static final long SEED = 20;

    /** Learnt when first asked for. */
    private static final class Learnt {
        private static final TagModel MODEL =
                TagTrainer.train(new TagSentences(SEED).examples(SENTENCES), ROUNDS, SEED);
    }

    /**
     * Keeps the names on the page.
     *
     * @param found identifiers in the order of the text, without overlaps
     * @param isEnglish false to look for ages, years and postcodes only
     */
    void scan(Page page, List<Finding> found, boolean isEnglish) {
        Tokens tokens = Tokens.of(page, found);
        WordRules.scan(page, tokens);
        if (!isEnglish) {
            return;
        }
        int[] tags = Learnt.MODEL.tags(tokens);
        repeat(tokens, tags);
        AddressReach reach = new AddressReach(tokens, tags);
        for (int i = 0; i < tags.length; i++) {
            if (Tag.isBegin(tags[i])) {
                i = name(page, tokens, tags, reach, i);
            }
        }
        FirmForms.scan(page, tokens);
        TitleLines.scan(page, tokens, tags);
        ListedNames.scan(page, tokens, tags);
    }

    /** A person named once is a person wherever the same uncommon word stands again. */
    private static void repeat(Tokens tokens, int[] tags) {
        Set<String> people = new HashSet<>();
        for (int i = 0; i < tags.length; i++) {
            if (tags[i] != Tag.OUTSIDE
                    && Tag.kind(tags[i]) == PersonalDataKind.PERSON
                    && isTelling(tokens, i)) {
                people.add(tokens.lower(i));
            }
        }
        for (int i = 0; i < tags.length && !people.isEmpty(); i++) {
            if (tags[i] == Tag.OUTSIDE
                    && isTelling(tokens, i)
                    && people.contains(tokens.lower(i))) {
                tags[i] = Tag.begin(PersonalDataKind.PERSON);
            }
        }
    }

    private static boolean isTelling(Tokens tokens, int at) {
        int shape = tokens.shape(at);
        return (shape == Tokens.CAPITAL || shape == Tokens.UPPER || shape == Tokens.MIXED)
                && (tokens.flags(at) & Lexicon.COMMON) == 0
                && tokens.end(at) - tokens.start(at) > 2;
    }

    /** Keeps a name that begins there, if it can be one; returns its last token. */
    private static int name(Page page, Tokens tokens, int[] tags, AddressReach reach, int begin) {
        int first = begin;
        int last = begin;
        while (last + 1 < tags.length && isInside(tags[last + 1])) {
            last++;
        }
        if (Tag.kind(tags[begin]) == PersonalDataKind.PERSON) {
            last = NameSpan.last(tokens, tags, begin, last);
            first = NameSpan.first(tokens, tags, begin);
        }
        PersonalDataKind kind = NameContext.kind(tokens, Tag.kind(tags[begin]), first, last);
        boolean isAddress = kind == PersonalDataKind.STREET_ADDRESS;
        if (isAddress) {
            last = reach.last(begin, last);
            first = reach.first(begin);
        }
        boolean isPostcode =
                isAddress
                        && first == last
                        && NameSense.isCode(tokens, first)
                        && !reach.isBelow(first);
        boolean isAmount = isPostcode && !PostcodeRules.isAlone(tokens, first);
        if (isAmount || !NameSense.isName(tokens, kind, first, last)) {
            Arrays.fill(tags, first, last + 1, Tag.OUTSIDE);
            return last;
        }
        Arrays.fill(tags, first, last + 1, Tag.inside(kind));
        if (kind == PersonalDataKind.PERSON) {
            AgeRules.afterName(page, tokens, last);
            titleBefore(page, tokens, tags, first);
        }
        if (isAddress) {
            page.found(
                    tokens.start(first),
                    tokens.end(last),
                    isPostcode ? PersonalDataKind.POSTCODE : kind,
                    ADDRESS_CONFIDENCE);
            reach.ended(last);
        } else if ((tokens.flags(first) & Lexicon.HONORIFIC) == 0) {
            page.found(tokens.start(first), tokens.end(last), kind, CONFIDENCE);
        } else {
            honoured(page, tokens, kind, first, last);
        }
        return last;
    }

    /** The tagger may have passed over the "ms." of "ms. Lee". */
    private static void titleBefore(Page page, Tokens tokens, int[] tags, int first) {
        int title = tokens.lower(first - 1).equals(".") ? first - 2 : first - 1;
        if (title >= 0
                && tags[title] == Tag.OUTSIDE
                && (tokens.flags(title) & Lexicon.HONORIFIC) != 0) {
            page.found(
                    tokens.start(title), tokens.end(first - 1), PersonalDataKind.TITLE, CONFIDENCE);
        }
    }

    /** "Ms. Lee" is a title and a person, whatever it was tagged as. */
    private static void honoured(
            Page page, Tokens tokens, PersonalDataKind kind, int first, int last) {
        int title = tokens.lower(first + 1).equals(".") ? first + 1 : first;
        page.found(tokens.start(first), tokens.end(title), PersonalDataKind.TITLE, CONFIDENCE);
        if (title < last && kind != PersonalDataKind.TITLE) {
            page.found(
                    tokens.start(title + 1), tokens.end(last), PersonalDataKind.PERSON, CONFIDENCE);
        }
    }

    private static boolean isInside(int tag) {
        return tag != Tag.OUTSIDE && !Tag.isBegin(tag);
    }
}

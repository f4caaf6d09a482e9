package io.kaiye.privacy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names, places, addresses in English: tokens are tagged by a model that is learnt once. */
final class NameScan {
    private static final double CONFIDENCE = 0.6;
    private static final int GAP = 4;
    private static final int SENTENCES = 60;
    private static final int ROUNDS = 4;
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
        for (int i = 0; i < tags.length; i++) {
            if (Tag.isBegin(tags[i])) {
                int last = end(tokens, tags, i);
                if (NameSense.isName(tokens, Tag.kind(tags[i]), i, last)) {
                    page.found(tokens.start(i), tokens.end(last), Tag.kind(tags[i]), CONFIDENCE);
                } else {
                    Arrays.fill(tags, i, last + 1, Tag.OUTSIDE);
                }
                i = last;
            }
        }
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

    /** The last token of a name; of an address also the places and streets that follow it. */
    private static int end(Tokens tokens, int[] tags, int begin) {
        int last = begin;
        while (true) {
            while (last + 1 < tags.length && isInside(tags[last + 1])) {
                last++;
            }
            int next = last + 1;
            while (next < tags.length && next - last < GAP && isGap(tokens, tags, next)) {
                next++;
            }
            if (Tag.kind(tags[begin]) != PersonalDataKind.STREET_ADDRESS
                    || next >= tags.length
                    || !isOfAddress(tags[next])) {
                return last;
            }
            last = next;
        }
    }

    private static boolean isInside(int tag) {
        return tag != Tag.OUTSIDE && !Tag.isBegin(tag);
    }

    private static boolean isOfAddress(int tag) {
        if (tag == Tag.OUTSIDE) {
            return false;
        }
        PersonalDataKind kind = Tag.kind(tag);
        return kind == PersonalDataKind.PLACE || kind == PersonalDataKind.STREET_ADDRESS;
    }

    private static boolean isGap(Tokens tokens, int[] tags, int at) {
        return tags[at] == Tag.OUTSIDE
                && (tokens.shape(at) == Tokens.BREAK || tokens.lower(at).equals(","));
    }
}

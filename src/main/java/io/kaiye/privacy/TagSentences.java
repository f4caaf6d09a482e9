package io.kaiye.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Sentences with known names to learn from: patterns with choices {@code (a|b|)} and slots {@code
 * {PERSON}}, filled at random. Nobody in them exists.
 */
final class TagSentences {
    private static final double LOWER_CASE = 0.1;
    private static final double UPPER_CASE = 0.02;

    /** How many common words outside of names are made unknown, as most words of a language are. */
    private static final double FORGOTTEN = 0.15;

    private final List<String> patterns = WordLists.lines("sentences.txt");
    private final IdentifierScan identifiers =
            new IdentifierScan(PersonalDataFinder.USUAL_PHONE_REGIONS);
    private final Random random;
    private final TagValues values;

    TagSentences(long seed) {
        random = new Random(seed);
        values = new TagValues(random);
    }

    /** Each pattern that many times. */
    List<TagTrainer.Example> examples(int each) {
        List<TagTrainer.Example> examples = new ArrayList<>();
        for (int i = 0; i < each; i++) {
            for (String pattern : patterns) {
                examples.add(example(pattern));
            }
        }
        return examples;
    }

    private TagTrainer.Example example(String pattern) {
        TaggedText text = new TaggedText();
        fill(chosen(pattern.replace("\\n", "\n")), text);
        if (random.nextInt(4) == 0) {
            text.append(random.nextBoolean() ? " " : "\n");
            fill(chosen(patterns.get(random.nextInt(patterns.size())).replace("\\n", "\n")), text);
        }
        double style = random.nextDouble();
        String written = text.text();
        if (style < LOWER_CASE) {
            written = written.toLowerCase(Locale.ROOT);
        } else if (style < LOWER_CASE + UPPER_CASE) {
            written = written.toUpperCase(Locale.ROOT);
        }
        return labelled(written.length() == text.text().length() ? written : text.text(), text);
    }

    private TagTrainer.Example labelled(String written, TaggedText text) {
        Page page = new Page(written);
        identifiers.scan(page);
        Tokens tokens = Tokens.of(page, Overlaps.resolve(page, page.findings()));
        int[] tags = new int[tokens.count()];
        for (Finding span : text.spans()) {
            boolean begun = false;
            for (int i = 0; i < tags.length; i++) {
                boolean isInside = tokens.start(i) >= span.start() && tokens.end(i) <= span.end();
                if (isInside && (begun || tokens.shape(i) != Tokens.BREAK)) {
                    tags[i] = begun ? Tag.inside(span.kind()) : Tag.begin(span.kind());
                    begun = true;
                }
            }
        }
        for (int i = 0; i < tags.length; i++) {
            if (tags[i] == Tag.OUTSIDE && random.nextDouble() < FORGOTTEN) {
                tokens.forget(i);
            }
        }
        return new TagTrainer.Example(tokens, tags);
    }

    /** The pattern with one alternative for each group that has a bar; other brackets stay. */
    private String chosen(String pattern) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (int open = pattern.indexOf('('); open >= 0; open = pattern.indexOf('(', at)) {
            int close = pattern.indexOf(')', open);
            String inside = pattern.substring(open + 1, close);
            out.append(pattern, at, open);
            if (inside.indexOf('|') < 0) {
                out.append('(').append(inside).append(')');
            } else {
                String[] choices = inside.split("\\|", -1);
                out.append(choices[random.nextInt(choices.length)]);
            }
            at = close + 1;
        }
        return out.append(pattern.substring(at)).toString();
    }

    private void fill(String chosen, TaggedText text) {
        int at = 0;
        for (int open = chosen.indexOf('{'); open >= 0; open = chosen.indexOf('{', at)) {
            int close = chosen.indexOf('}', open);
            text.append(chosen.substring(at, open));
            values.fill(chosen.substring(open + 1, close), text);
            at = close + 1;
        }
        text.append(chosen.substring(at));
    }
}

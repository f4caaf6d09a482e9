package io.kaiye.privacy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** English; names that are not in the lists of words too. */
class NameScanTest {
    private static final PersonalDataFinder FINDER = new PersonalDataFinder(PersonalDataKind.all());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "My name is [PERSON Benedikta Holmqvarn].",
                "my name is [PERSON maria lopez]",
                "Please call [TITLE Dr.] [PERSON Whitfield] tomorrow.",
                "She moved to [PLACE Portugal] last year.",
                "I love [GROUP Italian] food.",
                "I am [AGE 43] years old and my brother just turned [AGE 12].",
                "We met in [DATE 1985] and again on [DATE Monday].",
                "ZIP: [POSTCODE 94304]",
                "How do I open my account statement?",
                "The manager will be back in an hour.",
            })
    void namesAndTheirKinds(String marked) {
        String text = Marked.plain(marked);
        assertEquals(marked, Marked.text(text, FINDER.find(text)));
    }

    @Test
    void anAddressIsOneFinding() {
        String text = "Please send it to 221 Marlowe Street, Apt. 5, Springfield, IL 62704.";
        List<Finding> addresses =
                FINDER.find(text).stream()
                        .filter(one -> one.kind() == PersonalDataKind.STREET_ADDRESS)
                        .toList();
        assertEquals(1, addresses.size());
        assertEquals(
                "221 Marlowe Street, Apt. 5, Springfield, IL 62704",
                text.substring(addresses.getFirst().start(), addresses.getFirst().end()));
    }

    @Test
    void whoIsNamedOnceIsFoundAgain() {
        String text =
                "This is Anna Holmqvarn. The old house, said the clerk, was Holmqvarn property.";
        long people =
                FINDER.find(text).stream()
                        .filter(one -> one.kind() == PersonalDataKind.PERSON)
                        .count();
        assertEquals(2, people);
    }

    @Test
    void learningTwiceGivesTheSameModel() {
        TagModel first = TagTrainer.train(new TagSentences(3).examples(2), 2, 3);
        TagModel again = TagTrainer.train(new TagSentences(3).examples(2), 2, 3);
        Page page = new Page("Anna Smith of Acme Inc lives at 5 Main Street in Boston.");
        Tokens tokens = Tokens.of(page, List.of());
        assertArrayEquals(first.tags(tokens), again.tags(tokens));
    }

    @Test
    void theTaggerKnowsSentencesOfAnotherSeed() {
        TagModel model = TagTrainer.train(new TagSentences(3).examples(8), 3, 3);
        int right = 0;
        int all = 0;
        for (TagTrainer.Example example : new TagSentences(4).examples(2)) {
            int[] tags = model.tags(example.tokens());
            for (int i = 0; i < tags.length; i++) {
                right += tags[i] == example.tags()[i] ? 1 : 0;
                all++;
            }
        }
        assertTrue(right > 0.9 * all, right + " of " + all);
    }
}

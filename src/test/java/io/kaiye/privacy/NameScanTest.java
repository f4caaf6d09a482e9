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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "My grandmother is [AGE 82] and sings.",
                "She will be [AGE 43] next week.",
                "She is [AGE forty-three] years old.",
                "Call Ms. Patel, [AGE 43], today.",
                "We kept her [AGE 90th] birthday.",
                "The price will be 60.",
                "Turn 90 degrees.",
                "The room is 12.",
                "Job quits hit a 17-year high.",
                "A [AGE 43]-year-old driver from Leeds.",
            })
    void ages(String marked) {
        assertKinds(marked, PersonalDataKind.AGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The zip code changed to [POSTCODE 44114].",
                "Yes, [POSTCODE 44114] is my ZIP code.",
                "I am from Boston, MA [POSTCODE 02139].",
                "I am from Bristol, [POSTCODE BS1 4DJ].",
                "Toronto [POSTCODE M5V 3L9] is wrong.",
                "The order has 44114 parts.",
                "Send the ZIP FILE today.",
                "ZIP CODE: [POSTCODE 02139]",
                "Boots could close up to 200 stores , leading to hundreds of job losses",
                "T-Mobile and Sprint agree merger that could cost 20 , 000 US jobs",
                "UnitedHealth CFO sees 2018 medical costs in line with expectations",
                "Royal Mail to cut 2 , 000 management roles",
                "Lyft surpasses 5 , 000 self-driving rides with its fleet",
            })
    void postcodes(String marked) {
        assertKinds(marked, PersonalDataKind.POSTCODE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[ORGANISATION Hale Investments] is a design agency.",
                "I work for [ORGANISATION Hale and Sons Ltd.] in Leeds.",
                "She was born in [PLACE Dolores] and left.",
                "The king arrived at [PLACE Khandelby] this morning.",
                "I spoke with [TITLE ms.] [PERSON Quinzia]",
                "The new name is [PERSON Ivan King]",
                "[PERSON Anna Holmqvarn]\n[TITLE Local transit bus driver]\n\nPhone: none",
                "We were back before Labor Day.",
            })
    void whatStandsBesideANameTellsItsKind(String marked) {
        String text = Marked.plain(marked);
        assertEquals(marked, Marked.text(text, without(FINDER.find(text), "Leeds", text)));
    }

    private static List<Finding> without(List<Finding> found, String word, String text) {
        return found.stream()
                .filter(one -> !text.substring(one.start(), one.end()).equals(word))
                .toList();
    }

    private static void assertKinds(String marked, PersonalDataKind kind) {
        String text = Marked.plain(marked);
        List<Finding> found = FINDER.find(text).stream().filter(one -> one.kind() == kind).toList();
        assertEquals(marked, Marked.text(text, found));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Send it to [STREET_ADDRESS 4844 Nordgade 52, Apt. 656, Toronto, ON, Canada"
                        + " 35018].",
                "Meet me at [STREET_ADDRESS 15 Millicent Drive\nGarby\n, CO\n 16518]",
                "I live at [STREET_ADDRESS the corner of Mill Lane and Alexander Road].",
            })
    void anAddressReachesToItsCountryAndCode(String marked) {
        assertKinds(marked, PersonalDataKind.STREET_ADDRESS);
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

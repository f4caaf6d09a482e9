package io.kaiye.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Texts of words, signs and identifiers in any order. */
class DeidentifierPropertyTest {
    private static final List<String> IDENTIFIERS =
            List.of(
                    "jane.doe@example.com",
                    "4111 1111 1111 1111",
                    "GB82WEST12345698765432",
                    "11010519491231002X",
                    "https://example.com/a?b=c",
                    "192.168.7.45",
                    "00:1A:2B:3C:4D:5E",
                    "+41 71 526 99 04",
                    "91110105000000001Y",
                    "078-05-1120");
    private static final List<String> WORDS =
            List.of(
                    "write to",
                    "电话：",
                    "王伟和李娜",
                    "and",
                    "，",
                    "。",
                    "\n",
                    "😀",
                    "Mr. Smith",
                    "12",
                    "(",
                    ")",
                    "in 1999,",
                    "*",
                    "[",
                    "café",
                    "the ID is",
                    "-",
                    "/");
    private static final TokenVault VAULT =
            TokenVault.unsaved(Path.of("never-saved"), TokenVaultTest.key(5));

    private static String text(long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            List<String> from = random.nextInt(3) == 0 ? IDENTIFIERS : WORDS;
            text.append(from.get(random.nextInt(from.size()))).append(' ');
        }
        return text.toString();
    }

    @Property(tries = 300)
    void noIdentifierIsLeft(@ForAll long seed) {
        String text = text(seed);
        for (Action action :
                List.of(
                        new Action.Mask(),
                        new Action.Drop(),
                        new Action.Hash(new HashKey(new byte[16])),
                        new Action.Pseudonym(new PseudonymScope()),
                        new Action.Token(VAULT))) {
            String hidden = Deidentifier.uniform(PersonalDataKind.all(), action).apply(text).text();
            for (String identifier : IDENTIFIERS) {
                assertFalse(hidden.contains(identifier), () -> text + " -> " + hidden);
            }
        }
    }

    @Property(tries = 300)
    void aMaskedTextIsMaskedAlready(@ForAll long seed) {
        Deidentifier mask = Deidentifier.uniform(PersonalDataKind.identifiers(), new Action.Mask());
        String once = mask.apply(text(seed)).text();
        assertEquals(once, mask.apply(once).text());
    }

    @Property(tries = 300)
    void tokensGiveEveryTextBack(@ForAll long seed, @ForAll String any) {
        Deidentifier tokens = Deidentifier.uniform(PersonalDataKind.all(), new Action.Token(VAULT));
        String text = text(seed) + any;
        assertEquals(text, VAULT.reveal(tokens.apply(text).text()));
    }

    @Property(tries = 300)
    void countsAreOfWhatWasFound(@ForAll long seed) {
        String text = text(seed);
        List<Finding> found = new PersonalDataFinder(PersonalDataKind.all()).find(text);
        Deidentified masked =
                Deidentifier.uniform(PersonalDataKind.all(), new Action.Mask()).apply(text);
        assertEquals(found.size(), masked.counts().total());
    }
}

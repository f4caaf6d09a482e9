package io.kaiye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import io.kaiye.data.Deidentification;
import io.kaiye.privacy.PersonalDataKind;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PrivacyOptionsTest {
    private static Deidentification how(String... arguments) {
        return CommandLine.populateCommand(new PrivacyOptions(), arguments)
                .deidentification(Optional.empty());
    }

    @Test
    void aColumnOfNamesDoesNotMakeNamesSoughtInTexts() {
        Deidentification how = how("--kinds", "email", "--action", "MASK", "--whole", "Who=person");
        assertEquals(
                "Dear Ann Lee, *@*.**", how.deidentifier().apply("Dear Ann Lee, a@b.ch").text());
        assertEquals("*** ***", how.deidentifier().applyWhole(PersonalDataKind.PERSON, "Ann Lee"));
    }

    @Test
    void oneKindMayHaveAnotherActionOrNone() {
        Deidentification how =
                how("--kinds=identifiers", "--action=drop", "--action-of=email=keep,phone=mask");
        assertEquals(
                "a@b.ch and +** ** *** ** **;",
                how.deidentifier().apply("a@b.ch and +41 71 526 99 04;").text());
        assertEquals(
                "", how.deidentifier().applyWhole(PersonalDataKind.CARD, "4111 1111 1111 1111"));
    }

    @Test
    void aVaultWithoutTokensIsRefusedBeforeAKeyIsAskedFor() {
        for (String[] arguments :
                new String[][] {
                    {"--vault", "v"}, {"--vault", "v", "--action=hash", "--action-of=email=mask"}
                }) {
            PrivacyOptions options = CommandLine.populateCommand(new PrivacyOptions(), arguments);
            KaiyeException refused = assertThrows(KaiyeException.class, () -> options.vault(true));
            assertTrue(refused.getMessage().contains("leave --vault away"), refused.getMessage());
        }
        PrivacyOptions tokens =
                CommandLine.populateCommand(
                        new PrivacyOptions(),
                        "--vault=v",
                        "--action-of=email=TOKEN",
                        "--key-env=KAIYE_NO_SUCH_VARIABLE");
        KaiyeException keyless = assertThrows(KaiyeException.class, () -> tokens.vault(true));
        assertTrue(keyless.getMessage().contains("need a key"), keyless.getMessage());
    }

    @Test
    void whatIsNoActionIsRefusedWithThoseThereAre() {
        KaiyeException refused = assertThrows(KaiyeException.class, () -> how("--action", "hide"));
        assertTrue(refused.getMessage().contains("mask, drop"), refused.getMessage());
    }
}

package io.kaiye.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PersonalDataKindTest {
    @Test
    void everyKindIsFoundByItsWord() {
        for (PersonalDataKind kind : PersonalDataKind.values()) {
            assertEquals(kind, PersonalDataKind.of(kind.word()));
        }
    }

    @Test
    void anUnknownWordIsRefusedWithTheNearest() {
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> PersonalDataKind.of("e-mail"));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
        assertTrue(refused.getMessage().contains("\"email\""), refused.getMessage());
    }

    @Test
    void identifiersAndWordsAreAllKinds() {
        Set<PersonalDataKind> both = EnumSet.copyOf(PersonalDataKind.identifiers());
        both.addAll(PersonalDataKind.words());
        assertEquals(PersonalDataKind.all(), both);
    }

    @Test
    void thePageNamesEveryKind() throws IOException {
        String page = Files.readString(Path.of("docs/privacy.md"));
        for (PersonalDataKind kind : PersonalDataKind.values()) {
            assertTrue(page.contains("`" + kind.word() + "`"), kind + " is not in docs/privacy.md");
        }
    }

    @Test
    void aWordNamesOneKindOrMany() {
        assertEquals(PersonalDataKind.all(), PersonalDataKind.named("ALL"));
        assertEquals(PersonalDataKind.identifiers(), PersonalDataKind.named(" identifiers"));
        assertEquals(Set.of(PersonalDataKind.US_SSN), PersonalDataKind.named("us_ssn"));
    }
}

package io.kaiye.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeidentifierTest {
    private static final String TEXT =
            "mail jane@example.com or call +41 71 526 99 04, card 4111 1111 1111 1111; again"
                    + " JANE@example.com";

    @TempDir private Path folder;

    private static Deidentified apply(Action action, String text) {
        return Deidentifier.uniform(PersonalDataKind.identifiers(), action).apply(text);
    }

    @Test
    void aMaskKeepsSignsAndLength() {
        assertEquals(
                "mail ****@*******.*** or call +** ** *** ** **, card **** **** **** ****; again"
                        + " ****@*******.***",
                apply(new Action.Mask(), TEXT).text());
    }

    @Test
    void aMaskedTextStaysAsItIs() {
        String masked = apply(new Action.Mask(), TEXT).text();
        Deidentified again = apply(new Action.Mask(), masked);
        assertEquals(masked, again.text());
        assertEquals(0, again.counts().total());
    }

    @Test
    void whatIsDroppedLeavesNothing() {
        assertEquals("mail  or call , card ; again ", apply(new Action.Drop(), TEXT).text());
        assertEquals("电话，谢谢", apply(new Action.Drop(), "电话13800138000，谢谢").text());
    }

    @Test
    void aHashIsTheSameUnderOneKeyOnly() {
        HashKey one = key("one key of sixteen bytes");
        String first = apply(new Action.Hash(one), "a@example.com and A@example.com").text();
        String[] hashes = first.split(" and ");
        assertEquals(hashes[0], hashes[1]);
        assertTrue(hashes[0].matches("EMAIL_[a-p]{16}"), hashes[0]);
        assertNotEquals(
                first,
                apply(
                                new Action.Hash(key("another key of 16 bytes")),
                                "a@example.com and A@example.com")
                        .text());
        assertEquals("***", one.toString());
    }

    @Test
    void aShortKeyIsRefused() {
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> new HashKey(new byte[15]));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
    }

    @Test
    void oneValueHasOnePseudonymWithinAScope() {
        Action action = new Action.Pseudonym(new PseudonymScope());
        assertEquals("EMAIL_1 EMAIL_2 EMAIL_1", apply(action, "a@b.com c@d.com A@b.com").text());
        assertEquals("EMAIL_2", apply(action, "c@d.com").text());
        assertEquals(
                "call PHONE_1, PHONE_1", apply(action, "call 602-272-9781, 602 272 9781").text());
    }

    @Test
    void aValueThatComesFirstInAChineseTextHasAChinesePseudonymEverywhere() {
        Action action = new Action.Pseudonym(new PseudonymScope());
        assertEquals("请致电电话1，谢谢您", apply(action, "请致电13800138000，谢谢您").text());
        assertEquals(
                "call PHONE_2 or 电话1", apply(action, "call 602-272-9781 or 13800138000").text());
    }

    @Test
    void aKindOfWholeValuesIsNotSoughtInTexts() {
        Deidentifier one =
                new Deidentifier(
                        Map.of(
                                PersonalDataKind.EMAIL, new Action.Mask(),
                                PersonalDataKind.CARD, new Action.Mask()),
                        EnumSet.of(PersonalDataKind.EMAIL, PersonalDataKind.PHONE),
                        PersonalDataFinder.USUAL_PHONE_REGIONS);
        String text = "card 4111 1111 1111 1111, call +41 71 526 99 04";
        assertEquals(text + ", *@*.**", one.apply(text + ", a@b.ch").text());
        assertEquals("****", one.applyWhole(PersonalDataKind.CARD, "4111"));
    }

    @Test
    void eachKindMayHaveItsOwnAction() {
        Deidentifier two =
                new Deidentifier(
                        Map.of(
                                PersonalDataKind.EMAIL, new Action.Drop(),
                                PersonalDataKind.CARD, new Action.Mask()));
        assertEquals(
                "mail  or call +41 71 526 99 04, card **** **** **** ****; again ",
                two.apply(TEXT).text());
    }

    @Test
    void theReportCountsKindsAndHoldsNoValue() {
        KindCounts counts = apply(new Action.Mask(), TEXT).counts();
        assertEquals(Map.of("email", 2L, "phone", 1L, "card", 1L), counts.byWord());
        assertEquals(4, counts.total());
        assertEquals(8, counts.plus(counts).total());
        assertFalse(counts.toString().contains("example"));
    }

    @Test
    void noActionIsRefused() {
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> new Deidentifier(Map.of()));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
    }

    @Test
    void tokensGiveTheTextBackExactly() {
        TokenVault vault = TokenVault.open(folder.resolve("tokens"), TokenVaultTest.key(1));
        Deidentified hidden = apply(new Action.Token(vault), TEXT);
        assertFalse(hidden.text().contains("@"));
        assertEquals(TEXT, vault.reveal(hidden.text()));
    }

    @Test
    void anEmptyTextStaysEmpty() {
        assertEquals("", apply(new Action.Mask(), "").text());
    }

    @Test
    void noIdentifierIsLeftWhateverTheAction() {
        Set<PersonalDataKind> kinds = EnumSet.of(PersonalDataKind.EMAIL, PersonalDataKind.CARD);
        TokenVault vault = TokenVault.open(folder.resolve("tokens"), TokenVaultTest.key(1));
        for (Action action :
                List.of(
                        new Action.Mask(),
                        new Action.Drop(),
                        new Action.Hash(key("one key of sixteen bytes")),
                        new Action.Pseudonym(new PseudonymScope()),
                        new Action.Token(vault))) {
            String text = Deidentifier.uniform(kinds, action).apply(TEXT).text();
            assertFalse(text.toLowerCase(java.util.Locale.ROOT).contains("jane"), text);
            assertFalse(text.contains("4111"), text);
            assertTrue(text.contains("+41 71 526 99 04"), text);
        }
    }

    private static HashKey key(String text) {
        return new HashKey(text.getBytes(StandardCharsets.UTF_8));
    }
}

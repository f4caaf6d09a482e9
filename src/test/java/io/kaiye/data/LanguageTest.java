package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class LanguageTest {
    @Test
    void languagesAreTold() {
        assertEquals("en", Language.detect(List.of("Where is my card?", "It has not arrived")));
        assertEquals("zh", Language.detect(List.of("我的卡在哪里？", "iPhone 手机还没有到")));
        assertEquals(
                "mixed", Language.detect(List.of("Where is my card?", "我的卡在哪里？", "Please help")));
        assertEquals("other", Language.detect(List.of("私のカードはどこですか", "まだ届いていません")));
        assertEquals("other", Language.detect(List.of("내 카드는 어디에 있나요", "아직 도착하지 않았어요")));
        assertEquals("other", Language.detect(List.of("Wo ist die Karte?", "Ich habe nichts")));
        assertEquals("other", Language.detect(List.of("Où est la carte ?", "Je ne sais pas")));
        assertEquals("other", Language.detect(List.of("Где моя карта?")));
        assertEquals("other", Language.detect(List.of()));
        assertEquals("other", Language.detect(List.of("12345", "!!!")));
        assertEquals("en", Language.detect(List.of("ThinkPad X1 Carbon", "USB cable")));
    }

    @Test
    void hanCharactersAreKnown() {
        assertTrue(Language.isHan('卡'));
        assertTrue(Language.isHan(0x20000));
        assertFalse(Language.isHan('，'));
        assertFalse(Language.isHan('カ'));
        assertFalse(Language.isHan('a'));
        assertEquals(0.5, Language.hanShare("ab 卡片!"));
        assertEquals(0, Language.hanShare("123"));
    }
}

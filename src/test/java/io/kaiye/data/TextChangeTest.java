package io.kaiye.data;

import static io.kaiye.data.TextChange.EMOJI;
import static io.kaiye.data.TextChange.FULL_WIDTH;
import static io.kaiye.data.TextChange.HALF_WIDTH;
import static io.kaiye.data.TextChange.HTML;
import static io.kaiye.data.TextChange.NFKC;
import static io.kaiye.data.TextChange.SIMPLIFIED;
import static io.kaiye.data.TextChange.URLS;
import static io.kaiye.data.TextChange.WHITE_SPACE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextChangeTest {
    private static Stream<Arguments> cases() {
        return Stream.of(
                of(HTML, "<p>Fish &amp; chips</p>", "\nFish & chips\n"),
                of(HTML, "a<script>if (1<2) x()</script>b<STYLE >p{}</style >c", "abc"),
                of(HTML, "1 < 2 and <3 you, x<y>z", "1 < 2 and <3 you, x<y>z"),
                of(HTML, "<a href=\"x>y\">link</a><!-- no -->!", "link!"),
                of(HTML, "&#20013;&#x6587; &euro; &nope; &#0; &#150;", "中文 € &nope; \ufffd –"),
                of(HTML, "&amp;lt;b&gt;", "&lt;b>"),
                of(HTML, "<b unclosed", "<b unclosed"),
                of(NFKC, "ﬁｎｅ ①㎏ e\u0301", "fine 1kg é"),
                of(HALF_WIDTH, "ＡＢＣ！　１２３。", "ABC! 123。"),
                of(FULL_WIDTH, "A b!", "Ａ　ｂ！"),
                of(URLS, "see https://a.example/x?y=1#z, or www.b.example. ok", "see  , or  . ok"),
                of(URLS, "请看http://a.example/路径吧", "请看 路径吧"),
                of(EMOJI, "good👍🏽job👨‍👩‍👧!☀️1️⃣©", "good job ! 1©"),
                of(EMOJI, "🇨🇳中文", " 中文"),
                of(SIMPLIFIED, "後來我買了電腦，乾坤與乾燥", "后来我买了电脑，乾坤与干燥"),
                of(WHITE_SPACE, " a\u00a0\t b\u200b　c \r\n d ", "a b c\nd"));
    }

    private static Arguments of(TextChange change, String before, String after) {
        return Arguments.of(change, before, after);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void textsAreChanged(TextChange change, String before, String after) {
        assertEquals(after, change.function(StopWords.NONE).apply(before));
    }

    @Test
    void stopWordsGoInEitherLanguage() {
        assertEquals(
                " cat sat   mat, not  ", stopped("en", "The cat sat on the mat, not it’s THE"));
    }

    @Test
    void chineseStopWordsLeaveWordsWholeThatHaveThemInside() {
        assertEquals("目的明确", stopped("zh", "我们的目的是明确的"));
    }

    @Test
    void wordsOfOnesOwnCanBeStopped() {
        assertEquals("买吧", new StopWords(List.of("A股")).removed("买A股吧"));
        assertEquals(" now", new StopWords(List.of("buy", "现在")).removed("Buy now现在"));
    }

    private static String stopped(String language, String text) {
        return new StopWords(List.of(language)).removed(text);
    }
}

package io.kaiye.privacy;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A megabyte of anything is looked through in bounded time, and nothing throws. */
class AdversarialTextTest {
    private static final int CHARACTERS = 1 << 20;

    /** Hundreds of times what it takes alone, so that a busy machine passes too. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final PersonalDataFinder FINDER = new PersonalDataFinder(PersonalDataKind.all());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-",
                "a@",
                "@",
                "(",
                "((1)",
                "1",
                "12 ",
                "123-456-",
                "2-12-345-",
                "http://",
                "www.",
                "a.b.",
                "a:",
                "::",
                "0:",
                "ab-",
                "1.1.",
                "+1(",
                "京A",
                "GB82 ",
                "1990年",
                "phone 1 ",
                "call 374 780 163 ",
                "A",
                "Ab ",
                "ABC, ",
                "王",
                "王伟",
                "省市区路号",
                "Mr. ",
                "1a",
                "\uD83D\uDE00",
                "\uD83D",
                "１",
            })
    void aRepeatedPieceTakesBoundedTime(String piece) {
        String text = piece.repeat(CHARACTERS / piece.length());
        assertTimeoutPreemptively(LIMIT, () -> FINDER.find(text));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void noiseOfTelltaleSignsTakesBoundedTime(int seed) {
        String signs = "0123456789 -.:/@()+,abcdefAWxw京年月日号路王\n";
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < CHARACTERS; i++) {
            text.append(signs.charAt(random.nextInt(signs.length())));
        }
        assertTimeoutPreemptively(LIMIT, () -> FINDER.find(text.toString()));
    }

    @Property(tries = 500)
    void nothingThrowsAndNothingOverlaps(@ForAll String text) {
        check(text);
    }

    @Property(tries = 500)
    void cutTextsDoNotThrow(
            @ForAll @IntRange(min = 0, max = 200) int start,
            @ForAll @IntRange(min = 0, max = 200) int length) {
        String whole =
                "Mr. Jürgen O'Neil 😀, born 5 March 1990, card 4111 1111 1111 1111, +41 (0)71 526"
                        + " 99 04, GB82 WEST 1234 5698 7654 32,"
                        + " 身份证11010519491231002X，浙江省杭州市文三路478号，粤B·D12345";
        int from = Math.min(start, whole.length());
        check(whole.substring(from, Math.min(whole.length(), from + length)));
    }

    private static void check(String text) {
        List<Finding> findings = FINDER.find(text);
        int end = 0;
        for (Finding finding : findings) {
            assertTrue(finding.start() >= end, "findings overlap");
            assertTrue(isBoundary(text, finding.start()), "starts inside a pair");
            assertTrue(isBoundary(text, finding.end()), "ends inside a pair");
            end = finding.end();
        }
        assertTrue(end <= text.length());
    }

    private static boolean isBoundary(String text, int at) {
        return at == 0
                || at == text.length()
                || !(Character.isHighSurrogate(text.charAt(at - 1))
                        && Character.isLowSurrogate(text.charAt(at)));
    }
}

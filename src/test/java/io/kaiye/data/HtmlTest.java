package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HtmlTest {
    private static final int MANY = 200_000;

    @Test
    void tagsThatNeverEndStayAndTakeNoLongerThanTheirLength() {
        for (String tag : List.of("<a ", "<a b=\"", "<a b='c' d=\"e\" ", "<a b=\"<i c='")) {
            String hostile = tag.repeat(MANY);
            assertEquals(
                    hostile,
                    assertTimeoutPreemptively(
                            Duration.ofSeconds(20), () -> Html.text(hostile), tag));
        }
    }

    @Test
    void aTagThatEndsInsideOfQuotesOfTheOneBeforeIsOne() {
        assertEquals("<i b=\"c\n\"d", Html.text("<i b=\"c<p>\"d"));
        assertEquals("d", Html.text("<i b=\"c<p>\">d"));
        assertEquals("<a b=' x y", Html.text("<a b=' <i>x</i> y"));
        assertEquals("<a b=' x<a b=' y", Html.text("<a b=' <i>x<a b=' y"));
    }
}

package io.kaiye.govern;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldedTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "Ann Lee|I am ann  LEE.|true",
                "Ann|Annual report|false",
                "Ann|joAnn|false",
                "Ann|Ann's|true",
                "ann@x.org|mail joann@x.org|false",
                "ann@x.org|mail <ANN@X.ORG>|true",
                "12345|no 9123456|false",
                "12345|no １２３４５!|true",
                "张伟|客户张伟说|true",
                "张伟|客户张三说|false",
                "김철수|김철수는|true",
                "김철수|김철순|false",
                "Straße|STRASSE 5|true",
                "Andre|André|false",
                "André|ANDRE\u0301 came|true",
                "zoe|z\u200Bo\u00ADe|true",
                "山田|ﾔﾏﾀﾞ 山田太郎|true"
            })
    void aTermIsFoundAsAWholeWordWhateverItsForm(String term, String text, boolean found) {
        assertEquals(
                found, FoldedText.of(text).contains(FoldedText.term(term)), term + " in " + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "ann lee|Bea|I am Ann \tLEE, ann lee!|I am Bea, Bea!",
                "张伟|李四|客户张伟说张伟好|客户李四说李四好",
                "ß|ss|groß ß|groß ss",
                "１２|34|12 and １２|34 and 34"
            })
    void whatIsReplacedIsWhatStoodThere(String term, String by, String text, String expected) {
        assertEquals(expected, FoldedText.of(text).replaced(FoldedText.term(term), by));
    }
}

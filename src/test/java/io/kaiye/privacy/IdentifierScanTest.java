package io.kaiye.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every line says what is to be found in it, and nothing else. All numbers are made up. */
class IdentifierScanTest {
    private static final PersonalDataFinder FINDER =
            new PersonalDataFinder(PersonalDataKind.identifiers());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "write to [EMAIL jane.doe+news@mail.example.co.uk], please",
                "邮箱：[EMAIL zhang_san@163.com]，谢谢",
                "<[EMAIL o'neil@example.com]>",
                "a@b, @home and me@localhost are none",
                "see [URL https://example.com/a_(b)?q=1#x] (or [URL www.example.org/x]).",
                "网址[URL https://example.com.cn/a]打不开",
                "well: nothing here, nor a://b",
            })
    void addressesOfMailAndWeb(String marked) {
        check(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from [IP_ADDRESS 192.168.1.17]:8080 at 12:30:45",
                "to [IP_ADDRESS 2001:db8:0:1::1f] and [IP_ADDRESS"
                        + " 6e40:4041:c617:e898:c11:40d2:c669:2eb4]",
                "version 10.2.3 and 1.2.3.4.5 and 999.1.1.1 are none",
                "MAC [MAC_ADDRESS 00:1A:2b:3C:4d:5E] or [MAC_ADDRESS 00-1A-2B-3C-4D-5E]",
                "std::vector and a::b are none",
            })
    void addressesOfNetworks(String marked) {
        check(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "card [CARD 4111 1111 1111 1111] and [CARD 378282246310005]",
                "银行卡[CARD 6222021234567890128]被盗",
                "card 4111 1111 1111 1112 has a wrong sum",
                "[IBAN GB82 WEST 1234 5698 7654 32] and [IBAN de89370400440532013000]",
                "GB82WEST12345698765433 has a wrong sum",
                "SSN [US_SSN 078-05-1120]",
                "parts 000-12-3456 and 123-00-4567 are none",
                "social security number [US_SSN 078051120]",
            })
    void numbersOfMoneyAndState(String marked) {
        check(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "身份证号[CHINESE_ID 11010519491231002X]",
                "编号110105194912310021不是",
                "身份证：[CHINESE_ID 110105491231002]",
                "统一社会信用代码：[CREDIT_CODE 91350100M000100Y43]",
                "车牌[PLATE 京A12345]、[PLATE 粤B·D12345]和[PLATE 沪A1234学]",
                "护照[PASSPORT E12345678]",
                "订单号2024031598761234已发货",
            })
    void numbersOfChina(String marked) {
        check(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call me at [PHONE 374 780 163] tonight",
                "[PHONE +41 (0)71 526 99 04] or [PHONE (602) 272-9781 x12]",
                "手机[PHONE 13800138000]，座机[PHONE 0571-88886666]",
                "（[PHONE 138 0013 8000]）",
                "he paid $1 234 567 890 for 123 456 789 dollars",
                "from 1990-2010, page 12-14, score 3-2-1",
                "isbn 978-3-16-148410-0",
                "ID 13800138000123 is longer than a number",
            })
    void telephones(String marked) {
        check(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "born on [DATE_OF_BIRTH 7/14/1995]",
                "date of birth: [DATE_OF_BIRTH March 5, 1990]",
                "dob [DATE_OF_BIRTH 5th of March 1990]",
                "出生日期：[DATE_OF_BIRTH 1990年3月5日]",
                "[DATE_OF_BIRTH 1990-03-05]生",
                "My driver's license number is [DRIVER_LICENSE F162823540116]",
                "passport no. [PASSPORT 123456789]",
                "license plate [PLATE ABC 1234]",
                "the meeting is on 7/14/1995",
            })
    void whatAWordAnnounces(String marked) {
        check(marked);
    }

    private static void check(String marked) {
        String text = Marked.plain(marked);
        assertEquals(marked, Marked.text(text, FINDER.find(text)));
    }
}

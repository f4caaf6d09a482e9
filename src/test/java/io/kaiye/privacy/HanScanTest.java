package io.kaiye.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chinese names, firms, places and addresses; people and firms are made up. */
class HanScanTest {
    private static final PersonalDataFinder FINDER = new PersonalDataFinder(PersonalDataKind.all());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "我叫[PERSON 王晓丽]，想查订单。",
                "[PERSON 欧阳文博]先生您好",
                "昨天[PERSON 李娜]和[PERSON 张伟强]去了[PLACE 杭州]。",
                "联系人：[PERSON 赵敏]",
                "高兴地通知大家，周末马上就到，方便的话早点来。",
                "任何时间都可以退货，费用由我们承担。",
            })
    void people(String marked) {
        check(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[ORGANISATION 杭州云帆科技有限公司]招聘客服",
                "我在[ORGANISATION 招商银行深圳分行]办卡",
                "她毕业于[ORGANISATION 浙江大学]。",
                "这家公司的大学生很多，银行卡也不少。",
            })
    void firms(String marked) {
        check(marked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "请寄到[STREET_ADDRESS 浙江省杭州市西湖区文三路478号华星时代广场3幢1205室]，谢谢",
                "快递已到[STREET_ADDRESS 北京市朝阳区建国路88号]，请取件",
                "从[PLACE 上海]到[PLACE 四川省成都市]的高铁",
                "邮编：[POSTCODE 310012]",
                "黄金上涨，白银回落，成功之路还很长。",
            })
    void placesAndAddresses(String marked) {
        check(marked);
    }

    private static void check(String marked) {
        String text = Marked.plain(marked);
        assertEquals(marked, Marked.text(text, FINDER.find(text)));
    }
}

package io.kaiye.bench;

import io.kaiye.privacy.PersonalDataKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Chinese messages with known personal data, made from a seed: sentences of support, sales, staff
 * and delivery with slots, and others with numbers that look like somebody's but are nobody's. No
 * value belongs to a person: all are drawn at random.
 */
final class PrivacyChinese {
    private static final String[] SENTENCES = {
        "您好，我是[PERSON]，手机号[PHONE]，想查一下上周的订单。",
        "客户[PERSON]（身份证[CHINESE_ID]）今天上午来电投诉，要求尽快处理。",
        "请把发票寄到[STREET_ADDRESS]，收件人[PERSON]，电话[PHONE]。",
        "收货地址：[STREET_ADDRESS]\n收货人：[PERSON]\n联系电话：[PHONE]",
        "我的银行卡[CARD]被盗刷了，请马上冻结！",
        "信用卡卡号是[CARD]，账单一直没有收到，请发到[EMAIL]。",
        "合同请发到邮箱[EMAIL]，谢谢。",
        "登录IP为[IP_ADDRESS]，与平时不一致，请核实是否本人操作。",
        "服务器[IP_ADDRESS]（网卡[MAC_ADDRESS]）昨晚宕机三次。",
        "详情请见[URL]，如有疑问请致电[PHONE]。",
        "[PERSON]先生您好，您预约的[PLACE]酒店已经确认，入住人身份证号[CHINESE_ID]。",
        "甲方：[ORGANISATION]\n统一社会信用代码：[CREDIT_CODE]\n法定代表人：[PERSON]",
        "乙方[PERSON]，[DATE_OF_BIRTH]出生，身份证号码[CHINESE_ID]，住[STREET_ADDRESS]。",
        "车牌号[PLATE]的车主[PERSON]，请尽快挪车，电话[PHONE]。",
        "[PLATE]违章停车，已拍照取证。",
        "护照号[PASSPORT]，姓名[PERSON]，航班改签到后天。",
        "汇款账号（IBAN）：[IBAN]，收款人[PERSON]。",
        "昨天[PERSON]和[PERSON]去了[PLACE]，见了[ORGANISATION]的负责人。",
        "[ORGANISATION]招聘客服两名，工作地点[PLACE]，简历投递[EMAIL]。",
        "据[PERSON]介绍，项目将落户[PLACE]，总投资超过三亿元。",
        "[PERSON]在会上表示，今年的目标是把退货率降到百分之二以下。",
        "联系人[PERSON]，微信同号[PHONE]。",
        "快递已到[STREET_ADDRESS]，取件码3-2-4071，请凭码领取。",
        "学生[PERSON]，生日[DATE_OF_BIRTH]，家长电话[PHONE]。",
        "从[PLACE]到[PLACE]的高铁还有票吗？",
        "发件人：[PERSON]<[EMAIL]>，主题：季度总结",
        "我叫[PERSON]，在[ORGANISATION]做财务，平时住[PLACE]。",
        "[PERSON]女士的快递放在门卫了，麻烦通知她本人（[PHONE]）。",
        "请[PERSON]老师于周五前提交材料。",
        "供应商[ORGANISATION]的开户行资料已更新，对公账户[CARD]。",
        "派单：师傅[PERSON]上门检修，客户地址[STREET_ADDRESS]。",
        "投诉人[PERSON]反映[ORGANISATION]拖欠工资三个月。",
        "座机[PHONE]没人接，改打手机[PHONE]。",
        "员工[PERSON]入职登记：身份证[CHINESE_ID]，银行卡[CARD]，邮箱[EMAIL]。",
        "网址[URL]打不开，提示证书过期。",
    };

    /** Nothing in these is personal. */
    private static final String[] PLAIN = {
        "订单号2024[9][9][9][9][9][9][9][9][9][9]已发货，请注意查收。",
        "这款手机卖[9][9][9][9]元，比上个月便宜了[9][9][9]元，性价比很高。",
        "系统版本升级到[9].[9].[9]，修复了若干问题。",
        "今年销售额达到1[9],[9][9][9],[9][9][9]元，同比增长[9].[9]%。",
        "快递单号SF[9][9][9][9][9][9][9][9][9][9][9][9][9]，预计明天送达。",
        "库存还剩[9][9][9]件，编号A[9][9][9][9]-[9][9]。",
        "物料编码[9][9][9][9][9][9][9][9][9]，数量[9][9]，单价[9][9].[9]元。",
        "质量不错，就是物流有点慢，总体满意，下次还会再来。",
        "马上就要开学了，文具打折，欢迎选购。",
        "会议改到下午三点，地点不变，请大家准时参加。",
        "任何问题都可以随时提出，我们会在两个工作日内回复。",
        "高兴地通知大家，新版本终于上线了。",
        "方便的话，请在周一之前把报价单整理好。",
        "温度计读数[9][9].[9]，湿度[9][9]%，一切正常。",
        "时间不早了，于是大家决定先吃饭，再讨论预算。",
        "流水号：[9][9][9][9][9][9][9][9][9][9][9][9][9][9][9][9][9][9][9][9]",
        "黄金价格上涨，白银小幅回落，分析师建议谨慎。",
    };

    private PrivacyChinese() {}

    static List<PrivacyTruth> texts(int count, long seed) {
        Random random = new Random(seed);
        PrivacyValues values = new PrivacyValues(random);
        List<PrivacyTruth> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean isPlain = random.nextInt(5) == 0;
            int template = random.nextInt(isPlain ? PLAIN.length : SENTENCES.length);
            texts.add(fill(isPlain ? PLAIN[template] : SENTENCES[template], template, values));
        }
        return texts;
    }

    private static PrivacyTruth fill(String sentence, int template, PrivacyValues values) {
        StringBuilder text = new StringBuilder();
        List<PrivacyTruth.Span> spans = new ArrayList<>();
        int at = 0;
        for (int open = sentence.indexOf('['); open >= 0; open = sentence.indexOf('[', at)) {
            text.append(sentence, at, open);
            at = sentence.indexOf(']', open) + 1;
            String slot = sentence.substring(open + 1, at - 1);
            if (slot.equals("9")) {
                text.append(values.digits(1));
                continue;
            }
            PersonalDataKind kind = PersonalDataKind.valueOf(slot);
            int start = text.length();
            text.append(values.of(kind));
            spans.add(new PrivacyTruth.Span(start, text.length(), kind));
        }
        return new PrivacyTruth(
                text.append(sentence, at, sentence.length()).toString(), spans, template);
    }
}

package io.kaiye.privacy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Chinese names of persons: a surname and one or two more characters. Each candidate is judged by
 * its characters, by the words right before and after it, and by words that only look like a name;
 * three points make a name.
 */
final class HanPeople {
    private static final double CONFIDENCE = 0.6;
    private static final double ENOUGH = 3;
    private static final int COMMON_SURNAMES = 110;
    private static final List<String> LIST = WordLists.words("chinese-surnames.txt");
    private static final Set<String> SURNAMES = new HashSet<>(LIST);
    private static final Set<String> COMMON = new HashSet<>(LIST.subList(0, COMMON_SURNAMES));
    private static final String GIVEN = String.join("", WordLists.words("chinese-given.txt"));
    private static final HanWords WORDS = HanWords.read("chinese-words.txt");
    private static final HanWords BEFORE =
            HanWords.of(
                    "姓名 联系人 收件人 收货人 发件人 收款人 付款人 负责人 法定代表人 法人 代表人 投诉人 申请人 经办人 当事人 委托人 被告"
                            + " 原告 我叫 我是 名叫 叫 客户 用户 乙方 甲方 员工 学生 师傅 车主 患者 病人 主演 导演 演员 歌手 作家"
                            + " 记者 总裁 董事长 创始人 校长 院长 教练 总理 主席 总统 部长 市长 书记 经理 主任 老师 教授 医生 律师 同事"
                            + " 同学 朋友 丈夫 妻子 父亲 母亲 儿子 女儿 哥哥 姐姐 弟弟 妹妹 请 据 找 给 让 帮 问 通知 联系 告诉 感谢 由");
    private static final HanWords AFTER =
            HanWords.of(
                    "先生 女士 小姐 老师 教授 医生 律师 经理 总监 同学 师傅 同志 院长 主任 局长 书记 主席 总统 部长 市长 省长 董事长 记者 警官"
                            + " 阿姨 叔叔 大哥 说 表示 介绍 称 认为 指出 透露 告诉 在会上 今年 出生 担任 于 反映 报案 投诉");
    private static final HanWords JOINS = HanWords.of("和 与 跟 及 、 同");
    private static final HanWords FUNCTION =
            HanWords.of("的 和 与 在 是 了 被 对 将 有 也 就 都 从 向 把 同 给 为 去 到 又 还 没 不 已 来 入 上 做 本");
    private static final HanWords TIME =
            HanWords.of("昨天 今天 明天 前天 后天 上午 下午 晚上 早上 中午 周一 周二 周三 周四 周五 周日 近日 日前 随后 当时 目前");

    private HanPeople() {}

    static void scan(Page page) {
        int at = 0;
        while (at < page.length()) {
            int end = Chars.isHan(page.at(at)) ? best(page, at) : at;
            at = end > at ? page.found(at, end, PersonalDataKind.PERSON, CONFIDENCE) : at + 1;
        }
    }

    /** The end of the best name that begins there; the place itself if there is none. */
    private static int best(Page page, int start) {
        int surname = 0;
        if (Chars.isHan(page.at(start + 1)) && SURNAMES.contains(page.text(start, start + 2))) {
            surname = 2;
        } else if (SURNAMES.contains(page.text(start, start + 1))) {
            surname = 1;
        }
        if (surname == 0) {
            return start;
        }
        double left = left(page, start);
        int best = start;
        double most = ENOUGH;
        for (int given = 1; given <= 2; given++) {
            int end = start + surname + given;
            if (!Chars.isHan(page.at(end - 1))) {
                break;
            }
            double score = left + characters(page, start, surname, end) + right(page, end);
            if (score >= most) {
                best = end;
                most = score;
            }
        }
        return best;
    }

    private static double characters(Page page, int start, int surname, int end) {
        double score = surname == 2 ? 2 : 0;
        score += COMMON.contains(page.text(start, start + surname)) ? 1 : 0.2;
        for (int i = start + surname; i < end; i++) {
            score += GIVEN.indexOf(page.at(i)) >= 0 ? 1 : -0.7;
        }
        for (int i = start; i < end; i++) {
            int word = WORDS.lengthAt(page, i);
            if (word > 1 && !(i == end - 1 && surname == 2)) {
                score -= i == start ? 3 : 2;
            }
        }
        boolean isEndOfWord =
                WORDS.lengthBefore(page, start + 1) > 1
                        || BEFORE.lengthBefore(page, start + 1) > 1
                        || HanPlaces.PLACES.lengthBefore(page, start + 1) > 1;
        return isEndOfWord ? score - 3 : score;
    }

    private static double left(Page page, int start) {
        char before = page.at(start - 1);
        if (before == 0 || before == '\n') {
            return 0.8;
        }
        int sign = start - 1;
        while (sign > 0 && start - sign < 4 && (before == ':' || before == ' ')) {
            before = page.at(--sign);
        }
        if (Chars.isHan(before) && BEFORE.lengthBefore(page, sign + 1) > 0) {
            return sign < start - 1 ? 3 : 1.8;
        }
        if (!Chars.isHan(page.at(start - 1))) {
            return 0.8;
        }
        if (JOINS.lengthBefore(page, start) > 0 || TIME.lengthBefore(page, start) > 0) {
            return 0.8;
        }
        return FUNCTION.lengthBefore(page, start) > 0 ? 0.4 : 0;
    }

    private static double right(Page page, int end) {
        char after = page.at(end);
        if (AFTER.lengthAt(page, end) > 0) {
            return 2;
        }
        if (!Chars.isHan(after)) {
            return Chars.isAlphanumeric(after) ? 0 : 0.8;
        }
        return JOINS.lengthAt(page, end) > 0 || FUNCTION.lengthAt(page, end) > 0 ? 0.8 : -0.3;
    }
}

package io.kaiye.privacy;

/**
 * Chinese firms, offices, schools: a word such as 公司 or 大学, and what stands before it up to a sign,
 * a place or a word that no name holds.
 */
final class HanFirms {
    private static final double CONFIDENCE = 0.7;
    private static final int NAME_MAX = 20;
    private static final HanWords ENDS = HanWords.read("chinese-organisations.txt");
    private static final String LASTS = "司团行学院校园所心会局府站社台部馆运递流险券金空室厂市";
    private static final HanWords STOPS =
            HanWords.of(
                    "的 了 在 是 和 与 从 到 由 被 把 将 向 给 对 为 去 来 见 请 说 等 及 或 跟 让 叫 称 就 也 都 这 那 该 本 某"
                            + " 我 你 他 她 它 们 各 每 几 多家 一家 两家 三家 家 个 所 有 无 入 职 反映 投诉 联系 供应商 加入 前往"
                            + " 毕业于 就读于 任职 根据 据 通过 作为 担任 创办 成立 开办 收购 起诉 告 找 选择 考上 考入 开 办 属 于 以"
                            + " 使用 用 做 送 带 回 上 下 做客 访问 采访 参观 走进 走访");
    private static final HanWords GENERAL =
            HanWords.of(
                    "上市 保险 互联网 科技 物流 快递 房地产 游戏 外贸 贸易 广告 传媒 股份 有限 大型 小型 中小 国有 民营 私营 外资 合资 跨国 知名 著名"
                        + " 重点 公立 私立 综合 专业 职业 高等 高级 初级 普通 民办 专科 三甲 当地 地方 商业 中央 投资 创业 初创 软件 网络 装修 搬家"
                        + " 租赁 航空 建筑 电力 石油 旅游 影视 娱乐 直播 电商 汽车 手机 食品 医药 制药 化工 新 老 好 大 小 中 总 分 子 母 你 我"
                        + " 读 上 名牌 985 211 一本 双一流 社区 县 市 省 区 乡镇 城市 农村 外国 国外 国内 全国 本地 其他 相关 不同 主要 律师"
                        + " 会计师 大众 体育 电竞 足球 篮球 乒乓");

    /** Words with a stop inside that is none. */
    private static final HanWords WHOLE =
            HanWords.of("协和 和平 中和 仁和 兴和 泰和 人和 祥和 天和 同仁 同济 同方 上市 上汽 上证 家乐 国家 作家 专家 皇家 居家 家居");

    private HanFirms() {}

    static void scan(Page page) {
        int free = 0;
        for (int at = 1; at <= page.length(); at++) {
            char last = page.at(at - 1);
            if (last < 128 || LASTS.indexOf(last) < 0) {
                continue;
            }
            int word = ENDS.lengthBefore(page, at);
            if (word == 0 || isBranchNext(page, at) || goesOn(page, at, word)) {
                continue;
            }
            int start = start(page, at - word, free);
            if (isName(page, start, at - word)) {
                free = page.found(start, at, PersonalDataKind.ORGANISATION, CONFIDENCE);
            }
        }
    }

    /** 深圳分行 after 招商银行. */
    private static boolean isBranchNext(Page page, int at) {
        int place = at + HanPlaces.PLACES.lengthAt(page, at);
        return ENDS.lengthAt(page, place) > 0;
    }

    /** 大学生, 银行卡, 公司法, 超市场. */
    private static boolean goesOn(Page page, int end, int word) {
        char next = page.at(end);
        return word == 2 && next != 0 && "生卡法场长业费员界城群版路".indexOf(next) >= 0;
    }

    private static int start(Page page, int nameEnd, int free) {
        int start = nameEnd;
        while (start > free && nameEnd - start < NAME_MAX) {
            int known =
                    Math.max(
                            HanPlaces.PLACES.lengthBefore(page, start),
                            WHOLE.lengthBefore(page, start));
            if (known == 0 && !isPart(page, start)) {
                break;
            }
            start = Math.max(free, start - Math.max(1, known));
        }
        int place = start;
        while (place < nameEnd && HanPlaces.PLACES.lengthAt(page, place) == 0) {
            place++;
        }
        boolean isBranch = ENDS.lengthBefore(page, place) > 0;
        return place < nameEnd && !isBranch ? place : start;
    }

    private static boolean isPart(Page page, int end) {
        char c = page.at(end - 1);
        if (Chars.isHan(c)) {
            return STOPS.lengthBefore(page, end) == 0;
        }
        return Chars.isAlphanumeric(c) || c == '(' || c == ')';
    }

    private static boolean isName(Page page, int start, int end) {
        int length = end - start;
        if (length > 1 && HanPlaces.PLACES.lengthAt(page, start) > 0) {
            return true;
        }
        if (length == 0 || (length == 1 && Chars.isHan(page.at(start)))) {
            return false;
        }
        for (int at = start; at < end; ) {
            int general = GENERAL.lengthAt(page, at);
            if (general == 0) {
                return true;
            }
            at += general;
        }
        return false;
    }
}

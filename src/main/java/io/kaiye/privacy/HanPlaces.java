package io.kaiye.privacy;

/**
 * Chinese places and addresses. A place is in the list, with the levels of administration that
 * follow it (浙江省杭州市西湖区). An address is a road, and a number of a house or a place before it, with
 * all that follows: building, unit, floor, room.
 */
final class HanPlaces {
    /** All places of the list. */
    static final HanWords PLACES = HanWords.read("chinese-places.txt");

    /** Places only before a level: 白银市. */
    private static final HanWords AMBIGUOUS =
            HanWords.of(
                    "白银 朝阳 安康 大同 长治 来宾 黄山 普洱 海东 北海 日照 宁德 中山 宜春 泰安 吉安 保定 安顺 通化 白山 欧洲 非洲" + " 亚洲 北美");

    private static final double PLACE = 0.65;
    private static final double ADDRESS = 0.75;
    private static final String LEVELS = "省市区县镇乡村州盟旗";
    private static final String ROADS = "路街道巷弄里大胡";
    private static final HanWords ROAD_WORDS =
            HanWords.of("大道 大街 胡同 街道 路 街 巷 弄 道 里 公路 国道 环路 东路 西路 南路 北路 中路");
    private static final HanWords NO_ROADS =
            HanWords.of(
                    "铁路 道路 公路 马路 之路 一路 的路 线路 退路 网路 出路 思路 电路 国道 隧道 管道 栈道 渠道 味道 频道 知道 黑道 跑道 赛道"
                            + " 通道 轨道 报道 公道 街道 河道 小路 走路 上路 回路 带路 里 弄");
    private static final HanWords PARTS =
            HanWords.of("号楼 号院 号 栋 幢 座 单元 层 楼 室 弄 户 院 房 门 期 号铺 铺 组 巷");
    private static final HanWords BUILDINGS =
            HanWords.of("广场 大厦 小区 花园 公寓 中心 家园 新村 工业园 科技园 产业园 苑 国际 大楼 商城 村");
    private static final String STOPS = "在到住于至往从是寄送给向和与的去位址达离";
    private static final int ROAD_NAME_MAX = 6;
    private static final int LEVEL_NAME_MAX = 5;

    private HanPlaces() {}

    static void scan(Page page) {
        int at = 0;
        while (at < page.length()) {
            int next = at + 1;
            if (Chars.isHan(page.at(at))) {
                int place = PLACES.lengthAt(page, at);
                if (place > 0) {
                    next = place(page, at, at + place);
                } else if (ROADS.indexOf(page.at(at)) >= 0) {
                    next = road(page, at);
                }
            }
            at = Math.max(at + 1, next);
        }
    }

    /** A place with its levels, or the address that it begins. */
    private static int place(Page page, int start, int listed) {
        int end = levels(page, listed);
        int road = roadEnd(page, end);
        int number = houses(page, road);
        if (number > road || (road > end && isRoad(page, road))) {
            return page.found(start, number, PersonalDataKind.STREET_ADDRESS, ADDRESS);
        }
        int house = houses(page, end);
        if (house == end && end == listed && AMBIGUOUS.lengthAt(page, start) == end - start) {
            return end;
        }
        return house > end
                ? page.found(start, house, PersonalDataKind.STREET_ADDRESS, ADDRESS)
                : page.found(start, end, PersonalDataKind.PLACE, PLACE);
    }

    /** 省 after the name, then more names with their level, listed or not. */
    private static int levels(Page page, int listed) {
        int end = listed;
        if (isLevel(page, end)) {
            end++;
        }
        for (int count = 0; count < 4; count++) {
            int next = end + PLACES.lengthAt(page, end);
            if (next > end) {
                end = isLevel(page, next) ? next + 1 : next;
                continue;
            }
            next = levelEnd(page, end);
            if (next == end) {
                return end;
            }
            end = next;
        }
        return end;
    }

    /** The end of a name of two to five characters that ends with a level; else the start. */
    private static int levelEnd(Page page, int start) {
        for (int i = start; i < start + LEVEL_NAME_MAX && Chars.isHan(page.at(i)); i++) {
            if (STOPS.indexOf(page.at(i)) >= 0 || ROAD_WORDS.lengthAt(page, i) > 0) {
                return start;
            }
            if (i > start && isLevel(page, i)) {
                return i + 1;
            }
            if (i > start && page.at(i) == '新' && page.at(i + 1) == '区') {
                return i + 2;
            }
        }
        return start;
    }

    private static boolean isLevel(Page page, int at) {
        char c = page.at(at);
        return c != 0
                && LEVELS.indexOf(c) >= 0
                && !(c == '市' && page.at(at + 1) == '场')
                && !(c == '区' && page.at(at + 1) == '别')
                && !(c == '州' && page.at(at + 1) == '长');
    }

    /** 文三路 and not 高速公路 or 成功之路; nothing may follow it. */
    private static boolean isRoad(Page page, int end) {
        return !Chars.isHan(page.at(end)) && NO_ROADS.lengthBefore(page, end) == 0;
    }

    /** The end of a road's name of at most six characters; the start if there is none. */
    private static int roadEnd(Page page, int start) {
        if (!Chars.isHan(page.at(start))) {
            return start;
        }
        for (int i = start + 1; i <= start + ROAD_NAME_MAX && Chars.isHan(page.at(i)); i++) {
            int word = ROAD_WORDS.lengthAt(page, i);
            if (word > 0) {
                return i + word;
            }
            if (STOPS.indexOf(page.at(i)) >= 0) {
                return start;
            }
        }
        return start;
    }

    /** A road without a place before it counts if a house's number follows. */
    private static int road(Page page, int at) {
        int word = Math.max(1, ROAD_WORDS.lengthAt(page, at));
        int end = houses(page, at + word);
        if (end == at + word || ROAD_WORDS.lengthAt(page, at) == 0) {
            return at;
        }
        int start = at;
        while (at - start < ROAD_NAME_MAX - 2
                && Chars.isHan(page.at(start - 1))
                && STOPS.indexOf(page.at(start - 1)) < 0) {
            start--;
        }
        return at - start >= 2
                ? page.found(start, end, PersonalDataKind.STREET_ADDRESS, ADDRESS - 0.1)
                : at;
    }

    /** The end of 478号华星广场3幢1205室; the start if no number of a house is there. */
    private static int houses(Page page, int start) {
        int end = start;
        for (int count = 0; count < 8; count++) {
            int part = part(page, end);
            if (part == end && end > start) {
                part = building(page, end);
            }
            if (part == end) {
                return end;
            }
            end = part;
        }
        return end;
    }

    private static int part(Page page, int start) {
        int digits = start;
        while (digits - start < 8
                && (Chars.isAlphanumeric(page.at(digits))
                        || page.at(digits) == '-'
                        || "一二三四五六七八九十".indexOf(page.at(digits)) >= 0)) {
            digits++;
        }
        int word = digits > start ? PARTS.lengthAt(page, digits) : 0;
        return word > 0 ? digits + word : start;
    }

    private static int building(Page page, int start) {
        for (int i = start + 2; i <= start + 8 && Chars.isHan(page.at(i - 1)); i++) {
            int word = BUILDINGS.lengthAt(page, i);
            if (word > 0) {
                return i + word;
            }
        }
        return start;
    }
}

package io.kaiye.bench;

import io.kaiye.privacy.PersonalDataKind;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;

/** Random personal data of nobody, in the forms of China, right check digits included. */
final class PrivacyValues {
    private static final String SURNAMES =
            "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
                    + "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";
    private static final String[] DOUBLE_SURNAMES = {"欧阳", "上官", "司马", "诸葛", "司徒", "皇甫"};
    private static final String GIVEN =
            "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰婷雪梅琳鹏飞宇浩然子涵梓萱欣怡诗晨阳俊豪嘉"
                    + "怡佳琪雨桐思远建国志强文博晓东红玉珍凤春生海波永健国栋立新小龙美玲慧雅雯莹璐倩瑶昊天泽睿轩逸辰铭哲";
    private static final String[] CITIES = {
        "北京", "上海", "广州", "深圳", "杭州", "南京", "成都", "重庆", "武汉", "西安", "苏州", "天津", "长沙", "郑州",
        "青岛", "大连", "宁波", "厦门", "合肥", "昆明", "福州", "济南", "哈尔滨", "沈阳", "石家庄", "贵阳", "南宁", "太原",
        "珠海", "洛阳", "三亚", "嘉兴", "绍兴", "无锡", "佛山"
    };
    private static final String[] REGIONS = {
        "浙江省杭州市西湖区", "广东省深圳市南山区", "北京市朝阳区", "上海市浦东新区", "江苏省南京市鼓楼区", "四川省成都市武侯区", "湖北省武汉市洪山区",
        "杭州市余杭区", "福建省厦门市思明区", "山东省青岛市市南区", "陕西省西安市雁塔区", "河南省郑州市金水区", "重庆市渝北区", "湖南省长沙市岳麓区"
    };
    private static final String[] ROADS = {
        "文三路", "科苑南路", "建国路", "张江路", "中山北路", "人民南路", "珞喻路", "五常大道", "环岛路", "香港中路", "长安街", "解放路",
        "黄河路", "学府街"
    };
    private static final String[] FIRM_NAMES = {
        "云帆", "天启", "华信", "博远", "鼎盛", "中科", "金桥", "蓝海", "恒通", "瑞丰", "新光", "百川", "启明", "锐捷"
    };
    private static final String[] FIRM_TRADES = {
        "科技", "信息技术", "网络", "贸易", "物流", "餐饮管理", "建筑工程", "电子"
    };
    private static final String[] FIRM_FORMS = {"有限公司", "股份有限公司", "有限责任公司", "集团"};
    private static final String[] OTHER_FIRMS = {
        "招商银行深圳分行",
        "浙江大学",
        "北京协和医院",
        "上海市第一中学",
        "中国工商银行",
        "武汉理工大学",
        "成都市公安局",
        "顺丰速运",
        "人民日报社",
        "南京市图书馆"
    };
    private static final String[] MOBILES = {
        "130", "131", "135", "136", "137", "138", "139", "150", "151", "158", "159", "166", "177",
        "180", "186", "187", "188", "189", "198"
    };
    private static final String[] AREAS = {
        "010", "021", "0571", "0755", "028", "027", "025", "0512"
    };
    private static final String[] CODES = {
        "110105", "310115", "330106", "440305", "510107", "420111", "320102", "610113"
    };
    private static final String[] DOMAINS = {
        "qq.com", "163.com", "126.com", "gmail.com", "sina.com.cn", "example.cn", "mail.example.com"
    };
    private static final String CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] CREDIT_WEIGHTS = {
        1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28
    };

    private final Random random;

    PrivacyValues(Random random) {
        this.random = random;
    }

    String of(PersonalDataKind kind) {
        return switch (kind) {
            case EMAIL ->
                    letters(2 + random.nextInt(7)) + digits(random.nextInt(4)) + "@" + one(DOMAINS);
            case PHONE -> phone();
            case CARD -> card();
            case IBAN -> iban();
            case CHINESE_ID -> id();
            case CREDIT_CODE -> creditCode();
            case PASSPORT -> "EGD".charAt(random.nextInt(3)) + digits(8);
            case PLATE -> plate();
            case IP_ADDRESS -> ip();
            case MAC_ADDRESS -> hexPairs(random.nextBoolean() ? ":" : "-");
            case URL ->
                    (random.nextBoolean() ? "https://" : "http://www.")
                            + letters(6)
                            + ".com.cn/"
                            + letters(4)
                            + "?id="
                            + digits(3);
            case DATE_OF_BIRTH -> birth();
            case STREET_ADDRESS ->
                    one(REGIONS) + one(ROADS) + (1 + random.nextInt(999)) + "号" + room();
            case PERSON -> person();
            case ORGANISATION -> firm();
            case PLACE -> one(CITIES);
            default -> throw new IllegalArgumentException("nothing made for " + kind);
        };
    }

    String digits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private String letters(int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.toString();
    }

    private String one(String[] of) {
        return of[random.nextInt(of.length)];
    }

    private String phone() {
        String mobile = one(MOBILES);
        return switch (random.nextInt(6)) {
            case 0 -> one(AREAS) + "-" + (2 + random.nextInt(7)) + digits(7);
            case 1 -> "+86 " + mobile + " " + digits(4) + " " + digits(4);
            case 2 -> mobile + "-" + digits(4) + "-" + digits(4);
            default -> mobile + digits(8);
        };
    }

    private String card() {
        String body =
                switch (random.nextInt(4)) {
                    case 0 -> "6222" + digits(14);
                    case 1 -> "4" + digits(14);
                    case 2 -> "5" + (1 + random.nextInt(5)) + digits(13);
                    default -> "62" + digits(13);
                };
        String whole = body + luhn(body);
        return whole.length() == 16 && random.nextInt(3) == 0
                ? whole.replaceAll("(.{4})(?!$)", "$1 ")
                : whole;
    }

    private static int luhn(String body) {
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            int digit = (body.charAt(body.length() - 1 - i) - '0') * (i % 2 == 0 ? 2 : 1);
            sum += digit / 10 + digit % 10;
        }
        return (10 - sum % 10) % 10;
    }

    private String iban() {
        String body = digits(18);
        BigInteger number = new BigInteger(body + "131400");
        int check = 98 - number.mod(BigInteger.valueOf(97)).intValue();
        return String.format(Locale.ROOT, "DE%02d%s", check, body);
    }

    private String id() {
        LocalDate born = LocalDate.of(1950, 1, 1).plusDays(random.nextInt(20_000));
        String body = one(CODES) + born.toString().replace("-", "") + digits(3);
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += (body.charAt(i) - '0') * ((1 << (17 - i)) % 11);
        }
        return body + "10X98765432".charAt(sum % 11);
    }

    private String creditCode() {
        StringBuilder code = new StringBuilder("91").append(one(CODES));
        for (int i = 0; i < 9; i++) {
            code.append(CREDIT_DIGITS.charAt(random.nextInt(i < 2 ? 31 : 10)));
        }
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += CREDIT_DIGITS.indexOf(code.charAt(i)) * CREDIT_WEIGHTS[i];
        }
        return code.append(CREDIT_DIGITS.charAt((31 - sum % 31) % 31)).toString();
    }

    private String plate() {
        String head = "京沪浙粤苏川".charAt(random.nextInt(6)) + "" + (char) ('A' + random.nextInt(8));
        return head
                + (random.nextBoolean() ? "·" : "")
                + (random.nextInt(3) == 0 ? "D" + digits(5) : digits(2) + "K" + digits(2));
    }

    private String ip() {
        return random.nextInt(4) == 0
                ? "2001:db8:" + hex(4) + ":" + hex(3) + "::" + hex(4)
                : (1 + random.nextInt(222))
                        + "."
                        + random.nextInt(256)
                        + "."
                        + random.nextInt(256)
                        + "."
                        + random.nextInt(256);
    }

    private String hex(int count) {
        return String.format(Locale.ROOT, "%0" + count + "x", random.nextInt(1 << (4 * count)));
    }

    private String hexPairs(String separator) {
        return String.join(separator, hex(2), hex(2), hex(2), hex(2), hex(2), hex(2));
    }

    private String birth() {
        LocalDate day = LocalDate.of(1950, 1, 1).plusDays(random.nextInt(20_000));
        return random.nextBoolean()
                ? day.toString()
                : day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }

    private String room() {
        return switch (random.nextInt(3)) {
            case 0 -> "";
            case 1 ->
                    (1 + random.nextInt(30))
                            + "栋"
                            + (1 + random.nextInt(4))
                            + "单元"
                            + (100 + random.nextInt(2500))
                            + "室";
            default -> (1 + random.nextInt(30)) + "号楼" + (100 + random.nextInt(2500)) + "室";
        };
    }

    private String person() {
        String surname =
                random.nextInt(30) == 0
                        ? one(DOUBLE_SURNAMES)
                        : ""
                                + SURNAMES.charAt(
                                        (int)
                                                (SURNAMES.length()
                                                        * Math.pow(random.nextDouble(), 2)));
        String given = "" + GIVEN.charAt(random.nextInt(GIVEN.length()));
        return surname
                + given
                + (random.nextInt(4) > 0 ? GIVEN.charAt(random.nextInt(GIVEN.length())) : "");
    }

    private String firm() {
        return random.nextInt(3) == 0
                ? one(OTHER_FIRMS)
                : (random.nextBoolean() ? one(CITIES) : "")
                        + one(FIRM_NAMES)
                        + one(FIRM_TRADES)
                        + one(FIRM_FORMS);
    }
}

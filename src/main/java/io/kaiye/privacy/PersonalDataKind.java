package io.kaiye.privacy;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What sort of personal data something is. */
public enum PersonalDataKind {
    EMAIL("邮箱"),
    PHONE("电话"),
    CARD("卡号"),
    IBAN("国际银行账号"),
    US_SSN("社会安全号"),
    CHINESE_ID("身份证号"),
    CREDIT_CODE("统一社会信用代码"),
    PASSPORT("护照号"),
    DRIVER_LICENSE("驾驶证号"),
    PLATE("车牌"),
    IP_ADDRESS("网络地址"),
    MAC_ADDRESS("物理地址"),
    URL("网址"),
    DATE_OF_BIRTH("出生日期"),
    DATE("日期"),
    AGE("年龄"),
    POSTCODE("邮编"),
    STREET_ADDRESS("地址"),
    PERSON("人物"),
    TITLE("称谓"),
    ORGANISATION("机构"),
    PLACE("地点"),
    GROUP("群体");

    private static final Set<PersonalDataKind> WORDS =
            EnumSet.of(
                    DATE, AGE, POSTCODE, STREET_ADDRESS, PERSON, TITLE, ORGANISATION, PLACE, GROUP);

    private final String chinese;

    PersonalDataKind(String chinese) {
        this.chinese = chinese;
    }

    /** Lower case with hyphens, as options and reports write it: {@code street-address}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a Chinese text calls it. */
    String chinese() {
        return chinese;
    }

    /** Kinds with a form of their own, found in one pass over the characters. */
    public static Set<PersonalDataKind> identifiers() {
        return EnumSet.complementOf(EnumSet.copyOf(WORDS));
    }

    /** Kinds that only words and their neighbours tell: names, places, addresses, dates, ages. */
    public static Set<PersonalDataKind> words() {
        return EnumSet.copyOf(WORDS);
    }

    /** All of them. */
    public static Set<PersonalDataKind> all() {
        return EnumSet.allOf(PersonalDataKind.class);
    }

    /**
     * The kinds of a word: {@code all}, {@code identifiers}, else the one of that {@link #word}.
     *
     * @throws KaiyeException INVALID_ARGUMENT if there is none
     */
    public static Set<PersonalDataKind> named(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "all" -> all();
            case "identifiers" -> identifiers();
            default -> EnumSet.of(of(word));
        };
    }

    /**
     * The kind of that {@link #word}.
     *
     * @throws KaiyeException INVALID_ARGUMENT with the words that are accepted
     */
    public static PersonalDataKind of(String word) {
        List<String> words = Arrays.stream(values()).map(PersonalDataKind::word).toList();
        int at = words.indexOf(word.strip().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (at < 0) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "There is no kind of personal data '"
                            + word
                            + "'. "
                            + Suggestions.didYouMean(word, words)
                            + "Accepted are: "
                            + String.join(", ", words)
                            + ".");
        }
        return values()[at];
    }
}

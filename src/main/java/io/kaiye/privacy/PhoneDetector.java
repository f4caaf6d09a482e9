package io.kaiye.privacy;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Telephone numbers. Beside a word that announces one, any 7 to 15 digits count. Else the number
 * must be written the international way and be of a possible length, or be written in groups as its
 * country does and be valid there for libphonenumber, which is asked last because it is slow.
 */
final class PhoneDetector implements Detector {
    private static final int DIGITS_MIN = 7;
    private static final int DIGITS_MAX = 15;
    private static final int CHINESE_MOBILE_DIGITS = 11;
    private static final String CURRENCIES = "$€£¥%₹₽";
    private static final Pattern YEARS = Pattern.compile("(?:1[5-9]|20)\\d\\d.(?:1[5-9]|20)\\d\\d");
    private static final ContextWords SUM =
            new ContextWords(
                    "€", "eur", "usd", "dollar", "kr", "元", "万", "亿", "%", "bytes", "km", "people");
    private static final Pattern AMERICAN = Pattern.compile("(?:1-)?3-3-4");
    private static final ContextWords WORDS =
            new ContextWords(
                    "phone",
                    "tel",
                    "mobile",
                    "cell",
                    "fax",
                    "desk:",
                    "call",
                    "dial",
                    "text",
                    "sms",
                    "messag",
                    "answer",
                    "reach",
                    "contact",
                    "whatsapp",
                    "telegram",
                    "viber",
                    "hotline",
                    "hot line",
                    "helpline",
                    "ring ",
                    "landline",
                    "voicemail",
                    "voice mail",
                    "pager",
                    "toll free",
                    "toll-free",
                    "number is",
                    "my number",
                    "his number",
                    "her number",
                    "your number",
                    "their number",
                    "our number",
                    "registered",
                    "mob:",
                    "mob.",
                    "home:",
                    "work:",
                    "office:",
                    "电话",
                    "手机",
                    "联系",
                    "致电",
                    "拨打",
                    "传真",
                    "热线",
                    "短信",
                    "座机",
                    "来电",
                    "回电",
                    "号码",
                    "打给");

    private final List<String> regions;

    /**
     * @param regions ISO 3166 codes of the countries whose numbers need no country code
     */
    PhoneDetector(List<String> regions) {
        this.regions = List.copyOf(regions);
    }

    /** At the first digit of a number. */
    @Override
    public int look(Page page, int at) {
        if (!isFree(page, at)) {
            return at;
        }
        PhoneCandidate candidate = PhoneCandidate.at(page, at);
        int groups = candidate.groups();
        if (groups == 0 || candidate.digits()[groups - 1] < DIGITS_MIN) {
            return at;
        }
        boolean isAnnounced = WORDS.before(page, candidate.start());
        for (int use = groups; use > 0 && candidate.digits()[use - 1] >= DIGITS_MIN; use--) {
            if (isFreeAfter(page, candidate.ends()[use - 1])
                    && isPhone(page, candidate, use, isAnnounced)) {
                int end = extensionEnd(page, candidate.ends()[use - 1]);
                return page.found(
                        candidate.start(), end, PersonalDataKind.PHONE, isAnnounced ? 0.9 : 0.8);
            }
        }
        return at;
    }

    private static boolean isFree(Page page, int at) {
        char before = page.at(at - 1);
        return !Chars.isAlphanumeric(before)
                && "_$€£¥#".indexOf(before) < 0
                && !(before == '.' && !Chars.isLetter(page.at(at - 2)))
                && !("-/,:".indexOf(before) >= 0 && Chars.isDigit(page.at(at - 2)));
    }

    private static boolean isFreeAfter(Page page, int end) {
        char after = page.at(end);
        boolean goesOn = Chars.isAlphanumeric(after) && (after | 0x20) != 'x';
        return !goesOn
                && after != '_'
                && after != '%'
                && !("-/,.:".indexOf(after) >= 0 && after != 0 && Chars.isDigit(page.at(end + 1)));
    }

    private boolean isPhone(Page page, PhoneCandidate candidate, int groups, boolean isAnnounced) {
        int digits = candidate.digits()[groups - 1];
        if (digits > (candidate.isInternational() ? DIGITS_MAX + 2 : DIGITS_MAX)
                || !hasGroups(candidate, groups)) {
            return false;
        }
        if (isAnnounced) {
            return true;
        }
        String text = page.text(candidate.start(), candidate.ends()[groups - 1]);
        if (candidate.isInternational()) {
            return isPossible(text.startsWith("00") ? "+" + text.substring(2) : text);
        }
        if (groups == 1) {
            return digits == CHINESE_MOBILE_DIGITS
                    && page.at(candidate.start()) == '1'
                    && regions.contains("CN")
                    && isValid(text, "CN");
        }
        String shape = candidate.shape(groups);
        return !isSum(page, candidate, groups)
                && !YEARS.matcher(text).matches()
                && !isInRow(page, candidate)
                && (groups > 2 || isDistinct(page, candidate))
                && ((AMERICAN.matcher(shape).matches() && isAmerican(text))
                        || PhoneShapes.regions(shape).stream().anyMatch(r -> isValid(text, r))
                        || (isWrittenLikeOne(page, candidate, groups)
                                && regions.stream().anyMatch(r -> isValid(text, r))));
    }

    /** Single digits are rare among the groups of a number: one first, one in brackets. */
    private static boolean hasGroups(PhoneCandidate candidate, int groups) {
        int single = 0;
        for (int i = 0; i < groups; i++) {
            single += candidate.group(i) == 1 ? 1 : 0;
        }
        return single <= 2 && candidate.group(groups - 1) > 1;
    }

    /** A bracket or a zero first, or hyphens. */
    private static boolean isWrittenLikeOne(Page page, PhoneCandidate candidate, int groups) {
        char first = page.at(candidate.start());
        boolean isHyphened = page.at(candidate.ends()[0]) == '-' && groups <= 4;
        boolean isChineseMobile =
                candidate.digits()[groups - 1] == CHINESE_MOBILE_DIGITS && first == '1';
        return first == '(' || first == '0' || isChineseMobile || isHyphened;
    }

    /** Of a table: a number stands before it. */
    private static boolean isInRow(Page page, PhoneCandidate candidate) {
        int at = candidate.start() - 1;
        return Chars.isDigit(page.at(candidate.start()))
                && page.at(at) == ' '
                && Chars.isDigit(page.at(at - 1))
                && page.at(candidate.ends()[0]) == ' ';
    }

    /** Two groups with a space between and a capital after them are numbers of a house. */
    private static boolean isDistinct(Page page, PhoneCandidate candidate) {
        int end = candidate.ends()[1];
        char next = page.at(page.at(end) == ' ' ? end + 1 : end);
        return page.at(candidate.ends()[0]) != ' ' || !Character.isUpperCase(next);
    }

    /** 374 780 163 beside a currency or a unit. */
    private static boolean isSum(Page page, PhoneCandidate candidate, int groups) {
        int before = candidate.start() - (page.at(candidate.start() - 1) == ' ' ? 2 : 1);
        return CURRENCIES.indexOf(page.at(before)) >= 0
                || SUM.after(page, candidate.ends()[groups - 1]);
    }

    private static boolean isAmerican(String text) {
        String digits = text.replaceAll("\\D", "");
        int area = digits.length() - 10;
        return digits.charAt(area) > '1' && digits.charAt(area + 3) > '1';
    }

    private static int extensionEnd(Page page, int end) {
        int at = page.at(end) == ' ' ? end + 1 : end;
        if ((page.at(at) | 0x20) == 'e'
                && page.text(at, Math.min(page.length(), at + 3)).equalsIgnoreCase("ext")) {
            at += page.at(at + 3) == '.' ? 4 : 3;
            at += page.at(at) == ' ' ? 1 : 0;
        } else if ((page.at(at) | 0x20) == 'x' || page.at(at) == '转') {
            at++;
        } else {
            return end;
        }
        int digits = page.digitsEnd(at);
        return digits > at && digits - at <= 6 ? digits : end;
    }

    private static boolean isPossible(String text) {
        try {
            PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
            return phones.isPossibleNumber(phones.parse(text, "ZZ"));
        } catch (NumberParseException e) {
            return false;
        }
    }

    private static boolean isValid(String text, String region) {
        try {
            PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
            return phones.isValidNumberForRegion(phones.parse(text, region), region);
        } catch (NumberParseException e) {
            return false;
        }
    }
}

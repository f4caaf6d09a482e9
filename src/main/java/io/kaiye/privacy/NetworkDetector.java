package io.kaiye.privacy;

/** IPv4, IPv6 and MAC addresses. */
final class NetworkDetector implements Detector {
    private static final int IPV6_MAX = 45;
    private static final int MAC_CHARACTERS = 17;

    /** At the first digit of a number, at a colon or at a hyphen. */
    @Override
    public int look(Page page, int at) {
        char c = page.at(at);
        if (c == ':') {
            return colons(page, at);
        }
        return c == '-' ? mac(page, at - 2) : ipv4(page, at);
    }

    private static int ipv4(Page page, int start) {
        int at = start;
        for (int part = 0; part < 4; part++) {
            int end = page.digitsEnd(at);
            if (end == at || end - at > 3 || Integer.parseInt(page.text(at, end)) > 255) {
                return start;
            }
            at = end;
            if (part < 3 && page.at(at++) != '.') {
                return start;
            }
        }
        boolean isFree =
                isFree(page.at(start - 1))
                        && isFree(page.at(at))
                        && page.at(start - 1) != '.'
                        && !(page.at(at) == '.' && Chars.isDigit(page.at(at + 1)));
        return isFree ? page.found(start, at, PersonalDataKind.IP_ADDRESS, 0.95) : start;
    }

    private static boolean isFree(char c) {
        return !Chars.isAlphanumeric(c) && c != '_';
    }

    private static int colons(Page page, int at) {
        int start = at;
        while (at - start < IPV6_MAX && isAddress(page.at(start - 1))) {
            start--;
        }
        int end = at;
        while (end - start <= IPV6_MAX && isAddress(page.at(end))) {
            end++;
        }
        if (isFree(page.at(start - 1)) && isFree(page.at(end))) {
            int found = mac(page, start);
            if (found > start + 2) {
                return found;
            }
            while (end > at && page.at(end - 1) == ':' && page.at(end - 2) != ':') {
                end--;
            }
            if (isIpv6(page.text(start, end))) {
                return page.found(start, end, PersonalDataKind.IP_ADDRESS, 0.97);
            }
        }
        return at;
    }

    private static boolean isAddress(char c) {
        return Chars.isHex(c) || c == ':';
    }

    /** Eight groups of up to four hexadecimal digits, or fewer around one "::". */
    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && (text.indexOf("::", gap + 1) >= 0 || text.length() < 5)) {
            return false;
        }
        int groups = 0;
        int digits = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && text.charAt(i) != ':') {
                digits++;
                continue;
            }
            if (digits > 4 || (digits == 0 && gap < 0)) {
                return false;
            }
            groups += digits > 0 ? 1 : 0;
            digits = 0;
        }
        return gap < 0 ? groups == 8 : groups >= 2 && groups < 8;
    }

    /**
     * Six pairs of hexadecimal digits with one separator throughout; else the first one's place.
     */
    private static int mac(Page page, int start) {
        char separator = page.at(start + 2);
        for (int i = 0; i < MAC_CHARACTERS; i++) {
            char c = page.at(start + i);
            if (i % 3 == 2 ? c != separator : !Chars.isHex(c)) {
                return start + 2;
            }
        }
        boolean isMac =
                (separator == ':' || separator == '-')
                        && isFree(page.at(start - 1))
                        && isFree(page.at(start + MAC_CHARACTERS))
                        && page.at(start + MAC_CHARACTERS) != separator
                        && page.at(start - 1) != separator;
        return isMac
                ? page.found(start, start + MAC_CHARACTERS, PersonalDataKind.MAC_ADDRESS, 0.97)
                : start + 2;
    }
}

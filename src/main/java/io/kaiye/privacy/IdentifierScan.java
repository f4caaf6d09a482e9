package io.kaiye.privacy;

import java.util.List;

/**
 * One pass over the characters of a text for everything that has a form of its own. Most characters
 * start nothing, and cost a look into a table; the few that do are handed to the detectors, the
 * strictest first. Immutable, safe for threads.
 */
final class IdentifierScan {
    private static final byte NONE = 0;
    private static final byte DIGIT = 1;
    private static final byte AT = 2;
    private static final byte COLON = 3;
    private static final byte HYPHEN = 4;
    private static final byte CAPITAL = 5;
    private static final byte SMALL_W = 6;
    private static final byte[] STARTS = starts();

    /** A longer run of letters and digits is no one's number: a hash, or base64. */
    private static final int TOKEN_MAX = 64;

    private final Detector mail = new EmailDetector();
    private final Detector url = new UrlDetector();
    private final Detector network = new NetworkDetector();
    private final Detector document = new DocumentDetector();
    private final List<Detector> numbers;

    IdentifierScan(List<String> phoneRegions) {
        numbers =
                List.of(
                        new CodeDetector(),
                        network,
                        new DateDetector(),
                        new CardDetector(),
                        document,
                        new PhoneDetector(phoneRegions));
    }

    private static byte[] starts() {
        byte[] starts = new byte[128];
        for (char c = '0'; c <= '9'; c++) {
            starts[c] = DIGIT;
        }
        for (char c = 'A'; c <= 'Z'; c++) {
            starts[c] = CAPITAL;
        }
        starts['@'] = AT;
        starts[':'] = COLON;
        starts['-'] = HYPHEN;
        starts['w'] = SMALL_W;
        return starts;
    }

    /** Keeps what it finds on the page; findings of one family do not overlap, others may. */
    void scan(Page page) {
        int at = 0;
        while (at < page.length()) {
            char c = page.at(at);
            byte start = c < 128 ? STARTS[c] : NONE;
            at = start == NONE ? at + 1 : Math.max(at + 1, look(page, at, start));
        }
    }

    private int look(Page page, int at, byte start) {
        return switch (start) {
            case DIGIT -> number(page, at);
            case AT -> mail.look(page, at);
            case COLON -> colon(page, at);
            case HYPHEN ->
                    Chars.isHex(page.at(at - 1)) && Chars.isHex(page.at(at + 1))
                            ? network.look(page, at)
                            : at;
            case CAPITAL ->
                    page.at(at - 1) > 127
                            ? document.look(page, at)
                            : page.at(at) == 'W' ? url.look(page, at) : at;
            default -> page.at(at + 1) == 'w' ? url.look(page, at) : at;
        };
    }

    private int colon(Page page, int at) {
        if (page.at(at + 1) == '/') {
            return url.look(page, at);
        }
        boolean isAddress =
                (Chars.isHex(page.at(at - 1)) || page.at(at - 1) == ':')
                        && (Chars.isHex(page.at(at + 1)) || page.at(at + 1) == ':');
        return isAddress ? network.look(page, at) : at;
    }

    /** All digits of a run start together; a token too long for any number is passed over. */
    private int number(Page page, int at) {
        if (page.wordEnd(at, TOKEN_MAX + 1) - at > TOKEN_MAX) {
            int end = at;
            while (Chars.isAlphanumeric(page.at(end))) {
                end++;
            }
            return end;
        }
        for (Detector detector : numbers) {
            int end = detector.look(page, at);
            if (end > at) {
                return end;
            }
        }
        return page.digitsEnd(at);
    }
}

package io.kaiye.privacy;

import java.util.Locale;
import java.util.Set;

/** Addresses of the web: a known scheme before ://, or a host that begins with www. */
final class UrlDetector implements Detector {
    private static final Set<String> SCHEMES =
            Set.of("http", "https", "ftp", "ftps", "sftp", "ws", "wss", "ssh", "git", "file");
    private static final int SCHEME_MAX = 6;
    private static final int URL_MAX = 2083;
    private static final String SIGNS = "-._~:/?#[]@!$&'()*+,;=%|";
    private static final String NOT_LAST = ".,;:!?'()[]*";

    /** At a colon, or at the first of {@code www.} */
    @Override
    public int look(Page page, int at) {
        return page.at(at) == ':' ? afterScheme(page, at) : bare(page, at);
    }

    private static int afterScheme(Page page, int at) {
        if (page.at(at + 1) != '/' || page.at(at + 2) != '/') {
            return at;
        }
        int start = at;
        while (at - start < SCHEME_MAX && Chars.isLetter(page.at(start - 1))) {
            start--;
        }
        if (!SCHEMES.contains(page.text(start, at).toLowerCase(Locale.ROOT))) {
            return at;
        }
        int end = end(page, at + 3);
        return end > at + 3 ? page.found(start, end, PersonalDataKind.URL, 0.99) : at;
    }

    private static int bare(Page page, int at) {
        boolean isHost =
                (page.at(at + 1) | 0x20) == 'w'
                        && (page.at(at + 2) | 0x20) == 'w'
                        && page.at(at + 3) == '.'
                        && !Chars.isAlphanumeric(page.at(at - 1));
        int host = isHost ? EmailDetector.domainEnd(page, at + 4) : at;
        return isHost && host > at + 4
                ? page.found(at, end(page, host), PersonalDataKind.URL, 0.95)
                : at;
    }

    private static int end(Page page, int from) {
        int end = from;
        int open = 0;
        while (end - from < URL_MAX && isPart(page.at(end))) {
            open += page.at(end) == '(' ? 1 : 0;
            end++;
        }
        while (end > from
                && NOT_LAST.indexOf(page.at(end - 1)) >= 0
                && !(page.at(end - 1) == ')' && open-- > 0)) {
            end--;
        }
        return end;
    }

    private static boolean isPart(char c) {
        return Chars.isAlphanumeric(c)
                || SIGNS.indexOf(c) >= 0
                || (c >= 128 && c < 0x2000 && Character.isLetter(c));
    }
}

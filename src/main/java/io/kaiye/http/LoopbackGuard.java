package io.kaiye.http;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keeps web pages from elsewhere away from a server that listens on loopback and asks for no token.
 * A page in a browser on this machine can reach it by a name that the page's owner points at
 * 127.0.0.1 (DNS rebinding), or post to it across sites; the browser then sends that name as Host
 * or the page's place as Origin. Safe for threads.
 */
final class LoopbackGuard {
    private static final String PORT = "(?::[0-9]{1,5})?";
    private static final int SHOWN_CHARACTERS = 100;

    private final boolean open;
    private final Pattern host;
    private final Pattern origin;

    LoopbackGuard(HttpSettings settings) {
        this.open = settings.asks() || !settings.address().isLoopbackAddress();
        String bind = Pattern.quote(settings.bind().toLowerCase(Locale.ROOT));
        String names =
                "(?:localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]|" + bind + "|\\[" + bind + "])";
        this.host = Pattern.compile(names + PORT, Pattern.CASE_INSENSITIVE);
        this.origin = Pattern.compile("https?://" + names + PORT, Pattern.CASE_INSENSITIVE);
    }

    /**
     * Lets a request pass or says why not.
     *
     * @throws KaiyeException FORBIDDEN
     */
    void check(Optional<String> hostSent, Optional<String> originSent) {
        if (open) {
            return;
        }
        if (!host.matcher(hostSent.orElse("")).matches()) {
            throw refusal("Host", hostSent.orElse(""), "localhost, 127.0.0.1 or [::1]");
        }
        if (originSent.isPresent() && !origin.matcher(originSent.get()).matches()) {
            throw refusal("Origin", originSent.get(), "pages of this machine, or no Origin");
        }
    }

    private static KaiyeException refusal(String header, String sent, String accepted) {
        return new KaiyeException(
                ErrorCode.FORBIDDEN,
                "The "
                        + header
                        + " header is \""
                        + sent.substring(0, Math.min(sent.length(), SHOWN_CHARACTERS))
                        + "\"; without a token this server answers only this machine ("
                        + accepted
                        + "). Start it with --token SECRET to be reached by other names or pages.");
    }
}

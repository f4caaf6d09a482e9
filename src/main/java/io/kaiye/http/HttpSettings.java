package io.kaiye.http;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the server listens and who may talk to it. Never changed once made. */
public final class HttpSettings {
    public static final String LOOPBACK = "127.0.0.1";
    public static final int PORT = 8800;

    private final String bind;
    private final InetAddress address;
    private final int port;
    private final Authenticator authenticator;
    private final boolean asks;
    private final HttpLimits limits;

    /**
     * Looks the address up, once: what was checked is what is listened on.
     *
     * @param bind an address or a host name of this machine; anything but loopback needs a token
     * @param port 0 takes any free one
     * @throws KaiyeException INVALID_ARGUMENT, with every problem
     */
    public HttpSettings(String bind, int port, BearerToken token, HttpLimits limits) {
        this(bind, port, token, token.isSet(), limits);
    }

    /**
     * As above, for a server that knows more callers than one.
     *
     * @param asks whether it lets nobody in who shows nothing
     */
    public HttpSettings(
            String bind, int port, Authenticator authenticator, boolean asks, HttpLimits limits) {
        List<String> problems = new ArrayList<>();
        if (port < 0 || port > 65_535) {
            problems.add("The port is " + port + "; accepted are 0 (any free one) to 65535.");
        }
        InetAddress found = find(bind, asks, problems);
        if (found == null || !problems.isEmpty()) {
            throw new KaiyeException(ErrorCode.INVALID_ARGUMENT, String.join("\n", problems));
        }
        this.bind = bind;
        this.address = found;
        this.port = port;
        this.authenticator = authenticator;
        this.asks = asks;
        this.limits = limits;
    }

    /** Loopback, without a token. */
    public static HttpSettings loopback(int port) {
        return new HttpSettings(LOOPBACK, port, BearerToken.none(), HttpLimits.DEFAULT);
    }

    /** The address as it was given. */
    public String bind() {
        return bind;
    }

    InetAddress address() {
        return address;
    }

    int port() {
        return port;
    }

    Authenticator authenticator() {
        return authenticator;
    }

    /** True if nobody is let in who shows nothing. */
    boolean asks() {
        return asks;
    }

    HttpLimits limits() {
        return limits;
    }

    private static @Nullable InetAddress find(String bind, boolean asks, List<String> problems) {
        if (bind.isBlank()) {
            problems.add("The address to bind is empty; write one such as 127.0.0.1.");
            return null;
        }
        try {
            InetAddress found = InetAddress.getByName(bind);
            if (!found.isLoopbackAddress() && !asks) {
                problems.add(
                        "Binding "
                                + bind
                                + " lets other machines in, so a token or keys are needed. Add"
                                + " --token SECRET (at least "
                                + BearerToken.CHARACTERS_MIN
                                + " characters; openssl rand -hex 24 makes one), or leave --bind"
                                + " out to listen on 127.0.0.1 only.");
            }
            return found;
        } catch (UnknownHostException e) {
            problems.add(
                    "Cannot bind "
                            + bind
                            + ": this machine has no such address. Use 127.0.0.1, 0.0.0.0 or an"
                            + " address that `ip addr` shows.");
            return null;
        }
    }
}

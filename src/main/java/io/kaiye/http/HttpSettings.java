package io.kaiye.http;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the server listens and who may talk to it.
 *
 * @param bind an address or a host name of this machine; anything but loopback needs a token
 * @param port 0 takes any free one
 */
public record HttpSettings(String bind, int port, BearerToken token, HttpLimits limits) {
    public static final String LOOPBACK = "127.0.0.1";
    public static final int PORT = 8800;

    public HttpSettings {
        List<String> problems = new ArrayList<>();
        if (port < 0 || port > 65_535) {
            problems.add("The port is " + port + "; accepted are 0 (any free one) to 65535.");
        }
        checkAddress(bind, token, problems);
        if (!problems.isEmpty()) {
            throw new KaiyeException(ErrorCode.INVALID_ARGUMENT, String.join("\n", problems));
        }
    }

    /** Loopback, without a token. */
    public static HttpSettings loopback(int port) {
        return new HttpSettings(LOOPBACK, port, BearerToken.none(), HttpLimits.DEFAULT);
    }

    /** The address to listen on; checked when these settings were made. */
    InetAddress address() {
        try {
            return InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT, "No such address: " + bind + ".", e);
        }
    }

    private static void checkAddress(String bind, BearerToken token, List<String> problems) {
        try {
            if (bind.isBlank()) {
                problems.add("The address to bind is empty; write one such as 127.0.0.1.");
            } else if (!InetAddress.getByName(bind).isLoopbackAddress() && !token.isSet()) {
                problems.add(
                        "Binding "
                                + bind
                                + " lets other machines in, so a token is needed. Add --token"
                                + " SECRET (at least "
                                + BearerToken.CHARACTERS_MIN
                                + " characters; openssl rand -hex 24 makes one), or leave --bind"
                                + " out to listen on 127.0.0.1 only.");
            }
        } catch (UnknownHostException e) {
            problems.add(
                    "Cannot bind "
                            + bind
                            + ": this machine has no such address. Use 127.0.0.1, 0.0.0.0 or an"
                            + " address that `ip addr` shows.");
        }
    }
}

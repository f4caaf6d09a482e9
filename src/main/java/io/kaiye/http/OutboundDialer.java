package io.kaiye.http;

import io.kaiye.http.OutboundFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Opens connections. The host is looked up once for each, every address it has is checked, and the
 * connection goes to one of the addresses that were checked: there is no second look-up in between.
 * Safe for threads.
 */
final class OutboundDialer {
    /** Looks names up. */
    @FunctionalInterface
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private final OutboundSettings settings;
    private final Names names;
    private final SSLSocketFactory tls;

    OutboundDialer(OutboundSettings settings, Names names, SSLSocketFactory tls) {
        this.settings = settings;
        this.names = names;
        this.tls = tls;
    }

    OutboundConnection dial() throws OutboundFailure {
        IOException last = new IOException("it has no address");
        for (InetAddress address : checked()) {
            try {
                return connect(address);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new OutboundFailure(
                Kind.CONNECT, "cannot connect to " + where() + ": " + last.getMessage(), last);
    }

    private InetAddress[] checked() throws OutboundFailure {
        InetAddress[] addresses;
        try {
            addresses = names.addresses(settings.host());
        } catch (UnknownHostException e) {
            throw new OutboundFailure(Kind.CONNECT, "no address of " + where() + " is known", e);
        }
        for (InetAddress address : addresses) {
            if (!settings.allowPrivate() && !AddressGuard.isPublic(address)) {
                throw new OutboundFailure(
                        Kind.ADDRESS,
                        settings.host()
                                + " has an address that is not public; `allow_private: true` at"
                                + " the upstream allows that");
            }
        }
        return addresses;
    }

    private OutboundConnection connect(InetAddress address) throws IOException {
        int millis = Math.max(1, Math.toIntExact(settings.connectTime().toMillis()));
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            socket.connect(new InetSocketAddress(address, settings.port()), millis);
            return new OutboundConnection(
                    settings.isTls() ? secured(socket, millis) : socket, socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** The certificate must be of the host's name, whichever address it had. */
    private Socket secured(Socket plain, int millis) throws IOException {
        SSLSocket socket =
                (SSLSocket) tls.createSocket(plain, settings.host(), settings.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(millis);
        socket.startHandshake();
        return socket;
    }

    private String where() {
        return settings.host() + ":" + settings.port();
    }
}

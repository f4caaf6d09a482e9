package io.kaiye.http;

import java.net.URI;
import java.time.Duration;

/**
 * One server that is called.
 *
 * @param base http or https; its path stands before the path of each call
 * @param allowPrivate whether its host may be an address that is not public
 * @param connectTime to connect and to agree on TLS
 * @param idleConnectionsMax connections kept for the next call
 */
public record OutboundSettings(
        URI base, boolean allowPrivate, Duration connectTime, int idleConnectionsMax) {
    /** How long an unused connection is kept. */
    static final Duration KEEP_TIME = Duration.ofSeconds(25);

    /** Bytes of the status line and headers of a reply. */
    static final int HEAD_BYTES_MAX = 64 << 10;

    boolean isTls() {
        return "https".equals(base.getScheme());
    }

    int port() {
        return base.getPort() >= 0 ? base.getPort() : isTls() ? 443 : 80;
    }

    /** Without the brackets of an IPv6 address. */
    String host() {
        String host = base.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** Without a slash at its end. */
    String path() {
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}

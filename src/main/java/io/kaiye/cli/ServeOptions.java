package io.kaiye.cli;

import java.util.Optional;

/**
 * How the server listens.
 *
 * @param bind an address or host name
 * @param port 0 takes any free one
 * @param token what callers must show; required where {@code bind} is not loopback
 */
public record ServeOptions(String bind, int port, Optional<String> token) {}

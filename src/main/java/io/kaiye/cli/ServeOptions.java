package io.kaiye.cli;

import java.util.Optional;

/**
 * How the server listens.
 *
 * @param bind an address or host name
 * @param port 0 takes any free one
 * @param token what the operator must show
 * @param keysOnly whether who shows neither token nor key is refused; the one or the other is
 *     required where {@code bind} is not loopback
 */
public record ServeOptions(String bind, int port, Optional<String> token, boolean keysOnly) {}

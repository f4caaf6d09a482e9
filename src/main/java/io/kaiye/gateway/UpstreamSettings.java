package io.kaiye.gateway;

import io.kaiye.privacy.PersonalDataKind;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * A provider or server that answers calls, as gateway.yaml says.
 *
 * @param url http or https, up to where the paths of the protocol begin
 * @param allowPrivate whether its host may be an address that is not public
 * @param timeout to the first byte of a reply
 * @param idleTimeout between two bytes later
 * @param deadline of a call to the first byte, with all tries and waits
 * @param streamTime of a whole reply
 * @param retries after the first try
 * @param breakerFailures in a row that open the circuit breaker
 * @param breakerOpen how long it stays open
 * @param concurrency calls under way at one time
 * @param masked kinds of personal data that never reach it
 */
public record UpstreamSettings(
        String id,
        Protocol protocol,
        URI url,
        KeySource key,
        boolean allowPrivate,
        Duration connectTimeout,
        Duration timeout,
        Duration idleTimeout,
        Duration deadline,
        Duration streamTime,
        int retries,
        int breakerFailures,
        Duration breakerOpen,
        int concurrency,
        Set<PersonalDataKind> masked) {
    public UpstreamSettings {
        masked = Set.copyOf(masked);
    }
}

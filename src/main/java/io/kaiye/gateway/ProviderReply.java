package io.kaiye.gateway;

import java.util.Optional;

/**
 * A whole reply of an upstream, in OpenAI's shape.
 *
 * @param upstreamId empty if it gave none
 * @param use as the upstream counted; empty if it did not say
 * @param text what was produced, for our own count
 */
record ProviderReply(Utf8 body, String upstreamId, Optional<TokenUse> use, String text) {}

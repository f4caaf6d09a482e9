package io.kaiye.gateway;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Turns the events of one upstream's stream into chunks in OpenAI's shape. One thread. */
interface ChunkReader {
    /**
     * The chunks that an event becomes; often one, sometimes none.
     *
     * @throws IOException if it is not what the protocol says
     */
    List<Utf8> take(SseEvent event) throws IOException;

    /** True once every choice has its finish reason: nothing but the usage follows. */
    boolean finished();

    /** True once the upstream said that the stream is over. */
    boolean ended();

    /** What the upstream said where it sent an error instead of going on. */
    Optional<String> error();

    /** The chunk without choices that holds the usage; empty if the upstream sent none. */
    Optional<Utf8> usageChunk();

    /** Tokens as the upstream counted them; empty if it did not say. */
    Optional<TokenUse> use();

    /** Tokens of the input alone, where the upstream said those at once. */
    default Optional<TokenUse> inputUse() {
        return use();
    }

    /** The upstream's id of the answer; empty if it gave none. */
    String upstreamId();

    /** What was produced so far, for our own count. */
    String text();
}

package io.kaiye.gateway;

import java.io.IOException;
import java.util.Map;

/** How an upstream wants to be asked, and how it answers. Safe for threads. */
interface Provider {
    String chatPath();

    /**
     * @throws io.kaiye.base.KaiyeException UNSUPPORTED_MODEL if it has none
     */
    String embeddingsPath();

    /** What stands in every request, the key included. */
    Map<String, String> headers(UpstreamKey key);

    /**
     * The body of a chat call.
     *
     * @throws io.kaiye.base.KaiyeException INVALID_ARGUMENT for what this protocol cannot say
     */
    byte[] chatBody(ChatRequest request, UpstreamModel model);

    /**
     * Reads a whole reply.
     *
     * @param model as the caller named it
     * @throws IOException if it is not what the protocol says
     */
    ProviderReply chatReply(Utf8 body, String model) throws IOException;

    /** A reader for one stream. */
    ChunkReader chunks(ChatRequest request, String model);
}

package io.kaiye.gateway;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Asks upstreams for a chat answer that comes as a whole. Safe for threads. */
final class WholeChat {
    private final Tries tries;
    private final TokenCounter counter;

    WholeChat(Tries tries, TokenCounter counter) {
        this.tries = tries;
        this.counter = counter;
    }

    /**
     * What was heard, and noted in the call.
     *
     * @param use by the upstream's count, else by ours
     * @param costMicros of this try alone
     */
    record Heard(ProviderReply reply, UpstreamModel model, TokenUse use, long costMicros) {}

    /** What asks for a chat answer, whole or as a stream. */
    Tries.Order order(
            OpenCall call,
            ChatRequest chat,
            List<UpstreamModel> candidates,
            BooleanSupplier abandoned) {
        return new Tries.Order(
                call,
                candidates,
                abandoned,
                chat.inputTokensMax(),
                each -> ChatRoute.outputTokensMax(chat, each),
                () -> ChatCount.input(chat, counter));
    }

    /** Asks until one answers; see {@link Tries#reach}. */
    Heard ask(Tries.Order order, ChatRequest chat) {
        Tries.Reached<ProviderReply> reached =
                tries.reach(
                        order,
                        (passage, model, wait) -> {
                            Provider provider = passage.upstream().provider();
                            byte[] body = provider.chatBody(chat, model);
                            Utf8 reply = passage.ask(provider.chatPath(), body, wait);
                            return read(passage, provider, reply, chat.model());
                        });
        reached.passage().succeeded();
        ProviderReply reply = reached.value();
        TokenUse use =
                reply.use()
                        .orElseGet(
                                () ->
                                        TokenUse.counted(
                                                order.countedInput().getAsLong(),
                                                counter.count(reply.text())));
        long cost = order.call().charge(reached.model(), reply.upstreamId(), use);
        return new Heard(reply, reached.model(), use, cost);
    }

    private static ProviderReply read(
            Upstream.Passage passage, Provider provider, Utf8 reply, String model)
            throws UpstreamFailure {
        try {
            return provider.chatReply(reply, model);
        } catch (IOException e) {
            throw passage.upstream().unreadable(e);
        }
    }
}

package io.kaiye.gateway;

import io.kaiye.gateway.Spent.Ending;
import io.kaiye.http.JsonBody;
import io.kaiye.http.OutboundWait;
import io.kaiye.http.Request;
import io.kaiye.http.Response;
import java.io.IOException;
import java.util.Map;

/** Answers {@code POST /v1/embeddings} from upstreams, or from our own models. Safe for threads. */
final class EmbeddingsRoute {
    static final String ENDPOINT = "embeddings";

    private final Door door;
    private final Upstreams upstreams;
    private final Tries tries;
    private final TokenCounter counter;
    private final LocalRoutes local;

    EmbeddingsRoute(
            Door door, Upstreams upstreams, Tries tries, TokenCounter counter, LocalRoutes local) {
        this.door = door;
        this.upstreams = upstreams;
        this.tries = tries;
        this.counter = counter;
        this.local = local;
    }

    Response answer(Request request) {
        if (upstreams.config().models().isEmpty()) {
            return local.embeddings(request);
        }
        String name = JsonBody.readDeep(request, PassedEmbeddings::model);
        return upstreams
                .model(name)
                .map(model -> passed(request, model))
                .orElseGet(() -> local.embeddings(request));
    }

    private Response passed(Request request, UpstreamModel model) {
        PassedEmbeddings wanted = read(request, model);
        Door.Wanted asked =
                new Door.Wanted(ENDPOINT, model.id(), wanted.texts(), wanted.body().length(), 0);
        return door.enter(request, asked, call -> ask(call, request, model));
    }

    private static PassedEmbeddings read(Request request, UpstreamModel model) {
        return JsonBody.readDeep(request, parser -> PassedEmbeddings.read(parser, model.name()));
    }

    private Response ask(OpenCall call, Request request, UpstreamModel model) {
        Tries.Order order =
                new Tries.Order(
                        call,
                        upstreams.candidates(model),
                        request::abandoned,
                        call.asked().inputTokensMax(),
                        each -> 0,
                        () -> counter.count(read(request, model).body().toString()));
        Tries.Reached<ProviderReply> reached =
                tries.reach(
                        order,
                        (passage, each, wait) ->
                                ask(passage, read(request, each).body(), model.id(), wait));
        reached.passage().succeeded();
        ProviderReply reply = reached.value();
        TokenUse use =
                reply.use().orElseGet(() -> TokenUse.counted(order.countedInput().getAsLong(), 0));
        call.charge(reached.model(), reply.upstreamId(), use);
        Spent spent =
                call.spent(
                        OpenCall.servedBy(reached.model()),
                        "upstream",
                        call.asked().answers(),
                        use,
                        Ending.COMPLETE,
                        0);
        return Answers.settled(call, spent, reply.body(), Map.of());
    }

    private static ProviderReply ask(
            Upstream.Passage passage, Utf8 body, String model, OutboundWait wait)
            throws UpstreamFailure {
        Utf8 reply =
                passage.ask(passage.upstream().provider().embeddingsPath(), body.bytes(), wait);
        try {
            return OpenAiProvider.embeddingsReply(reply, model);
        } catch (IOException e) {
            throw passage.upstream().unreadable(e);
        }
    }
}

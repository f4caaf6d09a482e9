package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.Spent.Ending;
import io.kaiye.http.JsonBody;
import io.kaiye.http.OutboundReply;
import io.kaiye.http.OutboundWait;
import io.kaiye.http.Request;
import io.kaiye.http.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Answers {@code POST /v1/chat/completions} from upstreams. Safe for threads. */
final class ChatRoute {
    static final String ENDPOINT = "chat";

    private final Door door;
    private final ModelNames names;
    private final Upstreams upstreams;
    private final Tries tries;
    private final TokenCounter counter;
    private final WholeChat whole;

    ChatRoute(Door door, ModelNames names, Upstreams upstreams, Tries tries, TokenCounter counter) {
        this.door = door;
        this.names = names;
        this.upstreams = upstreams;
        this.tries = tries;
        this.counter = counter;
        this.whole = new WholeChat(tries, counter);
    }

    static ChatRequest read(Request request) {
        return JsonBody.readDeep(request, ChatRequest::read);
    }

    Response answer(Request request, ChatRequest chat) {
        UpstreamModel model = model(names.required(chat.model()));
        List<UpstreamModel> candidates = upstreams.candidates(model);
        Door.Wanted wanted =
                new Door.Wanted(
                        ENDPOINT,
                        model.id(),
                        1,
                        chat.inputTokensMax(),
                        outputTokensMax(chat, candidates));
        return door.enter(
                request, wanted, call -> answer(call, chat, candidates, request::abandoned));
    }

    private UpstreamModel model(String name) {
        Optional<UpstreamModel> model = upstreams.model(name);
        if (model.isEmpty() && names.isLocal(name)) {
            throw KaiyeException.ofParameter(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "model",
                    name + " is a model of this server and does not chat. Ask /v1/classify.");
        }
        return model.orElseThrow(() -> names.unknown(name));
    }

    static long outputTokensMax(ChatRequest chat, UpstreamModel model) {
        long each = chat.outputMax() > 0 ? chat.outputMax() : model.outputMax();
        return each * chat.choices();
    }

    /** Whichever of these models answers. */
    static long outputTokensMax(ChatRequest chat, List<UpstreamModel> candidates) {
        return candidates.stream().mapToLong(model -> outputTokensMax(chat, model)).max().orElse(0);
    }

    /** Answers an admitted call by the first of these models that can. */
    Response answer(
            OpenCall call,
            ChatRequest chat,
            List<UpstreamModel> candidates,
            BooleanSupplier abandoned) {
        Tries.Order order = whole.order(call, chat, candidates, abandoned);
        return chat.stream() ? stream(order, chat) : plain(order, chat);
    }

    private Response plain(Tries.Order order, ChatRequest chat) {
        WholeChat.Heard heard = whole.ask(order, chat);
        Spent spent = order.call().spent(heard.model(), heard.use(), Ending.COMPLETE);
        return Answers.settled(order.call(), spent, heard.reply().body(), Map.of());
    }

    private Response stream(Tries.Order order, ChatRequest chat) {
        Tries.Reached<OpenStream> reached =
                tries.reach(order, (passage, model, wait) -> open(passage, model, wait, chat));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(Answers.ANSWER_ID, order.call().answerId());
        headers.put(Answers.MODEL, OpenCall.servedBy(reached.model()));
        headers.put(Answers.ROUTE, order.call().upstreamRoute());
        headers.put("cache-control", "no-cache");
        ChatStream stream = new ChatStream(order, reached, chat, counter, headers);
        return Answers.with(Response.stream(Response.EVENTS, stream), headers);
    }

    private static OpenStream open(
            Upstream.Passage passage, UpstreamModel model, OutboundWait wait, ChatRequest chat)
            throws UpstreamFailure {
        Provider provider = passage.upstream().provider();
        OutboundReply reply =
                passage.post(provider.chatPath(), provider.chatBody(chat, model), wait);
        try {
            return OpenStream.begin(
                    reply, provider.chunks(chat, chat.model()), passage.upstream().errors());
        } catch (UpstreamFailure | RuntimeException e) {
            reply.close();
            throw e;
        }
    }
}

package io.kaiye.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.Spent.TokenSource;
import io.kaiye.http.Caller;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Asks upstream models for labels, through the books as a call of the operator. Thread-safe. */
public final class UpstreamAsker implements RungAnswers {
    /** Tokens of a label, for an estimate. */
    private static final long LABEL_TOKENS = 8;

    private static final String ENDPOINT = "audit";

    /**
     * What an upstream said within a call.
     *
     * @param model that answered
     * @param source who counted the tokens
     */
    record Heard(Said said, UpstreamModel model, TokenSource source) {}

    private final Upstreams upstreams;
    private final WholeChat whole;
    private final TokenCounter counter;
    private final Books books;
    private final Supplier<String> ids;
    private final InstantSource clock;

    UpstreamAsker(
            Upstreams upstreams,
            Tries tries,
            TokenCounter counter,
            Books books,
            Supplier<String> ids,
            InstantSource clock) {
        this.upstreams = upstreams;
        this.whole = new WholeChat(tries, counter);
        this.counter = counter;
        this.books = books;
        this.ids = ids;
        this.clock = clock;
    }

    /** For a command: what it costs is said, and posted nowhere. */
    public static UpstreamAsker ofCommand(
            Upstreams upstreams,
            RandomGenerator random,
            Supplier<String> ids,
            InstantSource clock) {
        return new UpstreamAsker(
                upstreams,
                new Tries(upstreams, random, Pause.real()),
                new TokenCounter(),
                new FreeBooks(),
                ids,
                clock);
    }

    @Override
    public Said ask(String model, String message) {
        UpstreamModel of = model(model);
        ChatRequest chat = chat(model, message);
        Asked asked =
                new Asked(
                        Caller.OPERATOR,
                        ids.get(),
                        ENDPOINT,
                        model,
                        0,
                        chat.inputTokensMax(),
                        ChatRoute.outputTokensMax(chat, of),
                        Optional.empty());
        return switch (books.admit(asked)) {
            case Admission.Answered answered ->
                    throw new IllegalStateException("no idempotency key was sent");
            case Admission.Admitted admitted -> {
                OpenCall call =
                        new OpenCall(asked, admitted.reservation(), clock, System.nanoTime());
                try {
                    Said said = ask(call, List.of(of), chat, () -> false).said();
                    call.release(ENDPOINT);
                    yield said;
                } catch (KaiyeException e) {
                    call.release(e.code());
                    throw e;
                } finally {
                    call.close();
                }
            }
        };
    }

    /** Tokens that such a message may count as input at most. */
    static long inputTokensMax(UpstreamModel model, String message) {
        return chat(model.id(), message).inputTokensMax();
    }

    /** Asks within a call that is open already, and notes what it costs there. */
    Heard ask(
            OpenCall call,
            List<UpstreamModel> candidates,
            String message,
            BooleanSupplier abandoned) {
        return ask(call, candidates, chat(candidates.getFirst().id(), message), abandoned);
    }

    private Heard ask(
            OpenCall call,
            List<UpstreamModel> candidates,
            ChatRequest chat,
            BooleanSupplier abandoned) {
        WholeChat.Heard heard = whole.ask(whole.order(call, chat, candidates, abandoned), chat);
        TokenUse use = heard.use();
        Said said = new Said(content(heard.reply()), heard.costMicros(), use.input(), use.output());
        return new Heard(said, heard.model(), use.source());
    }

    @Override
    public long costMicrosExpected(String model, String message) {
        TokenUse use =
                TokenUse.counted(ChatCount.input(chat(model, message), counter), LABEL_TOKENS);
        return model(model).price(clock.instant()).costMicros(use);
    }

    private UpstreamModel model(String id) {
        return upstreams
                .model(id)
                .orElseThrow(
                        () ->
                                new KaiyeException(
                                        ErrorCode.UNKNOWN_UPSTREAM,
                                        "There is no upstream model \""
                                                + id
                                                + "\" in gateway.yaml."));
    }

    private static ChatRequest chat(String model, String message) {
        ObjectNode body = Json.mapper().createObjectNode().put("model", model);
        body.putArray("messages").addObject().put("role", "user").put("content", message);
        try (JsonParser parser = Json.mapper().createParser(Json.bytes(body))) {
            parser.nextToken();
            return ChatRequest.read(parser);
        } catch (IOException e) {
            throw new IllegalStateException("what we wrote ourselves is not JSON", e);
        }
    }

    private static String content(ProviderReply reply) {
        try {
            return Json.mapper()
                    .readTree(reply.body().bytes())
                    .at("/choices/0/message/content")
                    .asText("");
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.UPSTREAM_FAILED, "The upstream's answer is not JSON.", e);
        }
    }
}

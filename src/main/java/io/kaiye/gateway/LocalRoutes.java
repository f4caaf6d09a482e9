package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.Spent.Ending;
import io.kaiye.gateway.Spent.TokenSource;
import io.kaiye.http.JsonBody;
import io.kaiye.http.Request;
import io.kaiye.http.Response;
import io.kaiye.serve.Answer;
import io.kaiye.serve.Deadline;
import io.kaiye.serve.Serving;
import io.kaiye.serve.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Answers classifications and embeddings from our own models. Safe for threads. */
final class LocalRoutes {
    /** Serving has its own, shorter limit. */
    private static final Duration NO_LIMIT_HERE = Duration.ofHours(1);

    /** Scores in one answer to /v1/classify, which are about 70 bytes each. */
    static final int SCORES_MAX = 262_144;

    /** What a tokenizer adds to a text at most. */
    private static final int TEXT_TOKENS = 4;

    private final Door door;
    private final ModelNames names;
    private final Serving serving;

    LocalRoutes(Door door, ModelNames names, Serving serving) {
        this.door = door;
        this.names = names;
        this.serving = serving;
    }

    ClassifyRequest read(Request request) {
        int textsMax = serving.limits().callTextsMax();
        return JsonBody.read(request, parser -> ClassifyRequest.read(parser, textsMax));
    }

    Response classify(Request request, ClassifyRequest wanted) {
        String model = local(names.required(wanted.model()));
        checkScores(model, wanted);
        return door.enter(
                request,
                wanted("classify", model, wanted.input()),
                call -> {
                    Answer answer =
                            serving.classify(
                                    call.answerId(), model, wanted.input(), deadline(request));
                    return signed(
                            call,
                            Documents.classification(answer, wanted.topK(), wanted.threshold()),
                            answer.usage());
                });
    }

    Response embeddings(Request request) {
        int textsMax = serving.limits().callTextsMax();
        EmbeddingsRequest wanted =
                JsonBody.read(request, parser -> EmbeddingsRequest.read(parser, textsMax));
        String model = local(names.required(wanted.model()));
        return door.enter(
                request,
                wanted(EmbeddingsRoute.ENDPOINT, model, wanted.input()),
                call -> {
                    Answer answer =
                            serving.embed(
                                    call.answerId(),
                                    model,
                                    wanted.input(),
                                    wanted.dimensions(),
                                    deadline(request));
                    Answer cut =
                            wanted.dimensions() == 0
                                    ? answer
                                    : shortened(answer, wanted.dimensions());
                    byte[] body = Documents.embeddings(cut, wanted.base64());
                    return signed(call, body, answer.usage());
                });
    }

    private String local(String name) {
        if (names.route(name).isPresent()) {
            throw KaiyeException.ofParameter(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "model",
                    name
                            + " is a route, which gives labels and no vectors. Ask /v1/classify or"
                            + " /v1/chat/completions.");
        }
        if (names.isLocal(name)) {
            return name;
        }
        if (names.all().contains(name)) {
            throw KaiyeException.ofParameter(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "model",
                    name
                            + " is not a model of this server and does neither classify nor embed"
                            + " here. Ask /v1/chat/completions, or /v1/embeddings if it is an"
                            + " upstream's.");
        }
        throw names.unknown(name);
    }

    /** No token is shorter than a byte. */
    private static Door.Wanted wanted(String endpoint, String model, List<String> texts) {
        long tokens = 0;
        for (String text : texts) {
            tokens += text.getBytes(StandardCharsets.UTF_8).length + TEXT_TOKENS;
        }
        return new Door.Wanted(endpoint, model, texts.size(), tokens, 0);
    }

    private void checkScores(String name, ClassifyRequest wanted) {
        int each = Math.min(wanted.topK(), serving.model(name).labels().size());
        if ((long) each * wanted.input().size() > SCORES_MAX) {
            throw Fields.invalid(
                    "top_k",
                    "\"top_k\" is "
                            + wanted.topK()
                            + " for "
                            + wanted.input().size()
                            + " texts; one answer holds at most "
                            + SCORES_MAX
                            + " scores. Ask for "
                            + SCORES_MAX / wanted.input().size()
                            + " or fewer, or send fewer texts.");
        }
    }

    private static Answer shortened(Answer answer, int dimensions) {
        return new Answer(
                answer.usage(),
                answer.labels(),
                answer.rows().stream().map(row -> Vectors.shortened(row, dimensions)).toList());
    }

    private static Deadline deadline(Request request) {
        return new Deadline(NO_LIMIT_HERE, request::abandoned);
    }

    private static Response signed(OpenCall call, byte[] body, Usage usage) {
        Spent spent =
                call.spent(
                        usage.model() + "@" + usage.number(),
                        usage.route(),
                        usage.texts(),
                        new TokenUse(usage.tokens(), 0, 0, 0, TokenSource.LOCAL),
                        Ending.COMPLETE,
                        usage.costMicros());
        Map<String, String> more =
                usage.truncatedTexts() == 0
                        ? Map.of()
                        : Map.of(
                                "x-kaiye-truncated-texts",
                                Integer.toString(usage.truncatedTexts()));
        return Answers.settled(call, spent, new Utf8(body), more);
    }
}

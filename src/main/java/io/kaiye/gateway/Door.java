package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import io.kaiye.gateway.Asked.Idempotency;
import io.kaiye.http.IdempotencyKey;
import io.kaiye.http.Request;
import io.kaiye.http.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way into every call that is paid for: asks the books before any work, gives an answer again
 * that was given already, and frees what was set aside where the work fails. Safe for threads.
 */
final class Door {
    private final Books books;
    private final Supplier<String> answerIds;
    private final InstantSource clock;

    Door(Books books, Supplier<String> answerIds, InstantSource clock) {
        this.books = books;
        this.answerIds = answerIds;
        this.clock = clock;
    }

    /**
     * What a call asks for at most; see {@link Asked}.
     *
     * @param endpoint as a key's terms name it
     */
    record Wanted(
            String endpoint,
            String model,
            long answers,
            long inputTokensMax,
            long outputTokensMax) {}

    /** Answers an admitted call; settles it, or gives a stream that will. */
    @FunctionalInterface
    interface Work {
        Response answer(OpenCall call);
    }

    Response enter(Request request, Wanted wanted, Work work) {
        long start = System.nanoTime();
        Asked asked =
                new Asked(
                        request.caller(),
                        answerIds.get(),
                        wanted.endpoint(),
                        wanted.model(),
                        wanted.answers(),
                        wanted.inputTokensMax(),
                        wanted.outputTokensMax(),
                        idempotency(request));
        return switch (books.admit(asked)) {
            case Admission.Answered answered -> again(answered.answer());
            case Admission.Admitted admitted ->
                    answer(new OpenCall(asked, admitted.reservation(), clock, start), work);
        };
    }

    private static Response answer(OpenCall call, Work work) {
        try {
            return work.answer(call);
        } catch (KaiyeException e) {
            call.release(e.code());
            throw e;
        } catch (RuntimeException | Error e) {
            call.release(ErrorCode.INTERNAL);
            throw e;
        }
    }

    private static Response again(KeptAnswer kept) {
        Response response =
                Response.of(
                        kept.status(),
                        kept.contentType(),
                        kept.body().getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, String> header : kept.headers().entrySet()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return response.with("x-kaiye-answered-before", "true");
    }

    private static Optional<Idempotency> idempotency(Request request) {
        return IdempotencyKey.of(request).map(key -> new Idempotency(key, hash(request)));
    }

    private static String hash(Request request) {
        MessageDigest digest = Sha256.digest();
        digest.update(request.route().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(request.body());
        return Sha256.hex(digest);
    }
}

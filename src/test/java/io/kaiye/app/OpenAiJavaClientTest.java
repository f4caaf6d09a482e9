package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.core.http.HttpResponseFor;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The official Java client, unmodified, against a running server; it checks every field of what it
 * gets. After each test the books hold what was given, once, and nothing else.
 */
@Timeout(120)
class OpenAiJavaClientTest {
    private static final List<String> GIVEN = new ArrayList<>();

    @TempDir private static Path folder;
    private static Shop shop;
    private static OpenAIClient client;

    @BeforeAll
    static void open() throws IOException {
        shop = new Shop(folder);
        client =
                OpenAIOkHttpClient.builder()
                        .baseUrl(shop.baseUrl())
                        .apiKey(shop.key)
                        .maxRetries(0)
                        .responseValidation(true)
                        .build();
    }

    @AfterAll
    static void close() throws IOException {
        client.close();
        shop.close();
    }

    @AfterEach
    void theBooksHoldWhatWasGiven() {
        shop.assertBooks(GIVEN);
    }

    /** The client with another key, or with retries. */
    private static OpenAIClient client(String key, int retries) {
        return client.withOptions(options -> options.apiKey(key).maxRetries(retries));
    }

    private static ChatCompletionCreateParams.Builder chat(String model, String message) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage(message);
    }

    private static ChatCompletion ask(OpenAIClient by, ChatCompletionCreateParams.Builder asked) {
        try (HttpResponseFor<ChatCompletion> response =
                by.chat().completions().withRawResponse().create(asked.build())) {
            note(response);
            return response.parse();
        }
    }

    private static void note(HttpResponse response) {
        if (header(response, "x-kaiye-answered-before").isEmpty()) {
            GIVEN.add(header(response, "x-kaiye-answer-id").orElseThrow());
        }
    }

    private static Optional<String> header(HttpResponse response, String name) {
        return response.headers().values(name).stream().findFirst();
    }

    @Test
    void chatsOfBothProtocolsAreAnswered() {
        for (String model : List.of("chat", "claude")) {
            long before = shop.owedMicros();
            ChatCompletion answer = ask(client, chat(model, "Say hello"));
            assertEquals(model, answer.model());
            ChatCompletion.Choice choice = answer.choices().getFirst();
            assertEquals("Hello there", choice.message().content().orElseThrow());
            assertEquals(ChatCompletion.Choice.FinishReason.STOP, choice.finishReason());
            assertEquals(12, answer.usage().map(CompletionUsage::promptTokens).orElseThrow());
            assertEquals(7, answer.usage().map(CompletionUsage::completionTokens).orElseThrow());
            assertEquals(Shop.CHAT_MICROS, shop.owedMicros() - before);
        }
    }

    @Test
    void streamsComeInPiecesWithAReasonToEndAndTheUsage() {
        for (String model : List.of("chat", "claude")) {
            long before = shop.owedMicros();
            List<ChatCompletionChunk> chunks =
                    stream(
                            chat(model, "Say hello")
                                    .streamOptions(
                                            ChatCompletionStreamOptions.builder()
                                                    .includeUsage(true)
                                                    .build()));
            assertTrue(chunks.size() >= 4, chunks.toString());
            assertEquals("Hello there", text(chunks));
            List<ChatCompletionChunk.Choice.FinishReason> reasons =
                    chunks.stream()
                            .flatMap(chunk -> chunk.choices().stream())
                            .flatMap(choice -> choice.finishReason().stream())
                            .toList();
            assertEquals(List.of(ChatCompletionChunk.Choice.FinishReason.STOP), reasons);
            CompletionUsage usage = chunks.getLast().usage().orElseThrow();
            assertEquals(12, usage.promptTokens());
            assertEquals(7, usage.completionTokens());
            assertEquals(Shop.CHAT_MICROS, shop.owedMicros() - before);
        }
        List<ChatCompletionChunk> plain = stream(chat("chat", "Say hello"));
        assertTrue(plain.stream().allMatch(chunk -> chunk.usage().isEmpty()), plain.toString());
    }

    private static List<ChatCompletionChunk> stream(ChatCompletionCreateParams.Builder asked) {
        try (HttpResponseFor<StreamResponse<ChatCompletionChunk>> response =
                        client.chat()
                                .completions()
                                .withRawResponse()
                                .createStreaming(asked.build());
                StreamResponse<ChatCompletionChunk> stream = response.parse()) {
            note(response);
            return stream.stream().toList();
        }
    }

    private static String text(List<ChatCompletionChunk> chunks) {
        return chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.delta().content().stream())
                .collect(Collectors.joining());
    }

    @Test
    void embeddingsComeFromUpstreamsAndFromModelsOfOurOwn() {
        CreateEmbeddingResponse passed = embed("embed", "red green");
        assertEquals(List.of(0.5f, -0.5f), passed.data().getFirst().embedding());
        assertEquals(5, passed.usage().promptTokens());
        CreateEmbeddingResponse own = embed("letters", "red green");
        List<Float> vector = own.data().getFirst().embedding();
        assertEquals(3, vector.size());
        double square = vector.stream().mapToDouble(number -> number * number).sum();
        assertEquals(1, square, 1e-5);
    }

    private static CreateEmbeddingResponse embed(String model, String text) {
        EmbeddingCreateParams asked =
                EmbeddingCreateParams.builder().model(model).input(text).build();
        try (HttpResponseFor<CreateEmbeddingResponse> response =
                client.embeddings().withRawResponse().create(asked)) {
            note(response);
            return response.parse();
        }
    }

    @Test
    void modelsAreListedAndFound() {
        List<String> ids = client.models().list().items().stream().map(Model::id).toList();
        assertTrue(ids.containsAll(List.of("chat", "claude", "embed", "letters")), ids.toString());
        assertEquals("mock", client.models().retrieve("chat").ownedBy());
        assertEquals("kaiye", client.models().retrieve("letters").ownedBy());
        assertThrows(NotFoundException.class, () -> client.models().retrieve("lettres"));
    }

    /** A call that is refused, and what the client throws. */
    private record Refused(
            String key,
            ChatCompletionCreateParams.Builder asked,
            Class<? extends OpenAIServiceException> type,
            int status,
            String code,
            String words) {}

    @Test
    void errorsAreThoseThatTheClientKnows() {
        String lost = "kaiye_0123456789ab_" + "x".repeat(43);
        Class<UnauthorizedException> unknown = UnauthorizedException.class;
        Class<PermissionDeniedException> denied = PermissionDeniedException.class;
        Class<InternalServerException> failed = InternalServerException.class;
        List<Refused> rows =
                List.of(
                        row(lost, "chat", unknown, 401, "unauthorized", "no such key"),
                        row("sk-1", "chat", unknown, 401, "unauthorized", "asks for a key"),
                        row(shop.revoked, "chat", denied, 403, "forbidden", "was revoked"),
                        row(shop.expired, "chat", denied, 403, "forbidden", "expired at"),
                        row(shop.embedOnly, "chat", denied, 403, "forbidden", "not for the model"),
                        row(
                                shop.key,
                                "chta",
                                NotFoundException.class,
                                404,
                                "unknown_model",
                                "Did you mean \"chat\"?"),
                        row(shop.key, "down", failed, 502, "upstream_failed", "broken"),
                        row(shop.key, "mute", failed, 504, "upstream_timed_out", "silent"),
                        new Refused(
                                shop.key,
                                chat("chat", "Say hello").temperature(3),
                                BadRequestException.class,
                                400,
                                "invalid_argument",
                                "temperature"));
        rows.forEach(OpenAiJavaClientTest::assertRefused);
    }

    private static Refused row(
            String key,
            String model,
            Class<? extends OpenAIServiceException> type,
            int status,
            String code,
            String words) {
        return new Refused(key, chat(model, "Say hello"), type, status, code, words);
    }

    private static OpenAIServiceException assertRefused(Refused row) {
        OpenAIClient by = client(row.key(), 0);
        OpenAIServiceException failure =
                assertThrows(row.type(), () -> ask(by, row.asked()), row.toString());
        assertEquals(row.status(), failure.statusCode());
        assertEquals(row.code(), failure.code().orElseThrow());
        assertTrue(failure.type().isPresent(), failure.toString());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(row.words()), message);
        return failure;
    }

    @Test
    void aQuotaThatIsReachedSaysWhenToComeAgain() {
        OpenAIClient small = client(shop.quotaOfOne, 0);
        ask(small, chat("chat", "Say hello"));
        OpenAIServiceException failure =
                assertRefused(
                        row(
                                shop.quotaOfOne,
                                "chat",
                                RateLimitException.class,
                                429,
                                "quota_reached",
                                "New ones come at"));
        assertEquals("insufficient_quota", failure.type().orElseThrow());
        assertEquals(List.of("false"), failure.headers().values("x-should-retry"));
        long wait = Long.parseLong(failure.headers().values("retry-after").getFirst());
        assertTrue(wait > 27 * 86_400 && wait <= 31 * 86_400, wait + " s");
    }

    @Test
    void theClientsOwnRetriesAreChargedOnce() {
        OpenAIClient persistent = client(shop.key, 2);
        for (int status : List.of(500, 429)) {
            long before = shop.owedMicros();
            int asked = shop.upstream.received().size();
            String message = "fail once with " + status + ": java";
            ask(persistent, chat("chat", message));
            assertEquals(2, shop.upstream.received().size() - asked);
            assertEquals(Shop.CHAT_MICROS, shop.owedMicros() - before);
        }
    }

    @Test
    void anIdempotencyKeyIsAnsweredOnceAndChargedOnce() {
        ChatCompletionCreateParams.Builder asked =
                chat("chat", "fail once with 503: named")
                        .putAdditionalHeader("Idempotency-Key", "java-1");
        OpenAIClient persistent = client(shop.key, 2);
        long before = shop.owedMicros();
        int calls = shop.upstream.received().size();
        ChatCompletion first = ask(persistent, asked);
        assertEquals(first.id(), ask(persistent, asked).id());
        assertEquals(2, shop.upstream.received().size() - calls);
        assertEquals(Shop.CHAT_MICROS, shop.owedMicros() - before);
    }
}

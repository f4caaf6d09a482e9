package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.GatewayHouse.Reply;
import io.kaiye.gateway.Spent.TokenSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Calls of several texts to a route: what they reserve, and how many of them go upstream. */
class CascadeTextsTest {
    private static final String PROMPT = "One of no, yes? ";

    @Test
    void whatIsSetAsideCoversEveryRung() throws Exception {
        try (CascadeHouse rooms = new CascadeHouse("0%")) {
            rooms.calibrate();
            List<String> texts = List.of(CascadeHouse.sure(), CascadeHouse.unsure());
            assertEquals(200, classify(rooms, texts).status());
            Asked asked = rooms.books.only().asked();
            int bytes = String.join("", texts).length();
            assertTrue(asked.inputTokensMax() >= 2 * bytes + 2 * PROMPT.length(), asked.toString());
            assertTrue(asked.inputTokensMax() < 2 * bytes + 300, asked.toString());
            assertEquals(2 * 9000, asked.outputTokensMax(), "the longest that any may answer");
            long oneTry = 10 * asked.inputTokensMax() + 100 * 4096;
            String most = List.copyOf(rooms.books.asking).getFirst().split(" ", -1)[1];
            assertTrue(Long.parseLong(most) < oneTry, most + " is what one try may cost");
        }
    }

    @Test
    void aChatSetsAsideWhatALocalRungMayAnswer() throws Exception {
        try (CascadeHouse rooms = new CascadeHouse("0%")) {
            rooms.calibrate();
            rooms.chat(CascadeHouse.sure(), ",\"max_tokens\":1");
            NotedBooks.End end = rooms.books.only();
            assertEquals("It is yes.".length(), end.asked().outputTokensMax());
            assertTrue(end.spent().outputTokens() <= end.asked().outputTokensMax());
        }
    }

    @Test
    void moreTextsThanMayGoUpstreamAreRefusedBeforeAnyDoes() throws Exception {
        try (CascadeHouse rooms = new CascadeHouse("0%")) {
            Reply reply = classify(rooms, texts(UpstreamTexts.TEXTS_MAX + 1));
            assertEquals(413, reply.status());
            assertTrue(reply.body().contains("65 texts"), reply.body());
            assertTrue(reply.body().contains("Send 64 texts or fewer"), reply.body());
            assertEquals(List.of(), rooms.upstream.received());
            NotedBooks.End end = rooms.books.only();
            assertEquals("too_large", end.how());
            assertEquals(64 * 9000, end.asked().outputTokensMax());
        }
    }

    @Test
    void textsAreAskedForAFewAtATimeAndAnsweredInOrder() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (CascadeHouse rooms = new CascadeHouse("0%")) {
            rooms.upstream.always(
                    (call, wire) -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Thread.sleep(20);
                        now.decrementAndGet();
                        UpstreamScripts.answer(text(call)).answer(call, wire);
                    });
            List<String> texts = texts(20);
            Reply reply = classify(rooms, texts);
            List<String> labels = new ArrayList<>();
            reply.json().path("data").forEach(each -> labels.add(each.path("label").asText()));
            assertEquals(texts, labels);
            assertTrue(most.get() > 1 && most.get() <= UpstreamTexts.AT_A_TIME, "" + most);
            Spent spent = rooms.books.only().spent();
            assertEquals(20, spent.upstream().size());
            assertEquals(20 * UpstreamScripts.OUTPUT_TOKENS, spent.outputTokens());
        }
    }

    @Test
    void aFailureInTheMiddleChargesNobodyAndPostsWhatItCost() throws Exception {
        try (CascadeHouse rooms = new CascadeHouse("0%")) {
            rooms.upstream.always(
                    (call, wire) -> {
                        if (text(call).equals("text 20")) {
                            UpstreamScripts.status(400, "no").answer(call, wire);
                        } else {
                            Thread.sleep(100); // longer than a failure takes to be told
                            UpstreamScripts.answer("yes").answer(call, wire);
                        }
                    });
            assertEquals(400, classify(rooms, texts(60)).status());
            NotedBooks.End end = rooms.books.only();
            assertNotEquals("settled", end.how());
            assertEquals(0, end.spent().answers());
            assertTrue(end.spent().upstream().size() >= 12, end.toString());
            assertTrue(rooms.upstream.received().size() < 60, "the others were not asked for");
        }
    }

    @Test
    void aCallerWhoLeavesEndsTheQuestions() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        UpstreamTexts texts =
                new UpstreamTexts(
                        20,
                        (text, abandoned) -> {
                            asked.incrementAndGet();
                            while (!abandoned.getAsBoolean()) {
                                rest();
                            }
                            throw new KaiyeException(ErrorCode.CANCELLED, "stopped");
                        });
        KaiyeException failure =
                assertThrows(KaiyeException.class, () -> texts.all(2, () -> asked.get() == 2));
        assertEquals(ErrorCode.CANCELLED, failure.code());
        assertEquals(2, asked.get());
    }

    private static void rest() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theAnswerNamesWhoGaveItAndWhoCounted() throws Exception {
        try (CascadeHouse rooms = new CascadeHouse("0%")) {
            rooms.upstream.next(
                    UpstreamScripts.status(500, "down"),
                    UpstreamScripts.body(
                            "{\"id\":\"c1\",\"object\":\"chat.completion\","
                                    + "\"choices\":[{\"index\":0,"
                                    + "\"message\":{\"role\":\"assistant\",\"content\":\"yes\"},"
                                    + "\"finish_reason\":\"stop\"}]}"));
            Reply reply = classify(rooms, List.of("text 1"));
            assertEquals("one/mini-2", reply.header("x-kaiye-model"), reply.body());
            Spent spent = rooms.books.only().spent();
            assertEquals("one/mini-2", spent.servedBy());
            assertEquals(TokenSource.COUNTED, spent.source());
            assertEquals(spent.source(), spent.upstream().getLast().source());
        }
    }

    @Test
    void aRouteIsListedAndKnownByName() throws Exception {
        try (CascadeHouse rooms = new CascadeHouse("0%")) {
            List<String> owners = new ArrayList<>();
            for (JsonNode model : rooms.house.get("/v1/models").json().path("data")) {
                owners.add(model.path("id").asText() + " " + model.path("owned_by").asText());
            }
            assertTrue(owners.contains("desk route"), owners.toString());
            JsonNode one = rooms.house.get("/v1/models/desk").json();
            assertEquals("route", one.path("kind").asText());
            Reply near = rooms.house.post("/v1/classify", "{\"model\":\"desc\",\"input\":\"a\"}");
            assertTrue(near.body().contains("desk"), near.body());
            Reply vectors =
                    rooms.house.post("/v1/embeddings", "{\"model\":\"desk\",\"input\":\"a\"}");
            assertEquals(422, vectors.status(), vectors.body());
            assertTrue(vectors.body().contains("is a route"), vectors.body());
        }
    }

    private static List<String> texts(int count) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add("text " + i);
        }
        return texts;
    }

    private static Reply classify(CascadeHouse rooms, List<String> texts) throws Exception {
        return rooms.house.post(
                "/v1/classify",
                "{\"model\":\"desk\",\"input\":" + Json.mapper().writeValueAsString(texts) + "}");
    }

    /** The text that the upstream is asked about. */
    private static String text(ScriptedUpstream.Received call) throws IOException {
        JsonNode body = Json.mapper().readTree(call.body());
        return body.at("/messages/0/content").asText().substring(PROMPT.length());
    }
}

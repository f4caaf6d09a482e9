package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.gateway.GatewayHouse.Reply;
import io.kaiye.gateway.Spent.TokenSource;
import io.kaiye.serve.FakeModel;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls to a route, over HTTP, with an upstream that speaks the provider's protocol. */
class CascadeRouteTest {
    @Test
    void aSureLocalAnswerLeavesWithoutTheUpstream() throws Exception {
        try (CascadeHouse rooms = calibrated("0%")) {
            String text = CascadeHouse.sure();
            Reply reply = rooms.chat(text, "");
            assertEquals(200, reply.status(), reply.body());
            assertEquals("cascade:1", reply.header("x-kaiye-route"));
            assertEquals("support@1", reply.header("x-kaiye-model"));
            assertEquals("desk", reply.json().path("model").asText());
            assertEquals(
                    "It is " + CascadeHouse.label(text) + ".",
                    reply.json().at("/choices/0/message/content").asText());
            NotedBooks.End end = rooms.books.only();
            assertEquals("settled", end.how());
            assertEquals("desk", end.asked().model());
            assertEquals("cascade:1", end.spent().route());
            assertEquals(TokenSource.LOCAL, end.spent().source());
            assertTrue(end.spent().ownCostMicros() > 0, end.toString());
            assertEquals(List.of(), end.spent().upstream());
        }
    }

    @Test
    void anUnsureOneGoesUpstreamAndIsChargedWithTheTryInVain() throws Exception {
        try (CascadeHouse rooms = calibrated("0%")) {
            Reply reply = rooms.chat(CascadeHouse.unsure(), "");
            assertEquals("cascade:2", reply.header("x-kaiye-route"));
            assertEquals("one/mini-1", reply.header("x-kaiye-model"));
            assertEquals("Hello there", reply.json().at("/choices/0/message/content").asText());
            Spent spent = rooms.books.only().spent();
            assertEquals("cascade:2", spent.route());
            assertTrue(spent.ownCostMicros() > 0, spent.toString());
            assertEquals(1, spent.upstream().size());
            long cost = spent.ownCostMicros() + spent.upstream().getFirst().costMicros();
            assertEquals(Long.toString(cost), reply.header("x-kaiye-cost-micros"));
        }
    }

    @Test
    void bothWaysStream() throws Exception {
        try (CascadeHouse rooms = calibrated("0%")) {
            String more = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
            Reply local = rooms.chat(CascadeHouse.sure(), more);
            assertEquals("text/event-stream", local.header("content-type"));
            assertEquals("cascade:1", local.header("x-kaiye-route"));
            assertTrue(local.body().contains("\"content\":\"It is "), local.body());
            assertTrue(local.body().contains("\"usage\":{"), local.body());
            assertTrue(local.body().endsWith("data: [DONE]\n\n"), local.body());
            Reply far = rooms.chat(CascadeHouse.unsure(), more);
            assertEquals("cascade:2", far.header("x-kaiye-route"));
            assertTrue(far.body().endsWith("data: [DONE]\n\n"), far.body());
            assertEquals(2, rooms.books.ends.size());
        }
    }

    @Test
    void withoutThresholdsEverythingGoesUpstream() throws Exception {
        try (CascadeHouse rooms = new CascadeHouse("0%")) {
            Reply reply = rooms.chat(CascadeHouse.sure(), "");
            assertEquals("cascade:2", reply.header("x-kaiye-route"));
            assertEquals(0, rooms.books.only().spent().ownCostMicros());
            assertTrue(metrics(rooms).contains("kaiye_cascade_calibrated{route=\"desk\"} 0.0"));
        }
    }

    @Test
    void aPromotedVersionWithoutThresholdsIsSilent() throws Exception {
        try (CascadeHouse rooms = calibrated("0%")) {
            assertEquals("cascade:1", rooms.chat(CascadeHouse.sure(), "").header("x-kaiye-route"));
            assertTrue(metrics(rooms).contains("kaiye_cascade_calibrated{route=\"desk\"} 1.0"));
            rooms.house.source.put("support", 2, new FakeModel(2, 0));
            rooms.house.serving.refresh();
            assertEquals("cascade:2", rooms.chat(CascadeHouse.sure(), "").header("x-kaiye-route"));
        }
    }

    @Test
    void whatIsNoTextForALabelGoesUpstream() throws Exception {
        try (CascadeHouse rooms = calibrated("0%")) {
            Reply reply =
                    rooms.chat(
                            CascadeHouse.sure(),
                            ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]");
            assertEquals("cascade:2", reply.header("x-kaiye-route"));
            assertTrue(rooms.upstream.last().body().contains("\"tools\""));
        }
    }

    @Test
    void anAuditAsksTheUpstreamAfterwardsAndIsPostedApart() throws Exception {
        try (CascadeHouse rooms = calibrated("100%")) {
            String text = CascadeHouse.sure();
            Reply reply = rooms.chat(text, "");
            assertEquals("cascade:1", reply.header("x-kaiye-route"));
            await(() -> rooms.books.ends.size() == 2 && !rooms.record.audits.isEmpty());
            CascadeAudit audit = rooms.record.audits.element();
            assertEquals(reply.header("x-kaiye-answer-id"), audit.answerId());
            assertEquals("yes", audit.upstreamLabel());
            assertEquals(CascadeHouse.label(text).equals("yes"), audit.agrees());
            assertTrue(rooms.upstream.last().body().contains("One of no, yes? " + text));
            NotedBooks.End end = List.copyOf(rooms.books.ends).getLast();
            assertEquals("audit", end.how());
            assertTrue(end.asked().caller().isOperator());
            assertEquals(1, end.spent().upstream().size());
        }
    }

    @Test
    void classificationsGoTheSameWay() throws Exception {
        try (CascadeHouse rooms = calibrated("0%")) {
            String sure = CascadeHouse.sure();
            Reply reply =
                    rooms.house.post(
                            "/v1/classify",
                            "{\"model\":\"desk\",\"input\":[\""
                                    + sure
                                    + "\",\""
                                    + CascadeHouse.unsure()
                                    + "\"]}");
            assertEquals(200, reply.status(), reply.body());
            JsonNode data = reply.json().path("data");
            assertEquals(CascadeHouse.label(sure), data.at("/0/label").asText());
            assertEquals("cascade:1", data.at("/0/route").asText());
            assertTrue(data.at("/0/confidence").asDouble() > 0.9);
            assertEquals("yes", data.at("/1/label").asText());
            assertEquals("cascade:2", data.at("/1/route").asText());
            assertTrue(data.at("/1/confidence").isNull());
            assertEquals("cascade:2", reply.header("x-kaiye-route"));
            Spent spent = rooms.books.only().spent();
            assertEquals(2, spent.answers());
            assertEquals(1, spent.upstream().size());
            assertTrue(spent.ownCostMicros() > 0);
        }
    }

    @Test
    void anUpstreamThatFailsCostsTheCustomerNothing() throws Exception {
        try (CascadeHouse rooms = calibrated("0%")) {
            rooms.upstream.next(
                    UpstreamScripts.status(400, "no"),
                    UpstreamScripts.status(400, "no"),
                    UpstreamScripts.status(400, "no"));
            Reply reply = rooms.chat(CascadeHouse.unsure(), "");
            assertTrue(reply.status() >= 400, reply.body());
            NotedBooks.End end = rooms.books.only();
            assertTrue(!end.how().equals("settled"), end.how());
            assertTrue(end.spent().ownCostMicros() > 0, end.toString());
        }
    }

    private static CascadeHouse calibrated(String auditShare) throws Exception {
        CascadeHouse rooms = new CascadeHouse(auditShare);
        rooms.calibrate();
        return rooms;
    }

    private static String metrics(CascadeHouse rooms) throws Exception {
        return rooms.house.get("/metrics").body();
    }

    /** Something becomes true. */
    @FunctionalInterface
    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, "not within ten seconds");
            Thread.sleep(10);
        }
    }
}

package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.serve.BareEncoder;
import io.kaiye.serve.WideModel;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one call may ask for, over a real server. */
@Timeout(60)
class GatewayLimitsTest {
    private final GatewayHouse house = new GatewayHouse();

    @AfterEach
    void close() {
        house.close();
    }

    private static String texts(int count) {
        return String.join(",", Collections.nCopies(count, "\"a\""));
    }

    @Test
    void tooManyTextsAreNoticedBeforeTheRestIsRead() throws Exception {
        String body = "{\"model\":\"support\",\"input\":[" + texts(2049) + " and nonsense";
        house.expect(413, "too_large", "input", house.post("/v1/classify", body));
        house.expect(413, "too_large", "input", house.post("/v1/embeddings", body));
    }

    @Test
    void scoresOfManyTextsAndLabelsAreCapped() throws Exception {
        house.source.put("wide", 1, new WideModel(1000));
        house.serving.refresh();
        String body = "{\"model\":\"wide\",\"input\":[" + texts(300) + "],\"top_k\":";
        GatewayHouse.Reply reply = house.post("/v1/classify", body + "1000}");
        house.expect(400, "invalid_argument", "top_k", reply);
        assertTrue(reply.message().contains("Ask for 873 or fewer"), reply.message());
        assertEquals(200, house.post("/v1/classify", body + "873}").status());
    }

    @Test
    void textsTimesLabelsAreCapped() throws Exception {
        house.source.put("wide", 1, new WideModel(1 << 16));
        house.serving.refresh();
        GatewayHouse.Reply reply =
                house.post("/v1/classify", "{\"model\":\"wide\",\"input\":[" + texts(17) + "]}");
        house.expect(413, "too_large", "input", reply);
        assertTrue(reply.message().contains("at most 16 texts"), reply.message());
    }

    @Test
    void dimensionsAreThoseOfTheVersionThatAnswers() throws Exception {
        String body = "{\"model\":\"support\",\"input\":\"a\",\"dimensions\":2}";
        house.model.gate = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<GatewayHouse.Reply> before =
                    callers.submit(() -> house.post("/v1/embeddings", body));
            while (house.model.running.get() == 0) {
                Thread.sleep(1);
            }
            house.source.put("support", 2, new BareEncoder());
            house.serving.refresh();
            house.expect(400, "invalid_argument", "dimensions", house.post("/v1/embeddings", body));
            house.model.gate.countDown();
            assertEquals(2, before.get().json().get("data").get(0).get("embedding").size());
        }
    }
}

package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.model.ScopeRule;
import io.kaiye.model.ScopeScore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** "None of these" over HTTP. */
@Timeout(60)
class GatewayScopeTest {
    private final GatewayHouse house = new GatewayHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void aVersionWithAThresholdSaysNoneOfThese() throws Exception {
        ScopeRule.Fit fit = new ScopeRule.Fit(0.9, "valid split", 20, 18, 18, 0, 0, null, null);
        String call = "{\"model\":\"support\",\"input\":[\"hello you\",\"b\"],\"top_k\":2}";
        JsonNode plain = house.post("/v1/classify", call).json().get("data");
        assertFalse(plain.get(0).has("out_of_scope"));
        assertFalse(house.get("/v1/models/support").json().has("out_of_scope"));
        for (ScopeScore score : ScopeScore.values()) {
            house.model.scope = new ScopeRule(score, 1e9, null, fit);
            JsonNode none = house.post("/v1/classify", call).json().get("data").get(0);
            assertTrue(none.get("label").isNull(), none.toString());
            assertTrue(none.get("out_of_scope").asBoolean());
            assertEquals(2, none.get("scores").size());
            assertEquals(
                    plain.get(0).get("scores").get(0).get("label"),
                    none.get("scores").get(0).get("label"));
            house.model.scope = new ScopeRule(score, -1e9, null, fit);
            JsonNode some = house.post("/v1/classify", call).json().get("data").get(0);
            assertEquals(plain.get(0).get("label"), some.get("label"));
            assertFalse(some.get("out_of_scope").asBoolean());
            double sum = 0;
            for (JsonNode each : some.get("scores")) {
                sum += each.get("score").asDouble();
            }
            assertEquals(1, sum, 1e-6);
        }
        house.model.scope = new ScopeRule(ScopeScore.ENERGY, -1e9, "yes", fit);
        JsonNode ofClass = house.post("/v1/classify", call).json().get("data");
        for (int text = 0; text < 2; text++) {
            boolean yes = plain.get(text).get("label").asText().equals("yes");
            assertEquals(yes, ofClass.get(text).get("out_of_scope").asBoolean());
        }
        String metrics = house.get("/metrics").body();
        assertTrue(metrics.contains("kaiye_texts_out_of_scope_total{"), metrics);
        JsonNode described = house.get("/v1/models/support").json().get("out_of_scope");
        assertEquals("energy", described.get("score").asText());
        assertEquals("yes", described.get("label").asText());
    }
}

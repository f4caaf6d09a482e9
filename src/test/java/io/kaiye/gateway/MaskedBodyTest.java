package io.kaiye.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.KaiyeException;
import io.kaiye.privacy.Action;
import io.kaiye.privacy.Deidentifier;
import io.kaiye.privacy.PersonalDataKind;
import org.junit.jupiter.api.Test;

class MaskedBodyTest {
    private static final Deidentifier MASK =
            Deidentifier.uniform(PersonalDataKind.identifiers(), new Action.Mask());

    @Test
    void onlyWhatPeopleWriteIsMasked() {
        assertEquals(
                """
                {"model":"m","temperature":1.50,"user":"a@b.org","messages":[\
                {"role":"user","content":"I am *@*.***"},\
                {"role":"user","content":[{"type":"text","text":"or *@*.***"},\
                {"type":"image_url","image_url":{"url":"https://x.org/a@b.org"}}]},\
                {"tool_calls":[{"function":{"name":"f",\
                "arguments":"{\\"to\\":\\"*@*.***\\"}"}}]}],\
                "input":["*@*.***",[1,2]],"n":null,"x":true}\
                """,
                masked(
                        """
                        {"model":"m","temperature":1.50,"user":"a@b.org","messages":[\
                        {"role":"user","content":"I am a@b.org"},\
                        {"role":"user","content":[{"type":"text","text":"or a@b.org"},\
                        {"type":"image_url","image_url":{"url":"https://x.org/a@b.org"}}]},\
                        {"tool_calls":[{"function":{"name":"f",\
                        "arguments":"{\\"to\\":\\"a@b.org\\"}"}}]}],\
                        "input":["a@b.org",[1,2]],"n":null,"x":true}\
                        """));
    }

    @Test
    void aNumberThatIsPersonalDataIsMaskedInTheArgumentsOfATool() {
        assertEquals(
                """
                {"max_tokens":13800138000,"messages":[{"content":[{"type":"tool_use",\
                "input":{"to":"***********","times":3,"share":0.10}}]}]}\
                """,
                masked(
                        """
                        {"max_tokens":13800138000,"messages":[{"content":[{"type":"tool_use",\
                        "input":{"to":13800138000,"times":3,"share":0.10}}]}]}\
                        """));
    }

    @Test
    void theNameOfAFieldAnnouncesWhatAToolIsGiven() {
        assertEquals(
                """
                {"input":{"passport":"*********","code":"E12345678","phone_number":"*******",\
                "size":5551234,"a@b.org":"x"}}\
                """,
                masked(
                        """
                        {"input":{"passport":"E12345678","code":"E12345678","phone_number":5551234,\
                        "size":5551234,"a@b.org":"x"}}\
                        """));
    }

    @Test
    void anUpstreamWithAMaskNeverSeesWhatIsMasked() throws Exception {
        try (ChatHouse masked = new ChatHouse(", mask: [email, phone]", "")) {
            String body =
                    ChatHouse.body("chat", "").replace("Say hello", "Write to ann@example.com");
            assertEquals(200, masked.house.post("/v1/chat/completions", body).status());
            assertTrue(masked.one.last().body().contains("Write to ***@*******.***"));

            masked.house.post("/v1/chat/completions", body.replace("]}", "],\"stream\":true}"));
            masked.one.received().forEach(call -> assertFalse(call.body().contains("ann@")));
        }
    }

    @Test
    void aKindThatIsNoneIsNamed() {
        KaiyeException refusal =
                assertThrows(KaiyeException.class, () -> new ChatHouse(", mask: [emial]", ""));

        assertTrue(refusal.getMessage().contains("mask names 'emial'"), refusal.getMessage());
    }

    private static String masked(String json) {
        return new String(MaskedBody.of(json.getBytes(UTF_8), MASK), UTF_8);
    }
}

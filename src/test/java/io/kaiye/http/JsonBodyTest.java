package io.kaiye.http;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonBodyTest {
    /** A request in memory. */
    private static final class Memory implements Request {
        private final String contentType;
        private final byte[] body;

        Memory(String contentType, byte[] body) {
            this.contentType = contentType;
            this.body = body;
        }

        @Override
        public byte[] body() {
            return body;
        }

        @Override
        public String id() {
            return "1";
        }

        @Override
        public Caller caller() {
            return Caller.OPERATOR;
        }

        @Override
        public String route() {
            return "/";
        }

        @Override
        public String pathValue(String name) {
            return "";
        }

        @Override
        public Map<String, String> query() {
            return Map.of();
        }

        @Override
        public Optional<String> header(String name) {
            return contentType.isEmpty() ? Optional.empty() : Optional.of(contentType);
        }

        @Override
        public boolean abandoned() {
            return false;
        }
    }

    private static String read(String contentType, byte[] body) {
        return JsonBody.read(new Memory(contentType, body), JsonBodyTest::fields);
    }

    private static String fields(JsonParser parser) throws IOException {
        StringBuilder names = new StringBuilder();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            names.append(parser.currentName()).append(' ');
            parser.nextToken();
            parser.skipChildren();
        }
        return names.toString().trim();
    }

    private static KaiyeException refused(String body) {
        return refused(body.getBytes(UTF_8));
    }

    private static KaiyeException refused(byte[] body) {
        KaiyeException failure =
                assertThrows(KaiyeException.class, () -> read("application/json", body));
        assertEquals(ErrorCode.INVALID_JSON, failure.code(), failure.getMessage());
        return failure;
    }

    @Test
    void readsOneObject() {
        assertEquals("a b", read("application/json", "{\"a\":1,\"b\":[{}]}".getBytes(UTF_8)));
        assertEquals("a", read("Application/JSON; charset=\"UTF-8\"", "{\"a\":1}".getBytes(UTF_8)));
        assertEquals("a", read("application/json", "\uFEFF{\"a\":1}".getBytes(UTF_8)));
    }

    @Test
    void saysWhereTheJsonBreaks() {
        assertTrue(refused("{\"a\":\n oops}").getMessage().contains("line 2"));
        assertTrue(refused("").getMessage().contains("empty"));
        assertTrue(refused("[1]").getMessage().contains("object"));
        assertTrue(refused("{\"a\":1").getMessage().contains("not valid JSON"));
        assertTrue(refused("{} {}").getMessage().contains("one object"));
        assertTrue(refused("{\"a\":1,\"a\":2}").getMessage().contains("Duplicate"));
        refused("{\"a\":\"raw \u0000 nul\"}");
    }

    @Test
    void limitsDepthNamesAndNumbers() {
        String message = refused("{\"a\":" + "[".repeat(20_000)).getMessage();
        assertFalse(message.contains("StreamRead"), message);
        refused("{\"" + "n".repeat(300) + "\":1}");
        refused("{\"a\":" + "9".repeat(100) + "}");
    }

    @Test
    void onlyUtf8IsRead() {
        refused(new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'});
        refused("{\"a\":1}".getBytes(UTF_16LE));
        refused(new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'});
    }

    @Test
    void onlyJsonIsTaken() {
        for (String type :
                new String[] {
                    "",
                    "text/plain",
                    "application/x-www-form-urlencoded",
                    "application/json; charset=gb18030"
                }) {
            KaiyeException failure =
                    assertThrows(KaiyeException.class, () -> read(type, "{}".getBytes(UTF_8)));
            assertEquals(ErrorCode.UNSUPPORTED_MEDIA_TYPE, failure.code());
            assertTrue(failure.getMessage().contains("application/json"));
        }
    }
}

package io.kaiye.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads the body of a request as one JSON object, within limits: strict UTF-8, {@value #DEPTH_MAX}
 * levels, names of {@value #NAME_CHARACTERS_MAX} and numbers of {@value #NUMBER_CHARACTERS_MAX}
 * characters, no name twice. Safe for threads.
 */
public final class JsonBody {
    public static final int DEPTH_MAX = 16;

    /** Levels where schemas of tools may be inside. */
    public static final int DEEP_MAX = 64;

    public static final int NAME_CHARACTERS_MAX = 256;
    public static final int NUMBER_CHARACTERS_MAX = 64;

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final JsonFactory FACTORY = factory(DEPTH_MAX);
    private static final JsonFactory DEEP_FACTORY = factory(DEEP_MAX);

    private JsonBody() {}

    private static JsonFactory factory(int depthMax) {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(
                        StreamReadConstraints.builder()
                                .maxNestingDepth(depthMax)
                                .maxNameLength(NAME_CHARACTERS_MAX)
                                .maxNumberLength(NUMBER_CHARACTERS_MAX)
                                .maxStringLength(HttpLimits.DISCARD_BYTES_MAX)
                                .build())
                .build();
    }

    /** What reads the fields; called with the parser at the opening brace. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(JsonParser parser) throws IOException;
    }

    /**
     * Reads the body.
     *
     * @throws KaiyeException UNSUPPORTED_MEDIA_TYPE, INVALID_JSON, or what reading the body throws
     */
    public static <T> T read(Request request, Reader<T> reader) {
        return read(FACTORY, request, reader);
    }

    /** As above, with {@value #DEEP_MAX} levels. */
    public static <T> T readDeep(Request request, Reader<T> reader) {
        return read(DEEP_FACTORY, request, reader);
    }

    private static <T> T read(JsonFactory factory, Request request, Reader<T> reader) {
        checkContentType(request.header("content-type").orElse(""));
        CharBuffer text = decode(request.body());
        try (JsonParser parser =
                factory.createParser(
                        text.array(), text.arrayOffset() + text.position(), text.remaining())) {
            JsonToken first = parser.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw invalid(
                        first == null
                                ? "The body is empty; send a JSON object."
                                : "The body must be a JSON object, like {\"model\": …}; it begins"
                                        + " with something else.");
            }
            T value = reader.read(parser);
            if (parser.nextToken() != null) {
                throw invalid("The body goes on after the JSON object; send one object only.");
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw invalid("The JSON passes a limit: " + plain(e.getOriginalMessage()) + ".");
        } catch (JsonProcessingException e) {
            throw invalid(
                    "The body is not valid JSON at line "
                            + e.getLocation().getLineNr()
                            + ", column "
                            + e.getLocation().getColumnNr()
                            + ": "
                            + plain(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    private static void checkContentType(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        if (!parts[0].trim().equals(Response.JSON)) {
            throw unsupported(contentType);
        }
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].replace("\"", "").trim();
            if (part.startsWith("charset=")
                    && !part.equals("charset=utf-8")
                    && !part.equals("charset=utf8")) {
                throw unsupported(contentType);
            }
        }
    }

    private static KaiyeException unsupported(String contentType) {
        return new KaiyeException(
                ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                "The content type is "
                        + (contentType.isEmpty() ? "missing" : "\"" + contentType + "\"")
                        + "; send JSON in UTF-8 with the header content-type: application/json.");
    }

    private static CharBuffer decode(byte[] body) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            if (text.hasRemaining() && text.get(text.position()) == BYTE_ORDER_MARK) {
                text.get();
            }
            return text;
        } catch (CharacterCodingException e) {
            throw invalid("The body is not UTF-8. Encode it as UTF-8 and send it again.");
        }
    }

    /** The parser's own words without its second line, internal places and classes of Java. */
    private static String plain(String message) {
        String line = message.split("\n| \\(start marker at|; expected close marker", 2)[0];
        return line.replaceAll(",? from `[^`]*`|`", "");
    }

    private static KaiyeException invalid(String message) {
        return new KaiyeException(ErrorCode.INVALID_JSON, message);
    }
}

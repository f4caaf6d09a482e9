package io.kaiye.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.kaiye.privacy.Deidentifier;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * A request for an upstream with personal data masked in its texts: the fields that hold what
 * people write, in the words of both protocols, and all arguments of tools. All else stays as it
 * is.
 */
final class MaskedBody {
    private static final Set<String> TEXTS =
            Set.of("content", "text", "input", "system", "arguments", "prompt", "instructions");

    /**
     * Objects below these are arguments of tools: all their strings are masked, and whole numbers,
     * which become strings of stars.
     */
    private static final Set<String> WHOLE = Set.of("input", "arguments");

    private static final JsonFactory FACTORY = new JsonFactory();

    private MaskedBody() {}

    /**
     * @param json one object, UTF-8
     */
    static byte[] of(byte[] json, Deidentifier mask) {
        ByteArrayBuilder bytes = new ByteArrayBuilder(json.length);
        Deque<String> names = new ArrayDeque<>();
        String name = "";
        try (JsonParser parser = FACTORY.createParser(json);
                JsonGenerator out = FACTORY.createGenerator(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT, START_ARRAY -> {
                        names.push(name);
                        out.copyCurrentEvent(parser);
                    }
                    case END_OBJECT, END_ARRAY -> {
                        name = names.pop();
                        out.copyCurrentEvent(parser);
                    }
                    case FIELD_NAME -> {
                        name = parser.currentName();
                        out.copyCurrentEvent(parser);
                    }
                    case VALUE_STRING -> {
                        if (TEXTS.contains(name)) {
                            out.writeString(mask.apply(parser.getText()).text());
                        } else if (isArgument(names)) {
                            out.writeString(argument(name, parser.getText(), mask));
                        } else {
                            out.copyCurrentEvent(parser);
                        }
                    }
                    case VALUE_NUMBER_INT -> {
                        String number = parser.getText();
                        String masked = isArgument(names) ? argument(name, number, mask) : number;
                        if (masked.equals(number)) {
                            out.writeNumber(number);
                        } else {
                            out.writeString(masked);
                        }
                    }
                    case VALUE_NUMBER_FLOAT ->
                            out.writeNumber(parser.getText()); // as it was written
                    default -> out.copyCurrentEvent(parser);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("what we wrote ourselves is not JSON", e);
        }
        return bytes.toByteArray();
    }

    private static boolean isArgument(Deque<String> names) {
        return names.stream().anyMatch(WHOLE::contains);
    }

    /**
     * Masked by itself, and once more as what the name of its field announces: "phone: 5551234".
     */
    private static String argument(String name, String value, Deidentifier mask) {
        String announced = name + ": ";
        String both = mask.apply(announced + mask.apply(value).text()).text();
        int characters = announced.codePointCount(0, announced.length()); // a mask keeps them
        return both.substring(both.offsetByCodePoints(0, characters));
    }
}

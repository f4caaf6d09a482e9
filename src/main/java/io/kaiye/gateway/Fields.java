package io.kaiye.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a request, each of one type. The parser stands at the value; null counts as
 * absent. Every failure is INVALID_ARGUMENT and names the field.
 */
final class Fields {
    private Fields() {}

    static @Nullable String text(JsonParser parser, String name, int charactersMax)
            throws IOException {
        if (parser.hasToken(JsonToken.VALUE_NULL)) {
            return null;
        }
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw wrongType(parser, name, "a string");
        }
        String value = parser.getText();
        if (value.length() > charactersMax) {
            throw invalid(
                    name,
                    "\""
                            + name
                            + "\" has "
                            + value.length()
                            + " characters; at most "
                            + charactersMax
                            + " are accepted.");
        }
        return value;
    }

    static @Nullable Integer whole(JsonParser parser, String name, int low, int high)
            throws IOException {
        if (parser.hasToken(JsonToken.VALUE_NULL)) {
            return null;
        }
        if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            throw wrongType(parser, name, "a whole number");
        }
        String digits = parser.getText();
        int value =
                digits.length() > 10
                        ? Integer.MAX_VALUE
                        : Math.clamp(Long.parseLong(digits), Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (value < low || value > high || digits.length() > 10) {
            throw invalid(
                    name,
                    "\""
                            + name
                            + "\" is "
                            + digits
                            + "; accepted are "
                            + low
                            + " to "
                            + high
                            + ".");
        }
        return value;
    }

    static @Nullable Double number(JsonParser parser, String name, double low, double high)
            throws IOException {
        if (parser.hasToken(JsonToken.VALUE_NULL)) {
            return null;
        }
        if (!parser.currentToken().isNumeric()) {
            throw wrongType(parser, name, "a number");
        }
        double value = parser.getDoubleValue();
        if (!(value >= low && value <= high)) {
            throw invalid(
                    name,
                    "\""
                            + name
                            + "\" is "
                            + parser.getText()
                            + "; accepted are "
                            + low
                            + " to "
                            + high
                            + ".");
        }
        return value;
    }

    static @Nullable Boolean truth(JsonParser parser, String name) throws IOException {
        if (parser.hasToken(JsonToken.VALUE_NULL)) {
            return null;
        }
        if (!parser.currentToken().isBoolean()) {
            throw wrongType(parser, name, "true or false");
        }
        return parser.getBooleanValue();
    }

    /** A string, or an array of strings; one that is too long is not read to its end. */
    static @Nullable List<String> texts(JsonParser parser, String name, int textsMax)
            throws IOException {
        if (parser.hasToken(JsonToken.VALUE_NULL)) {
            return null;
        }
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            return List.of(parser.getText());
        }
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            throw wrongType(parser, name, "a string or an array of strings");
        }
        List<String> texts = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.START_ARRAY) {
                throw numbers(name);
            }
            if (token != JsonToken.VALUE_STRING) {
                throw wrongType(parser, name + "[" + texts.size() + "]", "a string");
            }
            if (texts.size() == textsMax) {
                throw tooManyTexts(name, textsMax);
            }
            texts.add(parser.getText());
        }
        return texts;
    }

    private static KaiyeException numbers(String name) {
        return invalid(
                name,
                "\""
                        + name
                        + "\" holds numbers or lists; send the texts themselves, as strings. Token"
                        + " numbers cannot be read (LangChain: check_embedding_ctx_length=False).");
    }

    static KaiyeException tooManyTexts(String name, int textsMax) {
        return KaiyeException.ofParameter(
                ErrorCode.TOO_LARGE,
                name,
                "\""
                        + name
                        + "\" has more than "
                        + textsMax
                        + " texts; at most so many are accepted in one request. Send them in"
                        + " several.");
    }

    static void expectObject(JsonParser parser, String name) {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            throw wrongType(parser, name, "an object");
        }
    }

    static void expectArray(JsonParser parser, String name, String wanted) {
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            throw wrongType(parser, name, wanted);
        }
    }

    static KaiyeException tooManyMessages(int messagesMax) {
        return KaiyeException.ofParameter(
                ErrorCode.TOO_LARGE,
                "messages",
                "\"messages\" has more than "
                        + messagesMax
                        + " messages; at most so many are accepted in one call. Leave the oldest"
                        + " out, or join some.");
    }

    static KaiyeException unknown(String name, List<String> known) {
        return invalid(
                name,
                "There is no field \"" + name + "\"; there are: " + String.join(", ", known) + ".");
    }

    static KaiyeException missing(String name, String hint) {
        return invalid(name, "\"" + name + "\" is missing; " + hint);
    }

    static KaiyeException invalid(String name, String message) {
        return KaiyeException.ofParameter(ErrorCode.INVALID_ARGUMENT, name, message);
    }

    private static KaiyeException wrongType(JsonParser parser, String name, String wanted) {
        return invalid(
                name,
                "\""
                        + name
                        + "\" is "
                        + describe(parser.currentToken())
                        + "; send "
                        + wanted
                        + ".");
    }

    private static String describe(JsonToken token) {
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            default -> "null";
        };
    }
}

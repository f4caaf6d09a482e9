package io.kaiye.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One JSON object a line; empty lines are passed over. */
final class JsonlRows implements RowReader {
    private static final int BUFFER_CHARACTERS = 1 << 16;

    private final Path file;
    private final Reader text;
    private final List<String> wanted;
    private final Map<String, Integer> places = new HashMap<>();
    private final String[] fields;
    private final ImportLimits limits;
    private final JsonFactory json;

    private final char[] buffer = new char[BUFFER_CHARACTERS];
    private int bufferStart;
    private int bufferEnd;
    private char[] lineText = new char[BUFFER_CHARACTERS];
    private int lineLength;
    private long line;
    private boolean first = true;

    /** The end of the line was not yet read. */
    private boolean lineOpen;

    JsonlRows(Path file, Reader text, List<String> wanted, ImportLimits limits) {
        this.file = file;
        this.text = text;
        this.wanted = wanted;
        this.limits = limits;
        this.fields = new String[wanted.size()];
        for (int i = 0; i < wanted.size(); i++) {
            places.put(wanted.get(i), i);
        }
        this.json =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxStringLength(limits.fieldCharactersMax())
                                        .build())
                        .build();
    }

    @Override
    public boolean next() throws IOException {
        do {
            if (!readLine()) {
                return false;
            }
        } while (isBlank());
        try {
            parse();
        } catch (JsonProcessingException e) {
            throw Refusal.row(
                    file,
                    line,
                    "this is not a JSON object on one line ("
                            + e.getOriginalMessage().lines().findFirst().orElse("")
                            + ", column "
                            + (e.getLocation() == null ? 0 : e.getLocation().getColumnNr())
                            + ").");
        }
        return true;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public String field(int place) {
        return fields[place];
    }

    @Override
    public String content() {
        return new String(lineText, 0, lineLength);
    }

    @Override
    public void passOver(BrokenRow broken) throws IOException {
        while (lineOpen) {
            lineLength = 0;
            readRest();
        }
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    private void parse() throws IOException {
        Arrays.fill(fields, "");
        List<String> keys = new ArrayList<>();
        try (JsonParser parser = json.createParser(lineText, 0, lineLength)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw Refusal.row(file, line, "expected a JSON object, such as {\"text\": \"…\"}.");
            }
            for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                Integer place = places.get(key);
                if (place != null) {
                    fields[place] = scalar(key, value, parser);
                }
                parser.skipChildren();
                if (first) {
                    keys.add(key);
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw Refusal.row(file, line, "the JSON object is not closed.");
            }
            if (parser.nextToken() != null) {
                throw Refusal.row(file, line, "there is more after the JSON object.");
            }
        }
        if (first) {
            first = false;
            RowReader.requireColumns(file, wanted, keys.stream().distinct().toList());
        }
    }

    private String scalar(String key, JsonToken token, JsonParser parser) throws IOException {
        return switch (token) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                    parser.getText();
            case VALUE_NULL -> "";
            default ->
                    throw Refusal.row(
                            file,
                            line,
                            "\""
                                    + key
                                    + "\" is a list or an object; a text or a number is needed.");
        };
    }

    private boolean isBlank() {
        for (int i = 0; i < lineLength; i++) {
            if (!Character.isWhitespace(lineText[i])) {
                return false;
            }
        }
        return true;
    }

    /** Reads up to a line feed into {@code lineText}; false at the end of the file. */
    private boolean readLine() throws IOException {
        lineLength = 0;
        line++;
        return readRest();
    }

    private boolean readRest() throws IOException {
        lineOpen = true;
        while (true) {
            if (bufferStart == bufferEnd) {
                bufferStart = 0;
                bufferEnd = Math.max(0, text.read(buffer));
                if (bufferEnd == 0) {
                    lineOpen = false;
                    return lineLength > 0;
                }
            }
            int end = bufferStart;
            while (end < bufferEnd && buffer[end] != '\n') {
                end++;
            }
            int start = bufferStart;
            bufferStart = Math.min(bufferEnd, end + 1);
            boolean ended = end < bufferEnd;
            lineOpen = !ended;
            append(start, end);
            if (ended) {
                return true;
            }
        }
    }

    private void append(int start, int end) {
        int length = end - start;
        if (lineLength + length > limits.fieldCharactersMax()) {
            throw Refusal.tooLarge(
                    file,
                    line,
                    "more than "
                            + Refusal.number(limits.fieldCharactersMax())
                            + " characters. Write one JSON object a line.");
        }
        if (lineLength + length > lineText.length) {
            lineText = Arrays.copyOf(lineText, Math.max(lineText.length * 2, lineLength + length));
        }
        System.arraycopy(buffer, start, lineText, lineLength, length);
        lineLength += length;
    }
}

package io.kaiye.base;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * YAML as a tree, for files that people write. Words that older YAML takes for true or false, such
 * as {@code no}, stay text. Safe for threads.
 */
public final class Yaml {
    private static final ObjectMapper MAPPER =
            new ObjectMapper(
                            YAMLFactory.builder()
                                    .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private Yaml() {}

    /**
     * Reads a file.
     *
     * @throws KaiyeException INVALID_FILE if it is not there or is not YAML, saying where
     */
    public static JsonNode read(Path file) {
        try {
            return MAPPER.readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw new KaiyeException(ErrorCode.INVALID_FILE, file + " is not YAML: " + where(e), e);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    /**
     * The line of each key and value of a file that {@link #read} takes, from 1, by its JSON
     * pointer such as "/steps/0/columns".
     */
    public static Map<String, Integer> lines(Path file) {
        Map<String, Integer> lines = new HashMap<>();
        try (JsonParser parser = MAPPER.createParser(Files.readString(file))) {
            while (parser.nextToken() != null) {
                lines.putIfAbsent(
                        parser.getParsingContext().pathAsPointer().toString(),
                        parser.currentTokenLocation().getLineNr());
            }
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
        return lines;
    }

    /**
     * Reads text, of a request for instance.
     *
     * @throws KaiyeException INVALID_FILE if it is not YAML, saying where
     */
    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new KaiyeException(ErrorCode.INVALID_FILE, "This is not YAML: " + where(e), e);
        }
    }

    private static String where(JacksonException e) {
        return e.getLocation() == null
                ? String.valueOf(e.getOriginalMessage())
                : "line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage();
    }
}

package io.kaiye.privacy;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the lists of words beside the classes. */
final class WordLists {
    private WordLists() {}

    /** Words that white space parts. */
    static List<String> words(String file) {
        List<String> words = new ArrayList<>();
        for (String word : text(file).split("\\s+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return List.copyOf(words);
    }

    /** Lines that are not empty. */
    static List<String> lines(String file) {
        return text(file).lines().filter(line -> !line.isEmpty()).toList();
    }

    private static String text(String file) {
        try (InputStream in = WordLists.class.getResourceAsStream(file)) {
            if (in != null) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new KaiyeException(ErrorCode.INTERNAL, file + " cannot be read.", e);
        }
        throw new KaiyeException(ErrorCode.INTERNAL, file + " is missing beside the classes.");
    }
}

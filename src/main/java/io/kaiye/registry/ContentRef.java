package io.kaiye.registry;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.regex.Pattern;

/**
 * Something a model was made from, such as a dataset or a base model: what people call it and the
 * hash that says which one it was.
 *
 * @param id SHA-256 over its content, 64 lower-case hexadecimal digits
 */
public record ContentRef(String name, String id) {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    public ContentRef {
        if (name.isBlank()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT, "What a model was made from needs a name.");
        }
        if (!isHash(id)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The content hash of "
                            + name
                            + " is '"
                            + id
                            + "'; accepted are 64 lower-case hexadecimal digits.");
        }
    }

    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }
}

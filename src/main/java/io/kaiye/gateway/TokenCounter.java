package io.kaiye.gateway;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import org.jspecify.annotations.Nullable;

/**
 * Our own count of tokens, for where an upstream does not say: that of OpenAI's newer models
 * (o200k_base), an estimate for all others. The table is loaded when it is first needed. Safe for
 * threads.
 */
final class TokenCounter {
    /** Longer texts are counted in pieces, so that the time stays in line with the length. */
    private static final int PIECE_CHARACTERS = 16 << 10;

    private @Nullable Encoding encoding;

    long count(String text) {
        long tokens = 0;
        Encoding loaded = text.isEmpty() ? null : encoding();
        for (int at = 0; loaded != null && at < text.length(); ) {
            int end = Math.min(text.length(), at + PIECE_CHARACTERS);
            boolean split =
                    end < text.length()
                            && Character.isHighSurrogate(text.charAt(end - 1))
                            && end - at > 1;
            end -= split ? 1 : 0;
            tokens += loaded.countTokensOrdinary(text.substring(at, end));
            at = end;
        }
        return tokens;
    }

    private synchronized Encoding encoding() {
        Encoding loaded = encoding;
        if (loaded == null) {
            loaded = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
            encoding = loaded;
        }
        return loaded;
    }
}

package io.kaiye.model;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Turns text into token ids as {@code tokenizer.json} says. Safe for threads; whoever closes it
 * makes sure that nobody is encoding.
 *
 * <p>Calls the native library directly: DJL's own class also fetches the text of every token, which
 * costs more than the tokenising, and reports its use over the network.
 */
public final class TextTokenizer implements AutoCloseable {
    /** So many characters are looked at first; nearly every text has more tokens than that. */
    private static final int CHARACTERS_PER_TOKEN = 16;

    /** Characters looked at where tokens are longer still, such as in a megabyte of spaces. */
    private static final int CHARACTERS_PER_TOKEN_MAX = 256;

    /** A text is cut at a space if there is one in so many characters before the cut. */
    private static final int LOOK_BACK = 256;

    private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

    private final long handle;
    private final int maxTokens;

    private TextTokenizer(long handle, int maxTokens) {
        this.handle = handle;
        this.maxTokens = maxTokens;
    }

    /** Reads {@code tokenizer.json}; its own padding and truncation are replaced. */
    public static TextTokenizer open(Path file, int maxTokens) {
        Natives.environment();
        String json = read(file);
        try {
            TextTokenizer tokenizer =
                    new TextTokenizer(LIBRARY.createTokenizerFromString(json), maxTokens);
            tokenizer.configure();
            return tokenizer;
        } catch (RuntimeException e) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    file
                            + " is not a tokeniser that can be read: "
                            + e.getMessage()
                            + ". It must be a tokenizer.json as Hugging Face's tokenizers library"
                            + " writes it; save it again with"
                            + " AutoTokenizer.from_pretrained(NAME).save_pretrained(FOLDER)",
                    e);
        }
    }

    private void configure() {
        try {
            LIBRARY.disablePadding(handle);
            LIBRARY.setTruncation(handle, maxTokens, "LONGEST_FIRST", 0);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * The ids of a text, special tokens included, at most {@code maxTokens}.
     *
     * <p>The tokeniser is only shown the beginning of a very long text: enough characters to fill
     * {@code maxTokens}, more if that was not enough, and never more than a fixed multiple.
     */
    public Input encode(String text) {
        String valid = wellFormed(text);
        long shown = (long) maxTokens * CHARACTERS_PER_TOKEN;
        long shownMax = (long) maxTokens * CHARACTERS_PER_TOKEN_MAX;
        while (true) {
            String part = beginning(valid, (int) Math.min(shown, shownMax));
            Input input = encodeWhole(part, part.length() < valid.length());
            boolean allSeen = part.length() == valid.length() || shown >= shownMax;
            if (allSeen || input.length() >= maxTokens) {
                return input;
            }
            shown *= 4;
        }
    }

    @Override
    public void close() {
        LIBRARY.deleteTokenizer(handle);
    }

    private Input encodeWhole(String text, boolean cut) {
        long encoding = encode(handle, text);
        try {
            long[] ids = LIBRARY.getTokenIds(encoding);
            boolean overflow = ids.length >= maxTokens && LIBRARY.getOverflowCount(encoding) > 0;
            return input(ids, cut || overflow);
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    private static long encode(long handle, String text) {
        try {
            return LIBRARY.encode(handle, text, true);
        } catch (RuntimeException e) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "The model's tokeniser cannot read a text of "
                            + text.length()
                            + " characters: "
                            + e.getMessage()
                            + ". Export its tokenizer.json again.",
                    e);
        }
    }

    private static Input input(long[] ids, boolean truncated) {
        int[] tokens = new int[Math.max(1, ids.length)];
        for (int i = 0; i < ids.length; i++) {
            tokens[i] = (int) ids[i];
        }
        return new Input(tokens, new float[0], tokens.length, truncated);
    }

    /** At most {@code limit} characters, ended at a space if one is near, never inside a pair. */
    private static String beginning(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        for (int end = limit; end > limit - LOOK_BACK && end > 0; end--) {
            if (Character.isWhitespace(text.charAt(end))) {
                return text.substring(0, end);
            }
        }
        boolean insidePair = Character.isLowSurrogate(text.charAt(limit));
        return text.substring(0, insidePair ? limit - 1 : limit);
    }

    /** Halves of surrogate pairs, which no UTF-8 can hold, become the replacement character. */
    private static String wellFormed(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return new String(
                        text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.UTF_16LE);
            }
        }
        return text;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE, "Cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}

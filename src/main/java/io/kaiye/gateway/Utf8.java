package io.kaiye.gateway;

import java.nio.charset.StandardCharsets;

/** Text as UTF-8 bytes, which are never changed and never copied. */
final class Utf8 {
    private final byte[] bytes;

    Utf8(byte[] bytes) {
        this.bytes = bytes;
    }

    static Utf8 of(String text) {
        return new Utf8(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}

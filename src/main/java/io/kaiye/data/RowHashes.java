package io.kaiye.data;

import io.kaiye.base.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A set of rows by the first 128 bits of their SHA-256, so that each takes the same few bytes,
 * however much it says: 16 bytes in a table of which a quarter to a half is full. One thread.
 */
final class RowHashes {
    private static final int SLOTS_MIN = 16;

    private final List<RowHashes> others = new ArrayList<>();
    private long[] slots = new long[2 * SLOTS_MIN];
    private int size;

    /** Adds all rows of another set, which may grow and is not copied. */
    void addAll(RowHashes other) {
        others.add(other);
    }

    void add(Map<String, Object> row) {
        long[] hash = hash(row);
        int slot = slot(slots, hash);
        if (isFree(slots, slot)) {
            put(slots, slot, hash);
            size++;
            if (4L * size > slots.length) {
                grow();
            }
        }
    }

    boolean contains(Map<String, Object> row) {
        return contains(hash(row));
    }

    private boolean contains(long[] hash) {
        return !isFree(slots, slot(slots, hash))
                || others.stream().anyMatch(other -> other.contains(hash));
    }

    boolean isEmpty() {
        return size == 0 && others.stream().allMatch(RowHashes::isEmpty);
    }

    /** Without those of other sets. */
    int size() {
        return size;
    }

    /** That the rows added here take. */
    long bytes() {
        return 8L * slots.length;
    }

    private void grow() {
        if (slots.length > Integer.MAX_VALUE / 2) {
            throw new IllegalStateException("more rows than a dataset may have");
        }
        long[] wider = new long[2 * slots.length];
        for (int i = 0; i < slots.length; i += 2) {
            if (!isFree(slots, i)) {
                long[] hash = {slots[i], slots[i + 1]};
                put(wider, slot(wider, hash), hash);
            }
        }
        slots = wider;
    }

    /** Where the hash is, or would be. The lengths are powers of two. */
    private static int slot(long[] slots, long[] hash) {
        int slot = 2 * (int) (hash[0] & (slots.length / 2 - 1));
        while (!isFree(slots, slot) && (slots[slot] != hash[0] || slots[slot + 1] != hash[1])) {
            slot = (slot + 2) & (slots.length - 1);
        }
        return slot;
    }

    private static boolean isFree(long[] slots, int slot) {
        return slots[slot] == 0 && slots[slot + 1] == 0;
    }

    private static void put(long[] slots, int slot, long[] hash) {
        slots[slot] = hash[0];
        slots[slot + 1] = hash[1];
    }

    /** The same for rows with the same values of the same types, in whatever order. */
    private static long[] hash(Map<String, Object> row) {
        MessageDigest digest = Sha256.digest();
        new TreeMap<>(row)
                .forEach(
                        (column, value) -> {
                            add(digest, column);
                            add(digest, value.getClass().getSimpleName());
                            add(digest, value.toString());
                        });
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        long first = bytes.getLong();
        long second = bytes.getLong();
        return new long[] {first, first == 0 && second == 0 ? 1 : second};
    }

    private static void add(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
    }
}

package io.kaiye.ledger;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The upstream calls of a node that are under way, in a file that is mapped into memory: what a
 * process has written there is in the file even if it is killed the next moment. A place for each
 * call, used again; no synchronisation of the disk, so that a machine that loses its power may lose
 * the newest. Safe for threads.
 */
final class CallTrace implements AutoCloseable {
    static final int PLACES = 2048;

    /** Models of upstreams that one call has room for. */
    static final int TRIES_MAX = 4;

    private static final int PLACE_BYTES = 1024;
    private static final int TEXT_BYTES_MAX = PLACE_BYTES - Integer.BYTES;
    private static final int NAME_MAX = 60;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private final ConcurrentLinkedQueue<Integer> free = new ConcurrentLinkedQueue<>();

    /**
     * A call that is under way, or was when the process died.
     *
     * @param buyer customer; empty for the operator
     * @param tries at most {@link #TRIES_MAX}, of which each has another upstream or model
     */
    record Entry(
            String answerId,
            String buyer,
            String key,
            String endpoint,
            String model,
            List<Try> tries,
            long atMillis) {}

    /**
     * What was asked of one model of an upstream.
     *
     * @param costMicrosMax what that may cost at most, all tries together
     */
    record Try(String upstream, String model, long costMicrosMax) {}

    /**
     * The tries with one more. Of the same model they are one; where there is no room the last
     * takes its cost too, so that the sum is right.
     */
    static List<Try> with(List<Try> tries, Try more) {
        List<Try> all = new ArrayList<>(tries);
        int place = 0;
        while (place < all.size() && !isOfSame(all.get(place), more)) {
            place++;
        }
        if (place == all.size() && place < TRIES_MAX) {
            all.add(more);
            return all;
        }
        Try known = all.get(Math.min(place, TRIES_MAX - 1));
        long cost = known.costMicrosMax() + more.costMicrosMax();
        all.set(Math.min(place, TRIES_MAX - 1), new Try(known.upstream(), known.model(), cost));
        return all;
    }

    private static boolean isOfSame(Try one, Try other) {
        return one.upstream().equals(other.upstream()) && one.model().equals(other.model());
    }

    /**
     * Maps the file, which only this process has open.
     *
     * @throws KaiyeException DISK_FULL, NOT_WRITABLE
     */
    CallTrace(Path file, FileChannel channel) {
        try {
            long bytes = (long) PLACES * PLACE_BYTES;
            fill(channel, bytes);
            this.memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes, arena);
        } catch (IOException e) {
            arena.close();
            throw AtomicFiles.failure(file, e);
        }
        for (int i = 0; i < PLACES; i++) {
            free.add(i);
        }
    }

    /** Takes the room on the disk now: a write to mapped memory cannot report a full disk. */
    private static void fill(FileChannel channel, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(PLACE_BYTES);
        for (long at = channel.size(); at < bytes; at += zeros.limit()) {
            channel.write(zeros.rewind(), at);
        }
    }

    /** What another process has left; to be read before the first {@link #place}. */
    List<Entry> left() {
        List<Entry> entries = new ArrayList<>();
        for (int place = 0; place < PLACES; place++) {
            long at = (long) place * PLACE_BYTES;
            int length = memory.get(ValueLayout.JAVA_INT_UNALIGNED, at);
            if (length > 0 && length <= TEXT_BYTES_MAX) {
                byte[] text = new byte[length];
                MemorySegment.copy(
                        memory, ValueLayout.JAVA_BYTE, at + Integer.BYTES, text, 0, length);
                entries.add(Json.parse(new String(text, StandardCharsets.UTF_8), Entry.class));
            }
        }
        return entries;
    }

    /** Forgets all that is there. */
    void clear() {
        memory.fill((byte) 0);
    }

    /**
     * A place for a call.
     *
     * @throws KaiyeException OVERLOADED if all are taken
     */
    int place() {
        Integer place = free.poll();
        if (place == null) {
            throw new KaiyeException(
                    ErrorCode.OVERLOADED,
                    PLACES + " calls to upstreams are under way; send the request again later.");
        }
        return place;
    }

    void write(int place, Entry entry) {
        byte[] text = text(entry);
        long at = (long) place * PLACE_BYTES;
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, at, 0);
        VarHandle.releaseFence();
        MemorySegment.copy(text, 0, memory, ValueLayout.JAVA_BYTE, at + Integer.BYTES, text.length);
        VarHandle.releaseFence();
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, at, text.length);
    }

    /** Ends a call. */
    void free(int place) {
        memory.set(ValueLayout.JAVA_INT_UNALIGNED, (long) place * PLACE_BYTES, 0);
        free.add(place);
    }

    /** Names of models are cut until it fits; an upstream's says who is owed the cost. */
    private static byte[] text(Entry entry) {
        for (int max = NAME_MAX; max > 0; max /= 2) {
            byte[] text = json(entry, max).getBytes(StandardCharsets.UTF_8);
            if (text.length <= TEXT_BYTES_MAX) {
                return text;
            }
        }
        throw new IllegalStateException("no room for the trace of " + entry.answerId());
    }

    /** As {@link Json} would write it, at a fifth of the time: it is written for every call. */
    private static String json(Entry entry, int max) {
        StringBuilder json = new StringBuilder(TEXT_BYTES_MAX / 2).append('{');
        field(json, "answerId", entry.answerId());
        field(json, "buyer", entry.buyer());
        field(json, "key", entry.key());
        field(json, "endpoint", entry.endpoint());
        field(json, "model", cut(entry.model(), max));
        json.append("\"tries\":[");
        for (Try each : entry.tries()) {
            json.append('{');
            field(json, "upstream", cut(each.upstream(), NAME_MAX));
            field(json, "model", cut(each.model(), max));
            json.append("\"costMicrosMax\":").append(each.costMicrosMax()).append("},");
        }
        if (!entry.tries().isEmpty()) {
            json.setLength(json.length() - 1);
        }
        return json.append("],\"atMillis\":").append(entry.atMillis()).append('}').toString();
    }

    private static void field(StringBuilder json, String name, String value) {
        json.append('"').append(name).append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(value, json);
        json.append("\",");
    }

    private static String cut(String name, int max) {
        return name.length() <= max ? name : name.substring(0, max);
    }

    @Override
    public void close() {
        arena.close();
    }
}

package io.kaiye.graph;

import java.util.Map;

/**
 * Walks a protobuf file before any object is made of it, so that a hostile one is refused while it
 * is still only bytes: lengths that point past the end, graphs nested too deep, names of megabytes,
 * and millions of empty messages that would fill the memory.
 */
final class WireScan {
    private static final int MESSAGE_DEPTH_MAX = 60;
    private static final int GRAPH_DEPTH_MAX = 8;
    private static final int NAME_BYTES_MAX = 1 << 16;

    /** Rough bytes of heap that a message object takes. */
    private static final long MESSAGE_COST = 256;

    private static final long FIELD_COST = 24;

    /** The messages of ONNX that are walked into, with their fields that are messages too. */
    private enum Kind {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        TENSOR,
        /** Any other message: small, and nothing of ours below. */
        LEAF;

        static final Map<Kind, Map<Integer, Kind>> CHILDREN =
                Map.of(
                        MODEL, Map.of(7, GRAPH, 8, LEAF, 14, LEAF),
                        GRAPH, Map.of(1, NODE, 5, TENSOR, 11, LEAF, 12, LEAF, 13, LEAF),
                        NODE, Map.of(5, ATTRIBUTE, 9, LEAF),
                        ATTRIBUTE, Map.of(5, TENSOR, 6, GRAPH, 10, TENSOR, 11, GRAPH),
                        TENSOR, Map.of(13, LEAF, 16, LEAF),
                        LEAF, Map.of());
    }

    private final byte[] bytes;
    private final long budget;
    private long cost;
    private int graphs;

    private WireScan(byte[] bytes, long budget) {
        this.bytes = bytes;
        this.budget = budget;
    }

    /**
     * Refuses what must not be parsed.
     *
     * @param budget bytes of heap the parsed model may take, by a rough reckoning
     */
    static void check(byte[] bytes, long budget) {
        new WireScan(bytes, budget).message(Kind.MODEL, 0, bytes.length, 0);
    }

    private void message(Kind kind, int from, int to, int depth) {
        if (depth > MESSAGE_DEPTH_MAX) {
            throw Refusal.corrupt("messages are nested more than " + MESSAGE_DEPTH_MAX + " deep");
        }
        pay(MESSAGE_COST);
        int at = from;
        while (at < to) {
            long tag = varint(at, to);
            at += varintBytes(at);
            int field = (int) (tag >>> 3);
            pay(FIELD_COST);
            if (tag > 0xffff_ffffL || field == 0) {
                throw notOnnx(at);
            }
            switch ((int) (tag & 7)) {
                case 0 -> {
                    varint(at, to);
                    at += varintBytes(at);
                }
                case 1 -> at = skip(at, 8, to);
                case 5 -> at = skip(at, 4, to);
                case 2 -> {
                    long length = varint(at, to);
                    at += varintBytes(at);
                    if (length < 0 || length > to - at) {
                        throw Refusal.corrupt(
                                "it ends too early (at byte "
                                        + bytes.length
                                        + "); a part of "
                                        + Long.toUnsignedString(length)
                                        + " bytes begins at byte "
                                        + at);
                    }
                    delimited(kind, field, at, (int) length, depth);
                    at += (int) length;
                }
                default -> throw notOnnx(at);
            }
        }
    }

    private void delimited(Kind kind, int field, int at, int length, int depth) {
        Kind child = Kind.CHILDREN.getOrDefault(kind, Map.of()).get(field);
        if (child == null) {
            leaf(kind, field, length);
            return;
        }
        if (child == Kind.GRAPH && ++graphs > GRAPH_DEPTH_MAX) {
            throw Refusal.unsupported(
                    "graphs are nested more than " + GRAPH_DEPTH_MAX + " deep",
                    "Export it without control flow.");
        }
        if (child == Kind.LEAF) {
            pay(MESSAGE_COST + 16L * length);
        } else {
            message(child, at, at + length, depth + 1);
        }
        if (child == Kind.GRAPH) {
            graphs--;
        }
    }

    private void leaf(Kind kind, int field, int length) {
        boolean name =
                kind == Kind.NODE
                        || (kind == Kind.TENSOR && field == 8)
                        || (kind == Kind.GRAPH && field == 2)
                        || (kind == Kind.ATTRIBUTE && field == 1);
        boolean docs = kind == Kind.NODE && field == 6;
        if (name && !docs && length > NAME_BYTES_MAX) {
            throw Refusal.corrupt(
                    "a name has " + length + " bytes, at most " + NAME_BYTES_MAX + " are accepted");
        }
        pay(leafCost(kind, field, length));
    }

    private static long leafCost(Kind kind, int field, int length) {
        if (kind == Kind.TENSOR) {
            return switch (field) {
                case 9 -> 0; // raw data stay where they are
                case 4, 10 -> 2L * length; // packed floats and doubles, and their copy
                default -> 16L * length; // packed numbers of one byte and more
            };
        }
        return switch (kind) {
            case MODEL, GRAPH -> 64L * length; // messages that are not walked into
            case ATTRIBUTE -> field == 7 || field == 8 || field == 4 ? 24L * length : 64L * length;
            default -> 4L * length;
        };
    }

    private void pay(long more) {
        cost += more;
        if (cost > budget) {
            throw Refusal.unsupported(
                    "it would take more than the "
                            + (budget >> 20)
                            + " MB of memory that are left for it",
                    "Give Java more memory with -Xmx, or use a smaller model.");
        }
    }

    private int skip(int at, int width, int to) {
        if (to - at < width) {
            throw Refusal.corrupt("it ends too early, at byte " + bytes.length);
        }
        return at + width;
    }

    private long varint(int at, int to) {
        long value = 0;
        for (int i = 0; i < 10; i++) {
            if (at + i >= to) {
                throw Refusal.corrupt("it ends too early, at byte " + bytes.length);
            }
            byte next = bytes[at + i];
            value |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw notOnnx(at);
    }

    private int varintBytes(int at) {
        int count = 1;
        while (bytes[at + count - 1] < 0) {
            count++;
        }
        return count;
    }

    private static io.kaiye.base.KaiyeException notOnnx(int at) {
        return Refusal.corrupt("byte " + at + " is not what an ONNX file has there");
    }
}

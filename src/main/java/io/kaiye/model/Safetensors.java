package io.kaiye.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.ElementType;
import io.kaiye.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of Hugging Face's safetensors format, in 32-bit floats: eight bytes with the length of a
 * JSON header, the header, the values. Everything is checked before it is used: lengths, shapes,
 * that the values follow each other without gap or overlap to the end of the file, and that they
 * are numbers.
 *
 * @param tensors in the order of their values
 * @param about free texts by key
 */
record Safetensors(Path file, Map<String, Tensor> tensors, Map<String, String> about) {
    /** Names and shapes of thousands of tensors take less. */
    static final int HEADER_BYTES_MAX = 4 << 20;

    /** Updates of rank 64 of a base of a gigabyte take less. */
    static final int FILE_BYTES_MAX = 512 << 20;

    private static final String ABOUT = "__metadata__";
    private static final int DIMENSIONS_MAX = 8;
    private static final int SHOWN_CHARACTERS = 80;

    static void write(Path file, Map<String, Tensor> tensors, Map<String, String> about) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put(ABOUT, about);
        long at = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long end = at + (long) Float.BYTES * entry.getValue().elementCount();
            header.put(
                    entry.getKey(),
                    Map.of(
                            "dtype", "F32",
                            "shape", entry.getValue().dims(),
                            "data_offsets", List.of(at, end)));
            at = end;
        }
        byte[] json = Json.pretty(header).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(
                file,
                out -> {
                    out.write(
                            ByteBuffer.allocate(Long.BYTES)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .putLong(json.length)
                                    .array());
                    out.write(json);
                    for (Tensor tensor : tensors.values()) {
                        out.write(tensor.rawBytes());
                    }
                });
    }

    /**
     * Reads a file.
     *
     * @throws KaiyeException CORRUPT_FILE, saying what is wrong
     */
    static Safetensors read(Path file) {
        Safetensors empty = new Safetensors(file, Map.of(), Map.of());
        ByteBuffer bytes = empty.bytes();
        JsonNode header = empty.header(bytes);
        Map<String, String> about = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        header.properties()
                .forEach(
                        field -> {
                            if (field.getKey().equals(ABOUT)) {
                                field.getValue()
                                        .properties()
                                        .forEach(
                                                text ->
                                                        about.put(
                                                                text.getKey(),
                                                                text.getValue().asText()));
                            } else {
                                entries.add(empty.entry(field.getKey(), field.getValue()));
                            }
                        });
        return new Safetensors(file, empty.tensors(entries, bytes.slice()), about);
    }

    KaiyeException damaged(String why) {
        return new KaiyeException(
                ErrorCode.CORRUPT_FILE,
                file + " is damaged: " + why + ". Copy or export the whole folder again.");
    }

    /** A tensor as the header tells of it. */
    private record Entry(String name, List<Long> shape, long begin, long end) {}

    private ByteBuffer bytes() {
        try {
            long size = Files.size(file);
            if (size > FILE_BYTES_MAX) {
                throw damaged("it has " + size + " bytes; at most " + FILE_BYTES_MAX + " are read");
            }
            return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    /** Leaves the position where the values begin. */
    private JsonNode header(ByteBuffer bytes) {
        if (bytes.remaining() < Long.BYTES) {
            throw damaged("it has only " + bytes.remaining() + " bytes");
        }
        long length = bytes.getLong();
        if (length < 2 || length > HEADER_BYTES_MAX || length > bytes.remaining()) {
            throw damaged(
                    "its header would have "
                            + Long.toUnsignedString(length)
                            + " bytes; the file has "
                            + bytes.remaining()
                            + " more, and at most "
                            + HEADER_BYTES_MAX
                            + " are read");
        }
        byte[] json = new byte[(int) length];
        bytes.get(json);
        try {
            JsonNode header = Json.mapper().readTree(json);
            if (!header.isObject()) {
                throw damaged("its header is no JSON object");
            }
            return header;
        } catch (JsonProcessingException e) {
            throw damaged("its header is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        }
    }

    private Entry entry(String name, JsonNode node) {
        if (!node.path("dtype").asText("").equals("F32")) {
            throw damaged(shown(name) + " is " + shown(node.path("dtype")) + "; F32 is accepted");
        }
        List<Long> shape = wholes(name, node.path("shape"));
        List<Long> offsets = wholes(name, node.path("data_offsets"));
        if (shape.size() > DIMENSIONS_MAX || offsets.size() != 2) {
            throw damaged(shown(name) + " has no sound shape or place: " + shown(node));
        }
        return new Entry(name, shape, offsets.getFirst(), offsets.getLast());
    }

    private List<Long> wholes(String name, JsonNode list) {
        List<Long> values = new ArrayList<>();
        for (JsonNode value : list) {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
                throw damaged(shown(name) + " has " + shown(list) + " where sizes are needed");
            }
            values.add(value.asLong());
        }
        if (!list.isArray()) {
            throw damaged(shown(name) + " has no list of sizes, but " + shown(list));
        }
        return values;
    }

    private Map<String, Tensor> tensors(List<Entry> entries, ByteBuffer values) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::begin));
        Map<String, Tensor> found = new LinkedHashMap<>();
        long at = 0;
        for (Entry entry : sorted) {
            if (entry.begin() != at || entry.end() < at || entry.end() > values.capacity()) {
                throw damaged(
                        shown(entry.name())
                                + " lies at "
                                + entry.begin()
                                + " to "
                                + entry.end()
                                + ", but "
                                + at
                                + " to at most "
                                + values.capacity()
                                + " is left");
            }
            found.put(
                    entry.name(),
                    tensor(entry, values.slice((int) at, (int) (entry.end() - entry.begin()))));
            at = entry.end();
        }
        if (at != values.capacity()) {
            throw damaged(values.capacity() - at + " bytes belong to no tensor");
        }
        return found;
    }

    private Tensor tensor(Entry entry, ByteBuffer values) {
        if (bytes(entry.shape()) != values.capacity()) {
            throw damaged(
                    shown(entry.name())
                            + " has the shape "
                            + shown(entry.shape())
                            + ", but "
                            + values.capacity()
                            + " bytes");
        }
        Tensor tensor = Tensor.of(ElementType.FLOAT, entry.shape(), values);
        FloatBuffer floats = tensor.bytes().asFloatBuffer();
        while (floats.hasRemaining()) {
            float value = floats.get();
            if (!Float.isFinite(value)) {
                throw damaged(shown(entry.name()) + " has a value that is no number: " + value);
            }
        }
        return tensor;
    }

    /** Of a shape; -1 if it is too large to tell. */
    private static long bytes(List<Long> shape) {
        long bytes = Float.BYTES;
        try {
            for (long size : shape) {
                bytes = Math.multiplyExact(bytes, size);
            }
            return bytes;
        } catch (ArithmeticException e) {
            return -1;
        }
    }

    private static String shown(Object value) {
        String text = value.toString().replaceAll("\\p{Cntrl}", "?");
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
    }
}

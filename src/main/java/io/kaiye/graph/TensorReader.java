package io.kaiye.graph;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads tensors in each of the ways a file may hold one. */
final class TensorReader {
    private final ModelFolder folder;

    TensorReader(ModelFolder folder) {
        this.folder = folder;
    }

    Tensor tensor(TensorProto proto) throws IOException {
        ElementType type =
                ElementType.ofCode(proto.getDataType())
                        .orElseThrow(
                                () ->
                                        Refusal.unsupported(
                                                Refusal.shown(proto.getName())
                                                        + " has the element type "
                                                        + proto.getDataType(),
                                                "Export it with float32 weights."));
        if (proto.hasSegment()) {
            throw Refusal.unsupported(
                    Refusal.shown(proto.getName()) + " is stored in segments", "Export it again.");
        }
        try {
            return tensor(proto, type);
        } catch (KaiyeException e) {
            throw new KaiyeException(
                    e.code(),
                    "Weight " + Refusal.shown(proto.getName()) + ": " + e.getMessage(),
                    e);
        }
    }

    private Tensor tensor(TensorProto proto, ElementType type) throws IOException {
        List<Long> dims = proto.getDimsList();
        long needed = Tensor.byteCount(type, dims);
        if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            if (type == ElementType.STRING) {
                throw Refusal.corrupt("text cannot be in another file");
            }
            return Tensor.of(type, dims, folder.read(proto.getName(), entries(proto), needed));
        }
        if (type == ElementType.STRING) {
            return texts(proto);
        }
        if (proto.hasRawData()) {
            return Tensor.of(type, dims, proto.getRawData().asReadOnlyByteBuffer());
        }
        ByteBuffer typed = needed == 0 ? ByteBuffer.allocate(0) : typed(proto, type, needed);
        return Tensor.of(type, dims, typed);
    }

    private static Tensor texts(TensorProto proto) {
        if (!proto.getStringDataList().stream().allMatch(ByteString::isValidUtf8)) {
            throw Refusal.unsupported("its text is not UTF-8", "Export it with UTF-8 text.");
        }
        return Tensor.ofTexts(
                proto.getStringDataList().stream().map(ByteString::toStringUtf8).toList(),
                proto.getDimsList().stream().mapToLong(Long::longValue).toArray());
    }

    /** The elements from the field of the element's own kind, packed as little-endian bytes. */
    private static ByteBuffer typed(TensorProto proto, ElementType type, long needed) {
        int width = Math.max(1, type.bits() / 8);
        return switch (type) {
            case FLOAT -> {
                ByteBuffer out = room(proto.getFloatDataCount(), width, needed);
                for (int i = 0; out.hasRemaining(); i++) {
                    out.putFloat(proto.getFloatData(i));
                }
                yield out.flip();
            }
            case DOUBLE -> {
                ByteBuffer out = room(proto.getDoubleDataCount(), width, needed);
                for (int i = 0; out.hasRemaining(); i++) {
                    out.putDouble(proto.getDoubleData(i));
                }
                yield out.flip();
            }
            case INT64 -> {
                ByteBuffer out = room(proto.getInt64DataCount(), width, needed);
                for (int i = 0; out.hasRemaining(); i++) {
                    out.putLong(proto.getInt64Data(i));
                }
                yield out.flip();
            }
            case UINT32, UINT64 -> {
                ByteBuffer out = room(proto.getUint64DataCount(), width, needed);
                for (int i = 0; out.hasRemaining(); i++) {
                    put(out, proto.getUint64Data(i), width);
                }
                yield out.flip();
            }
            case COMPLEX64, COMPLEX128 ->
                    throw Refusal.unsupported("complex numbers", "Export it with real numbers.");
            default -> {
                ByteBuffer out = room(proto.getInt32DataCount(), width, needed);
                for (int i = 0; out.hasRemaining(); i++) {
                    put(out, proto.getInt32Data(i), width);
                }
                yield out.flip();
            }
        };
    }

    private static void put(ByteBuffer out, long value, int width) {
        for (int i = 0; i < width; i++) {
            out.put((byte) (value >>> (8 * i)));
        }
    }

    /** Room for what the dimensions promise, if the file really holds that many elements. */
    private static ByteBuffer room(int found, int width, long needed) {
        if ((long) found * width != needed) {
            throw Refusal.corrupt(
                    "its dimensions need " + needed / width + " elements and it has " + found);
        }
        return ByteBuffer.allocate((int) needed).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Map<String, String> entries(TensorProto proto) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (StringStringEntryProto entry : proto.getExternalDataList()) {
            @Nullable String before = entries.put(entry.getKey(), entry.getValue());
            if (before != null) {
                throw Refusal.corrupt("the entry " + Refusal.shown(entry.getKey()) + " twice");
            }
        }
        return entries;
    }
}

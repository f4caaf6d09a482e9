package io.kaiye.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A constant: element type, dimensions and the elements in row-major order as little-endian bytes,
 * as in ONNX's {@code raw_data}. Never changes; safe for threads. Tensors of text hold {@link
 * #texts} and no bytes.
 */
public final class Tensor {
    private static final long ELEMENTS_MAX = Integer.MAX_VALUE - 8L;

    private final ElementType type;
    private final List<Long> dims;
    private final ByteBuffer bytes;
    private final List<String> texts;

    private Tensor(ElementType type, List<Long> dims, ByteBuffer bytes, List<String> texts) {
        this.type = type;
        this.dims = List.copyOf(dims);
        this.bytes = bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        this.texts = List.copyOf(texts);
    }

    /**
     * A tensor over {@code bytes}, which the caller must not change afterwards.
     *
     * @throws io.kaiye.base.KaiyeException CORRUPT_FILE if the bytes do not fit the dimensions
     */
    public static Tensor of(ElementType type, List<Long> dims, ByteBuffer bytes) {
        if (type == ElementType.STRING) {
            throw Refusal.corrupt("a tensor of text that holds raw bytes");
        }
        long needed = byteCount(type, dims);
        if (bytes.remaining() != needed) {
            throw Refusal.corrupt(
                    "a "
                            + type
                            + " tensor of dimensions "
                            + dims
                            + " needs "
                            + needed
                            + " bytes and has "
                            + bytes.remaining());
        }
        return new Tensor(type, dims, bytes.slice(), List.of());
    }

    /** A tensor of 32-bit floats. */
    public static Tensor ofFloats(float[] values, long... dims) {
        ByteBuffer buffer = room(values.length, Float.BYTES);
        buffer.asFloatBuffer().put(values);
        return of(ElementType.FLOAT, boxed(dims), buffer);
    }

    /** A tensor of 64-bit integers. */
    public static Tensor ofLongs(long[] values, long... dims) {
        ByteBuffer buffer = room(values.length, Long.BYTES);
        buffer.asLongBuffer().put(values);
        return of(ElementType.INT64, boxed(dims), buffer);
    }

    /** A tensor of 32-bit integers. */
    public static Tensor ofInts(int[] values, long... dims) {
        ByteBuffer buffer = room(values.length, Integer.BYTES);
        buffer.asIntBuffer().put(values);
        return of(ElementType.INT32, boxed(dims), buffer);
    }

    /** A tensor of one-byte elements: INT8, UINT8 or BOOL. The array is copied. */
    public static Tensor ofBytes(ElementType type, byte[] values, long... dims) {
        return of(type, boxed(dims), ByteBuffer.wrap(values.clone()));
    }

    /** A tensor of text. */
    public static Tensor ofTexts(List<String> values, long... dims) {
        if (elementCount(boxed(dims)) != values.size()) {
            throw Refusal.corrupt(
                    "a text tensor of dimensions "
                            + boxed(dims)
                            + " that has "
                            + values.size()
                            + " texts");
        }
        return new Tensor(ElementType.STRING, boxed(dims), ByteBuffer.allocate(0), values);
    }

    /** A scalar float. */
    public static Tensor scalar(float value) {
        return ofFloats(new float[] {value});
    }

    /** A scalar 64-bit integer. */
    public static Tensor scalar(long value) {
        return ofLongs(new long[] {value});
    }

    public ElementType type() {
        return type;
    }

    /** Sizes of the dimensions; empty for a scalar. */
    public List<Long> dims() {
        return dims;
    }

    /** Number of dimensions. */
    public int rank() {
        return dims.size();
    }

    /** Size of one dimension; a negative {@code axis} counts from the end. */
    public int dim(int axis) {
        return Math.toIntExact(dims.get(axis < 0 ? axis + dims.size() : axis));
    }

    /** Number of elements. */
    public int elementCount() {
        return (int) elementCount(dims);
    }

    /** The elements: a fresh read-only view, little-endian, from position 0. */
    public ByteBuffer bytes() {
        return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).rewind();
    }

    /** Texts of a STRING tensor; empty for the others. */
    public List<String> texts() {
        return texts;
    }

    /** A copy of the elements of a FLOAT tensor. */
    public float[] floats() {
        require(ElementType.FLOAT);
        float[] values = new float[elementCount()];
        bytes().asFloatBuffer().get(values);
        return values;
    }

    /** A copy of the elements of an INT64 or INT32 tensor. */
    public long[] longs() {
        long[] values = new long[elementCount()];
        if (type == ElementType.INT32) {
            for (int i = 0; i < values.length; i++) {
                values[i] = bytes.getInt(i * Integer.BYTES);
            }
            return values;
        }
        require(ElementType.INT64);
        bytes().asLongBuffer().get(values);
        return values;
    }

    /** A copy of the bytes of a tensor with one-byte elements. */
    public byte[] rawBytes() {
        byte[] values = new byte[bytes.remaining()];
        bytes().get(values);
        return values;
    }

    /** The same elements with other dimensions. */
    public Tensor reshaped(long... newDims) {
        return of(type, boxed(newDims), bytes());
    }

    /** Elements that dimensions promise; refuses negative sizes and more than an array holds. */
    static long elementCount(List<Long> dims) {
        long count = 1;
        boolean empty = false;
        for (long dim : dims) {
            if (dim < 0) {
                throw Refusal.corrupt("a tensor has the negative dimension " + dim);
            }
            empty |= dim == 0;
            if (dim > 0 && count > ELEMENTS_MAX / dim) {
                throw Refusal.corrupt("a tensor has too many elements: dimensions " + dims);
            }
            count *= Math.max(1, dim);
        }
        return empty ? 0 : count;
    }

    static long byteCount(ElementType type, List<Long> dims) {
        return type.bytes(elementCount(dims));
    }

    private void require(ElementType wanted) {
        if (type != wanted) {
            throw new IllegalStateException("a tensor of " + type + " was read as " + wanted);
        }
    }

    private static ByteBuffer room(int count, int width) {
        return ByteBuffer.allocate(Math.multiplyExact(count, width)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static List<Long> boxed(long... dims) {
        List<Long> list = new ArrayList<>(dims.length);
        for (long dim : dims) {
            list.add(dim);
        }
        return list;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that
                && type == that.type
                && dims.equals(that.dims)
                && texts.equals(that.texts)
                && bytes.equals(that.bytes);
    }

    /** From type, dimensions and a few elements only: big tensors are hashed often. */
    @Override
    public int hashCode() {
        int first = bytes.remaining() >= Long.BYTES ? Long.hashCode(bytes.getLong(0)) : 0;
        return Objects.hash(type, dims, texts, first);
    }

    @Override
    public String toString() {
        return type + dims.toString();
    }
}

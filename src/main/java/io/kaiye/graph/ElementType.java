package io.kaiye.graph;

import java.util.Optional;

/** Type of a tensor's elements, with ONNX's number for it and its width in bits. */
public enum ElementType {
    FLOAT(1, 32),
    UINT8(2, 8),
    INT8(3, 8),
    UINT16(4, 16),
    INT16(5, 16),
    INT32(6, 32),
    INT64(7, 64),
    /** Text; a tensor of it has no raw bytes. */
    STRING(8, 0),
    BOOL(9, 8),
    FLOAT16(10, 16),
    DOUBLE(11, 64),
    UINT32(12, 32),
    UINT64(13, 64),
    COMPLEX64(14, 64),
    COMPLEX128(15, 128),
    BFLOAT16(16, 16),
    FLOAT8E4M3FN(17, 8),
    FLOAT8E4M3FNUZ(18, 8),
    FLOAT8E5M2(19, 8),
    FLOAT8E5M2FNUZ(20, 8),
    UINT4(21, 4),
    INT4(22, 4);

    private final int code;
    private final int bits;

    ElementType(int code, int bits) {
        this.code = code;
        this.bits = bits;
    }

    /** ONNX's number, {@code TensorProto.DataType}. */
    public int code() {
        return code;
    }

    /** Width of one element in bits; 0 for text. */
    public int bits() {
        return bits;
    }

    /** Bytes that {@code count} elements take, two to a byte for the 4-bit types. */
    public long bytes(long count) {
        return bits == 4 ? (count + 1) / 2 : Math.multiplyExact(count, (long) bits / 8);
    }

    /** The type with ONNX's number {@code code}, or empty where Kaiye does not know it. */
    public static Optional<ElementType> ofCode(int code) {
        for (ElementType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}

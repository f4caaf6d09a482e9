package io.kaiye.autograd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;

/** Named float tensors as bytes, little-endian, in stretches that fit a small buffer. */
final class StateStream {
    private static final int STRETCH = 1 << 16;

    private StateStream() {}

    static void write(DataOutputStream out, Map<String, Tensor> tensors) throws IOException {
        out.writeInt(tensors.size());
        float[] values = new float[STRETCH];
        byte[] bytes = new byte[4 * STRETCH];
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long count = entry.getValue().numel();
            out.writeUTF(entry.getKey());
            out.writeLong(count);
            FloatPointer source = entry.getValue().data_ptr_float();
            for (long at = 0; at < count; at += STRETCH) {
                int length = (int) Math.min(STRETCH, count - at);
                source.position(at).get(values, 0, length);
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .put(values, 0, length);
                out.write(bytes, 0, 4 * length);
            }
        }
    }

    /** Fills tensors of the same names and sizes. */
    static void read(DataInputStream in, Map<String, Tensor> tensors) throws IOException {
        int found = in.readInt();
        if (found != tensors.size()) {
            throw new IOException("it has " + found + " tensors, not " + tensors.size());
        }
        float[] values = new float[STRETCH];
        byte[] bytes = new byte[4 * STRETCH];
        for (int i = 0; i < found; i++) {
            String name = in.readUTF();
            long count = in.readLong();
            Tensor tensor = tensors.get(name);
            if (tensor == null || tensor.numel() != count) {
                throw new IOException("it is of another model: " + name);
            }
            FloatPointer target = tensor.data_ptr_float();
            for (long at = 0; at < count; at += STRETCH) {
                int length = (int) Math.min(STRETCH, count - at);
                in.readFully(bytes, 0, 4 * length);
                ByteBuffer.wrap(bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values, 0, length);
                target.position(at).put(values, 0, length);
            }
        }
    }
}

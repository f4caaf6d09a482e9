package io.kaiye.train;

import io.kaiye.graph.ElementType;
import io.kaiye.graph.Tensor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The weights of the best epoch so far, as a checkpoint holds them. */
final class BestWeights {
    private BestWeights() {}

    /** Writes them, by name; none where they are not kept. */
    static void write(DataOutputStream out, Map<String, Tensor> best) throws IOException {
        out.writeInt(best.size());
        for (Map.Entry<String, Tensor> entry : best.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeInt(entry.getValue().rank());
            for (long size : entry.getValue().dims()) {
                out.writeLong(size);
            }
            ByteBuffer bytes = entry.getValue().bytes();
            byte[] stretch = new byte[1 << 16];
            while (bytes.hasRemaining()) {
                int length = Math.min(stretch.length, bytes.remaining());
                bytes.get(stretch, 0, length);
                out.write(stretch, 0, length);
            }
        }
    }

    /** Those that {@link #write} wrote; null for none. */
    static @Nullable Map<String, Tensor> read(DataInputStream in) throws IOException {
        int count = in.readInt();
        Map<String, Tensor> best = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            List<Long> dims = new ArrayList<>();
            int rank = in.readInt();
            long bytes = Float.BYTES;
            for (int j = 0; j < rank; j++) {
                dims.add(in.readLong());
                bytes *= dims.getLast();
            }
            byte[] all = new byte[Math.toIntExact(bytes)];
            in.readFully(all);
            best.put(name, Tensor.of(ElementType.FLOAT, dims, ByteBuffer.wrap(all)));
        }
        return count == 0 ? null : best;
    }
}

package io.kaiye.train;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.Json;
import io.kaiye.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Low-rank updates and a head, apart from the base they belong to, as a file of Hugging Face's
 * safetensors format: eight bytes with the length of a JSON header, the header, the values.
 */
final class AdapterFile {
    static final String NAME = "adapter.safetensors";

    private AdapterFile() {}

    /**
     * Writes the file.
     *
     * @param about free texts: the base, its hash, rank and factor
     */
    static void write(Path folder, Map<String, Tensor> tensors, Map<String, String> about) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("__metadata__", about);
        long at = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long end = at + 4L * entry.getValue().elementCount();
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
                folder.resolve(NAME),
                out -> {
                    out.write(
                            ByteBuffer.allocate(8)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .putLong(json.length)
                                    .array());
                    out.write(json);
                    for (Tensor tensor : tensors.values()) {
                        out.write(tensor.rawBytes());
                    }
                });
    }
}

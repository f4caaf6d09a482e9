package io.kaiye.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.List;

/**
 * Native buffers for one batch at a time, reused: padded ids, mask and types, each [rows, longest].
 * One thread at a time.
 */
final class Workspace {
    private static final int TOKENS_AT_FIRST = 4096;

    private LongBuffer ids = buffer(TOKENS_AT_FIRST);
    private LongBuffer mask = buffer(TOKENS_AT_FIRST);
    private LongBuffer types = buffer(TOKENS_AT_FIRST);
    private int rows;
    private int longest;

    /** Lays a batch out, padded at the right. */
    void fill(List<Input> batch, int padToken) {
        rows = batch.size();
        longest = longest(batch);
        reserve(Math.multiplyExact(rows, longest));
        int at = 0;
        for (Input input : batch) {
            int[] tokens = input.tokens();
            for (int i = 0; i < longest; i++, at++) {
                boolean real = i < tokens.length;
                ids.put(at, real ? tokens[i] : padToken);
                mask.put(at, real ? 1 : 0);
            }
        }
    }

    OnnxTensor ids(OrtEnvironment environment) throws OrtException {
        return tensor(environment, ids);
    }

    OnnxTensor mask(OrtEnvironment environment) throws OrtException {
        return tensor(environment, mask);
    }

    /** All zero: a text is one segment. */
    OnnxTensor types(OrtEnvironment environment) throws OrtException {
        return tensor(environment, types);
    }

    private OnnxTensor tensor(OrtEnvironment environment, LongBuffer buffer) throws OrtException {
        buffer.clear().limit(rows * longest);
        return OnnxTensor.createTensor(environment, buffer, new long[] {rows, longest});
    }

    private void reserve(int tokens) {
        ids.clear();
        mask.clear();
        if (tokens > ids.capacity()) {
            int capacity = Math.max(tokens, (int) Math.min(Integer.MAX_VALUE, 2L * ids.capacity()));
            ids = buffer(capacity);
            mask = buffer(capacity);
            types = buffer(capacity);
        }
    }

    private static int longest(List<Input> batch) {
        int longest = 0;
        for (Input input : batch) {
            longest = Math.max(longest, input.tokens().length);
        }
        return longest;
    }

    private static LongBuffer buffer(int tokens) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(tokens, Long.BYTES))
                .order(ByteOrder.nativeOrder())
                .asLongBuffer();
    }
}

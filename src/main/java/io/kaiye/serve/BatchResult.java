package io.kaiye.serve;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.model.Input;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a batch gave: for each item a row or the reason why there is none. */
final class BatchResult {
    private static final System.Logger LOG = System.getLogger(BatchResult.class.getName());

    private final float[] @Nullable [] rows;
    private final @Nullable RuntimeException[] failures;

    private BatchResult(int items) {
        this.rows = new float[items][];
        this.failures = new RuntimeException[items];
    }

    /**
     * Computes a batch on this thread; if it fails, each item alone, so that one bad text does not
     * take its neighbours with it. Throws nothing.
     */
    static BatchResult compute(List<Item> items) {
        BatchResult result = new BatchResult(items.size());
        try {
            result.fill(items, 0);
            return result;
        } catch (RuntimeException | Error e) {
            result.failures[0] = failure(e);
            if (items.size() == 1) {
                return result;
            }
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a batch of " + items.size() + " failed, each text is computed alone: " + e);
        }
        for (int i = 0; i < items.size(); i++) {
            try {
                result.fill(items.subList(i, i + 1), i);
                result.failures[i] = null;
            } catch (RuntimeException | Error e) {
                result.failures[i] = failure(e);
            }
        }
        return result;
    }

    float[] @Nullable [] rows() {
        return rows;
    }

    @Nullable RuntimeException[] failures() {
        return failures;
    }

    static KaiyeException noRow() {
        return new KaiyeException(ErrorCode.INTERNAL, "The model gave no row for a text.");
    }

    private void fill(List<Item> items, int from) {
        Call call = items.getFirst().call();
        List<Input> inputs = items.stream().map(Item::input).toList();
        float[][] computed = call.generation().model().run(inputs, call.want());
        if (computed.length != items.size()) {
            throw new IllegalStateException(
                    "a model gave " + computed.length + " rows for " + items.size() + " texts");
        }
        System.arraycopy(computed, 0, rows, from, computed.length);
    }

    private static RuntimeException failure(Throwable reason) {
        return reason instanceof KaiyeException known
                ? known
                : new KaiyeException(
                        ErrorCode.INTERNAL, "The model failed on a text; see the log.", reason);
    }
}

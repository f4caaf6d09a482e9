package io.kaiye.serve;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.model.Input;
import io.kaiye.model.Want;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What a version has to pass before it is taken into service: it answers texts of several lengths
 * with finite numbers of the right shape. Warms it up by the way.
 */
final class Trial {
    private static final double SUM_TOLERANCE = 1e-3;
    private static final List<String> TEXTS =
            List.of("ok", "我想退货", "Where is my parcel? ".repeat(8), "word ".repeat(300));

    private Trial() {}

    /**
     * Runs it on a compute thread and waits.
     *
     * @throws KaiyeException CORRUPT_FILE if it does not pass
     */
    static void pass(LoadedModel model, Compute compute) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        compute.execute(
                () -> {
                    try {
                        run(model);
                        done.complete(null);
                    } catch (RuntimeException | Error e) {
                        done.completeExceptionally(e);
                    }
                });
        try {
            done.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    "The version fails its trial: " + cause.getMessage(),
                    cause);
        }
    }

    private static void run(LoadedModel model) {
        List<Input> inputs = new ArrayList<>();
        for (String text : TEXTS) {
            inputs.add(model.prepare(text));
        }
        for (Input input : inputs) {
            check(model, List.of(input));
        }
        check(model, inputs);
    }

    private static void check(LoadedModel model, List<Input> inputs) {
        if (model.info().classifies()) {
            for (float[] row : rows(model, inputs, Want.PROBABILITIES, labels(model))) {
                double sum = 0;
                for (float value : row) {
                    sum += value;
                }
                require(Math.abs(sum - 1) < SUM_TOLERANCE, "probabilities add up to " + sum);
            }
        }
        if (model.info().embeds()) {
            for (float[] row : rows(model, inputs, Want.EMBEDDING, model.info().dimension())) {
                double squares = 0;
                for (float value : row) {
                    squares += (double) value * value;
                }
                require(Math.abs(squares - 1) < SUM_TOLERANCE, "a vector has length² " + squares);
            }
        }
    }

    private static float[][] rows(LoadedModel model, List<Input> inputs, Want want, int columns) {
        float[][] rows = model.run(inputs, want);
        require(rows.length == inputs.size(), rows.length + " rows for " + inputs.size());
        for (float[] row : rows) {
            require(row.length == columns, row.length + " columns instead of " + columns);
            for (float value : row) {
                require(Float.isFinite(value), "a row has the value " + value);
            }
        }
        return rows;
    }

    private static int labels(LoadedModel model) {
        return model.info().labels().size();
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new KaiyeException(ErrorCode.CORRUPT_FILE, otherwise);
        }
    }
}

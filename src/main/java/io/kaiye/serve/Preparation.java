package io.kaiye.serve;

import io.kaiye.base.KaiyeException;
import io.kaiye.model.Input;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Turns texts into tokens on the threads of their calls, of which there may be thousands, but for
 * no more calls at one time than there are cores. First come, first served; a long call lets others
 * in after every slice. Safe for threads.
 */
final class Preparation {
    /** Characters after which another call gets its turn: a few milliseconds of work. */
    private static final int SLICE_CHARACTERS = 16_384;

    private final Semaphore turns;

    Preparation(int threads) {
        this.turns = new Semaphore(threads, true);
    }

    /**
     * The texts as inputs, in order.
     *
     * @throws KaiyeException TIMED_OUT or CANCELLED
     */
    List<Input> prepare(Lane lane, LoadedModel model, List<String> texts, Patience patience) {
        List<Input> inputs = new ArrayList<>(texts.size());
        while (inputs.size() < texts.size()) {
            patience.checkTime(lane);
            awaitTurn(lane, patience);
            try {
                prepareSlice(model, texts, inputs);
            } finally {
                turns.release();
            }
        }
        return inputs;
    }

    private static void prepareSlice(LoadedModel model, List<String> texts, List<Input> inputs) {
        int characters = 0;
        while (inputs.size() < texts.size() && characters < SLICE_CHARACTERS) {
            String text = texts.get(inputs.size());
            inputs.add(model.prepare(text));
            characters += text.length();
        }
    }

    private void awaitTurn(Lane lane, Patience patience) {
        try {
            while (!turns.tryAcquire(patience.stepNanos(), TimeUnit.NANOSECONDS)) {
                KaiyeException end = patience.end(lane);
                if (end != null) {
                    throw end;
                }
            }
        } catch (InterruptedException e) {
            throw Patience.interrupted();
        }
    }
}

package io.kaiye.serve;

import io.kaiye.model.Input;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ModelKind;
import io.kaiye.model.Pooling;
import io.kaiye.model.ScopeRule;
import io.kaiye.model.Want;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A model in plain Java whose rows tell which text and which version they were computed from. It
 * takes {@code nanosPerToken} for a batch, complains about use after closing, and fails on texts
 * that begin with "poison".
 */
public final class FakeModel implements LoadedModel {
    static final int TOKENS_MAX = 32;

    final ConcurrentLinkedQueue<List<Integer>> batches = new ConcurrentLinkedQueue<>();
    public final AtomicInteger running = new AtomicInteger();
    final AtomicInteger runningMost = new AtomicInteger();
    final AtomicBoolean closed = new AtomicBoolean();
    private final int version;
    private final long nanosPerToken;
    public volatile CountDownLatch gate = new CountDownLatch(0);
    volatile boolean corrupt;

    /** When it says "none of these". */
    public volatile @Nullable ScopeRule scope;

    public FakeModel(int version, long nanosPerToken) {
        this.version = version;
        this.nanosPerToken = nanosPerToken;
    }

    /** The vector that version {@code version} gives for {@code text}. */
    public static float[] vector(String text, int version) {
        double angle = (text.hashCode() * 31L + version) % 100_000 / 10_000.0;
        return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
    }

    @Override
    public ModelInfo info() {
        ModelInfo info = plainInfo();
        ScopeRule rule = scope;
        return rule == null ? info : info.withScope(rule);
    }

    private static ModelInfo plainInfo() {
        return new ModelInfo(
                ModelInfo.FORMAT,
                ModelKind.NEURAL,
                List.of("no", "yes"),
                2,
                TOKENS_MAX,
                Pooling.CLS,
                "en",
                1,
                "fake",
                ModelInfo.FLOAT32,
                1);
    }

    @Override
    public Input prepare(String text) {
        requireOpen();
        int words = text.split(" ", -1).length;
        int length = Math.min(words, TOKENS_MAX);
        return new Input(text.chars().toArray(), new float[0], length, words > TOKENS_MAX);
    }

    @Override
    public float[][] run(List<Input> batch, Want want) {
        requireOpen();
        int now = running.incrementAndGet();
        runningMost.accumulateAndGet(now, Math::max);
        try {
            batches.add(batch.stream().map(Input::length).toList());
            pause(batch.stream().mapToLong(Input::length).sum() * nanosPerToken);
            return batch.stream().map(input -> row(input, want)).toArray(float[][]::new);
        } finally {
            running.decrementAndGet();
            requireOpen();
        }
    }

    private float[] row(Input input, Want want) {
        int[] characters = input.tokens();
        String text = new String(characters, 0, characters.length);
        if (text.startsWith("poison")) {
            throw new IllegalStateException("cannot digest " + text);
        }
        float[] vector = vector(text, version);
        if (corrupt) {
            return new float[] {Float.NaN, 0};
        }
        return want == Want.EMBEDDING
                ? vector
                : new float[] {vector[0] * vector[0], vector[1] * vector[1]};
    }

    private void pause(long nanos) {
        try {
            gate.await();
            if (nanos > 0) {
                Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("version " + version + " is used after it was closed");
        }
    }

    @Override
    public void close() {
        if (running.get() != 0 || !closed.compareAndSet(false, true)) {
            throw new IllegalStateException("version " + version + " is closed in use or twice");
        }
    }
}

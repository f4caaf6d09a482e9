package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.gateway.UpstreamAsker.Heard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks upstreams for several texts of one call, a few at the same time. The first that fails ends
 * them all, and so does a caller who leaves. Used once, by the call's thread.
 */
final class UpstreamTexts {
    /** Texts of one call that may go upstream: each is a call there, which we pay for. */
    static final int TEXTS_MAX = 64;

    /** Texts that are asked for at the same time at most. */
    static final int AT_A_TIME = 8;

    /** How often the caller's presence is looked up. */
    private static final Duration SLICE = Duration.ofMillis(100);

    private final int texts;
    private final Question question;
    private final AtomicReferenceArray<@Nullable Heard> heard;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    UpstreamTexts(int texts, Question question) {
        this.texts = texts;
        this.question = question;
        this.heard = new AtomicReferenceArray<>(texts);
    }

    /** Asks for one text. Called by several threads at the same time. */
    @FunctionalInterface
    interface Question {
        Heard ask(int text, BooleanSupplier abandoned);
    }

    /**
     * @throws KaiyeException TOO_LARGE where these are more texts than one call may send upstream
     */
    static void check(int texts) {
        if (texts > TEXTS_MAX) {
            throw KaiyeException.ofParameter(
                    ErrorCode.TOO_LARGE,
                    "input",
                    texts
                            + " texts of this call would go upstream; one call may send "
                            + TEXTS_MAX
                            + " there. Send "
                            + TEXTS_MAX
                            + " texts or fewer in one call.");
        }
    }

    /**
     * Waits for all answers, and gives them in the order of the texts.
     *
     * @param atATime asked for at the same time, at most {@link #AT_A_TIME}
     * @param abandoned asked on this thread only
     * @throws KaiyeException what the first that failed says; CANCELLED if the caller left
     */
    List<Heard> all(int atATime, BooleanSupplier abandoned) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(texts, Math.min(atATime, AT_A_TIME)); i++) {
            threads.add(Thread.ofVirtual().name("upstream-text").start(this::work));
        }
        threads.forEach(thread -> await(thread, abandoned));
        return answers();
    }

    private void work() {
        try {
            for (int text = next.getAndIncrement();
                    text < texts && !stopped;
                    text = next.getAndIncrement()) {
                heard.set(text, question.ask(text, () -> stopped));
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
            stopped = true;
        }
    }

    /** Nothing of the call may go on once it is settled, so an interrupt only stops the others. */
    private void await(Thread thread, BooleanSupplier abandoned) {
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = thread.join(SLICE);
            } catch (InterruptedException e) {
                interrupted = true;
                stopped = true;
            }
            if (!ended && !stopped && abandoned.getAsBoolean()) {
                stopped = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Heard> answers() {
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
        List<Heard> answers = new ArrayList<>();
        for (int text = 0; text < texts; text++) {
            Heard one = heard.get(text);
            if (one == null) {
                throw new KaiyeException(ErrorCode.CANCELLED, "The caller went away.");
            }
            answers.add(one);
        }
        return answers;
    }
}

package io.kaiye.serve;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.model.Input;
import io.kaiye.model.Want;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls from the models in service. Callers block on their own, preferably virtual, thread.
 * Closing it refuses new calls, lets those under way end within the grace period and closes the
 * models. Safe for threads.
 */
public final class Serving implements AutoCloseable {
    /** How often a waiting call asks whether its caller is still there. */
    private static final Duration ABANDONED_CHECK = Duration.ofMillis(250);

    private static final String ROUTE = "direct";
    private static final int NAMES_SHOWN = 20;

    private final ServingSetup setup;
    private final Scheduler scheduler;
    private final Swapper swapper;
    private final InFlight inFlight = new InFlight();

    private Serving(ServingSetup setup) {
        this.setup = setup;
        this.scheduler = new Scheduler(setup.compute(), setup.limits(), setup.metrics());
        this.swapper =
                new Swapper(
                        setup.source(), setup.compute(), scheduler, setup.metrics(), setup.clock());
    }

    /** Opens what the source names, then follows its changes. */
    public static Serving start(ServingSetup setup) {
        Serving serving = new Serving(setup);
        serving.swapper.start(setup.limits().pollTime());
        return serving;
    }

    /**
     * Gives calibrated probabilities over the labels of the model.
     *
     * @throws KaiyeException UNKNOWN_MODEL, UNSUPPORTED_MODEL, INVALID_ARGUMENT, TOO_LARGE,
     *     OVERLOADED, TIMED_OUT, CANCELLED, SHUTTING_DOWN or INTERNAL
     */
    public Answer classify(String model, List<String> texts, Deadline deadline) {
        return answer(model, texts, Want.PROBABILITIES, deadline);
    }

    /** Gives a vector of length 1 for each text; throws what {@link #classify} throws. */
    public Answer embed(String model, List<String> texts, Deadline deadline) {
        return answer(model, texts, Want.EMBEDDING, deadline);
    }

    /** Hands feedback to the sink. */
    public void feedback(Feedback feedback) {
        setup.feedback().record(feedback);
    }

    /** The models in service, by name. */
    public List<ServedModel> models() {
        return swapper.lanes().values().stream()
                .map(Lane::current)
                .filter(Objects::nonNull)
                .map(Generation::describe)
                .sorted(Comparator.comparing(model -> model.name().name()))
                .toList();
    }

    /**
     * The model in service under a name.
     *
     * @throws KaiyeException UNKNOWN_MODEL, naming those that are
     */
    public ServedModel model(String name) {
        Lane lane = swapper.lanes().get(name);
        Generation current = lane == null ? null : lane.current();
        if (current == null) {
            throw unknown(name);
        }
        return current.describe();
    }

    /** Whether calls can be answered. */
    public ServingHealth health() {
        List<ServingHealth.Problem> problems = swapper.problems();
        if (inFlight.closed()) {
            return new ServingHealth(false, "stopping", problems);
        }
        if (!swapper.loaded()) {
            return new ServingHealth(false, "loading models", problems);
        }
        if (models().isEmpty() && !problems.isEmpty()) {
            return new ServingHealth(false, "no model could be loaded", problems);
        }
        return new ServingHealth(true, "ready", problems);
    }

    /** Looks for changes of version now instead of at the next poll; returns when they are made. */
    public void refresh() {
        swapper.refresh();
    }

    /** Refuses new calls from now on; those under way go on. */
    public void stopSoon() {
        inFlight.close();
    }

    @Override
    public void close() {
        inFlight.close();
        if (!inFlight.awaitIdle(setup.limits().stopGrace())) {
            scheduler.stop();
            inFlight.awaitIdle(setup.limits().stopGrace());
        }
        scheduler.stop();
        swapper.close();
    }

    private Answer answer(String model, List<String> texts, Want want, Deadline deadline) {
        long start = System.nanoTime();
        TextCheck.check(texts, setup.limits().callTextsMax());
        if (!inFlight.enter()) {
            throw new KaiyeException(
                    ErrorCode.SHUTTING_DOWN,
                    "The server is stopping. Send the request again later.");
        }
        try {
            Lane lane = swapper.lanes().get(model);
            Generation generation = lane == null ? null : held(lane);
            if (lane == null || generation == null) {
                throw unknown(model);
            }
            try {
                return answer(lane, generation, texts, want, deadline, start);
            } finally {
                generation.release();
            }
        } finally {
            inFlight.exit();
        }
    }

    private Answer answer(
            Lane lane,
            Generation generation,
            List<String> texts,
            Want want,
            Deadline deadline,
            long start) {
        checkCan(generation, want);
        scheduler.checkRoom(lane, texts.size(), texts.size());
        List<Input> inputs = new ArrayList<>(texts.size());
        for (String text : texts) {
            inputs.add(generation.model().prepare(text));
        }
        checkTokens(inputs);
        Call call = new Call(generation, want, texts.size());
        scheduler.submit(lane, call, inputs);
        await(lane, call, deadline, start);
        float[][] rows = call.rows();
        Usage usage = usage(generation, want, inputs, call.computeNanos(), start);
        setup.usage().record(usage);
        setup.metrics().answer(usage);
        List<String> labels =
                want == Want.EMBEDDING ? List.of() : generation.model().info().labels();
        return new Answer(usage, labels, Arrays.asList(rows));
    }

    /** A hold on the version in service; null if there is none. */
    private static @Nullable Generation held(Lane lane) {
        Generation current = lane.current();
        while (current != null && !current.hold()) {
            // It was replaced between the two steps; the next one is in place already.
            current = lane.current();
        }
        return current;
    }

    private void await(Lane lane, Call call, Deadline deadline, long start) {
        long timeNanos = Math.min(deadline.time().toNanos(), setup.limits().callTime().toNanos());
        try {
            while (true) {
                long left = start + timeNanos - System.nanoTime();
                if (call.await(Math.min(Math.max(left, 0), ABANDONED_CHECK.toNanos()))) {
                    return;
                }
                if (left <= 0) {
                    scheduler.withdraw(lane, call, timedOut(lane, timeNanos));
                } else if (deadline.abandoned().getAsBoolean()) {
                    scheduler.withdraw(lane, call, cancelled("The caller has gone."));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            scheduler.withdraw(lane, call, cancelled("The call was interrupted."));
        }
    }

    private Usage usage(
            Generation generation, Want want, List<Input> inputs, long computeNanos, long start) {
        Duration compute = Duration.ofNanos(computeNanos);
        return new Usage(
                setup.answerIds().get(),
                generation.name().name(),
                generation.name().version(),
                generation.name().number(),
                ROUTE,
                want == Want.EMBEDDING ? "embeddings" : "classify",
                inputs.size(),
                tokens(inputs),
                (int) inputs.stream().filter(Input::truncated).count(),
                compute,
                setup.rate().costMicros(compute, 1),
                Duration.ofNanos(System.nanoTime() - start),
                setup.clock().instant());
    }

    private void checkTokens(List<Input> inputs) {
        long tokens = tokens(inputs);
        if (tokens > setup.limits().callTokensMax()) {
            throw KaiyeException.ofParameter(
                    ErrorCode.TOO_LARGE,
                    "input",
                    "\"input\" has "
                            + tokens
                            + " tokens in "
                            + inputs.size()
                            + " texts; at most "
                            + setup.limits().callTokensMax()
                            + " are accepted in one request. Send them in several.");
        }
    }

    private static long tokens(List<Input> inputs) {
        return inputs.stream().mapToLong(Input::length).sum();
    }

    private static void checkCan(Generation generation, Want want) {
        String name = generation.name().name();
        if (want == Want.EMBEDDING && !generation.model().info().embeds()) {
            throw KaiyeException.ofParameter(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "model",
                    name
                            + " is a linear model and has no embeddings. Ask /v1/classify, or train"
                            + " one that has: kaiye train NAME --data DATASET --recipe probe");
        }
        if (want == Want.PROBABILITIES && !generation.model().info().classifies()) {
            throw KaiyeException.ofParameter(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "model",
                    name
                            + " is a bare encoder and knows no labels. Ask /v1/embeddings, or train"
                            + " a classifier: kaiye train NAME --data DATASET");
        }
    }

    private KaiyeException unknown(String name) {
        TreeSet<String> names = new TreeSet<>();
        models().forEach(model -> names.add(model.name().name()));
        return KaiyeException.ofParameter(
                ErrorCode.UNKNOWN_MODEL,
                "model",
                "There is no model \""
                        + name
                        + "\". "
                        + (names.isEmpty()
                                ? "No model is served yet; train one: kaiye train NAME --data"
                                        + " DATASET"
                                : Suggestions.didYouMean(name, names)
                                        + "Served are: "
                                        + Suggestions.list(List.copyOf(names), NAMES_SHOWN)
                                        + "."));
    }

    private static KaiyeException timedOut(Lane lane, long timeNanos) {
        return new KaiyeException(
                ErrorCode.TIMED_OUT,
                "No answer within "
                        + timeNanos / 1_000_000
                        + " ms; "
                        + lane.waitingTexts()
                        + " texts wait for "
                        + lane.model()
                        + ". Try again later or send less at once.");
    }

    private static KaiyeException cancelled(String message) {
        return new KaiyeException(ErrorCode.CANCELLED, message);
    }
}

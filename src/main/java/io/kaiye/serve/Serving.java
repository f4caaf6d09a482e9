package io.kaiye.serve;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.model.Input;
import io.kaiye.model.ModelInfo;
import io.kaiye.model.ScopedAnswers;
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
    private static final String ROUTE = "direct";
    private static final int NAMES_SHOWN = 20;

    private final ServingSetup setup;
    private final Scheduler scheduler;
    private final Swapper swapper;
    private final Preparation preparation;
    private final InFlight inFlight = new InFlight();

    private Serving(ServingSetup setup) {
        this.setup = setup;
        this.scheduler = new Scheduler(setup.compute(), setup.limits(), setup.metrics());
        this.preparation = new Preparation(setup.compute().threads());
        this.swapper =
                new Swapper(
                        setup.source(), setup.compute(), scheduler, setup.metrics(), setup.clock());
    }

    /** Opens what the source names, then follows its changes. If it fails, nothing stays open. */
    public static Serving start(ServingSetup setup) {
        Serving serving = new Serving(setup);
        try {
            serving.swapper.start(setup.limits().pollTime());
            return serving;
        } catch (RuntimeException | Error e) {
            serving.close();
            throw e;
        }
    }

    /** What a call may ask for at most. */
    public ServingLimits limits() {
        return setup.limits();
    }

    /**
     * Gives calibrated probabilities over the labels of the model.
     *
     * @throws KaiyeException UNKNOWN_MODEL, UNSUPPORTED_MODEL, INVALID_ARGUMENT, TOO_LARGE,
     *     OVERLOADED, TIMED_OUT, CANCELLED, SHUTTING_DOWN or INTERNAL
     */
    public Answer classify(String model, List<String> texts, Deadline deadline) {
        return classify(setup.answerIds().get(), model, texts, deadline);
    }

    /** As above, with the id that the answer is to have. */
    public Answer classify(String answerId, String model, List<String> texts, Deadline deadline) {
        return answer(new Order(answerId, model, texts, Want.PROBABILITIES, 0, deadline));
    }

    /** Gives a vector of length 1 for each text; throws what {@link #classify} throws. */
    public Answer embed(String model, List<String> texts, Deadline deadline) {
        return embed(model, texts, 0, deadline);
    }

    /**
     * As above, by a version whose vectors have at least {@code dimensions} numbers; all of them
     * are given.
     *
     * @throws KaiyeException INVALID_ARGUMENT if they have fewer
     */
    public Answer embed(String model, List<String> texts, int dimensions, Deadline deadline) {
        return embed(setup.answerIds().get(), model, texts, dimensions, deadline);
    }

    /** As above, with the id that the answer is to have. */
    public Answer embed(
            String answerId, String model, List<String> texts, int dimensions, Deadline deadline) {
        return answer(new Order(answerId, model, texts, Want.EMBEDDING, dimensions, deadline));
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

    /**
     * What a call wants.
     *
     * @param dimensions numbers that a vector must have at least
     */
    private record Order(
            String answerId,
            String model,
            List<String> texts,
            Want want,
            int dimensions,
            Deadline deadline) {}

    private Answer answer(Order order) {
        long start = System.nanoTime();
        TextCheck.check(order.texts(), setup.limits().callTextsMax());
        if (!inFlight.enter()) {
            throw new KaiyeException(
                    ErrorCode.SHUTTING_DOWN,
                    "The server is stopping. Send the request again later.");
        }
        try {
            Lane lane = swapper.lanes().get(order.model());
            Generation generation = lane == null ? null : held(lane);
            if (lane == null || generation == null) {
                throw unknown(order.model());
            }
            try {
                return answer(lane, generation, order, start);
            } finally {
                generation.release();
            }
        } finally {
            inFlight.exit();
        }
    }

    private Answer answer(Lane lane, Generation generation, Order order, long start) {
        Want want = order.want();
        List<String> texts = order.texts();
        checkCan(generation, want);
        checkNumbers(generation, order);
        scheduler.checkRoom(lane, texts.size(), texts.size());
        Patience patience = new Patience(order.deadline(), setup.limits().callTime(), start);
        List<Input> inputs = preparation.prepare(lane, generation.model(), texts, patience);
        checkTokens(inputs);
        boolean scoped = want == Want.PROBABILITIES && generation.model().info().scope() != null;
        Call call = new Call(generation, scoped ? Want.LOGITS : want, texts.size());
        compute(lane, call, inputs, patience);
        float[][] rows = call.rows();
        Usage usage = usage(generation, order, inputs, call.computeNanos(), start);
        setup.usage().record(usage);
        setup.metrics().answer(usage);
        List<String> labels =
                want == Want.EMBEDDING ? List.of() : generation.model().info().labels();
        return scoped
                ? scoped(usage, generation.model().info(), rows)
                : new Answer(usage, labels, Arrays.asList(rows));
    }

    /** Of a version that may say "none of these"; the threshold may be on the scores. */
    private Answer scoped(Usage usage, ModelInfo info, float[][] scores) {
        ScopedAnswers answers = ScopedAnswers.of(info, scores);
        List<Boolean> outOfScope = new ArrayList<>(scores.length);
        for (boolean none : answers.outOfScope()) {
            outOfScope.add(none);
        }
        setup.metrics().outOfScope(usage, outOfScope.stream().filter(none -> none).count());
        return new Answer(usage, info.labels(), Arrays.asList(answers.probabilities()), outOfScope);
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

    /** Puts a call in line and waits for its end; whatever happens, nothing of it stays there. */
    private void compute(Lane lane, Call call, List<Input> inputs, Patience patience) {
        try {
            scheduler.submit(lane, call, inputs);
            while (!call.await(patience.stepNanos())) {
                KaiyeException end = patience.end(lane);
                if (end != null) {
                    scheduler.withdraw(lane, call, end);
                }
            }
        } catch (InterruptedException e) {
            scheduler.withdraw(lane, call, Patience.interrupted());
        } catch (RuntimeException | Error e) {
            scheduler.withdraw(
                    lane, call, new KaiyeException(ErrorCode.INTERNAL, "The call failed.", e));
            throw e;
        }
    }

    private Usage usage(
            Generation generation, Order order, List<Input> inputs, long computeNanos, long start) {
        Duration compute = Duration.ofNanos(computeNanos);
        return new Usage(
                order.answerId(),
                generation.name().name(),
                generation.name().version(),
                generation.name().number(),
                ROUTE,
                order.want() == Want.EMBEDDING ? "embeddings" : "classify",
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

    private void checkNumbers(Generation generation, Order order) {
        ModelInfo info = generation.model().info();
        boolean vectors = order.want() == Want.EMBEDDING;
        int columns = vectors ? info.dimension() : info.labels().size();
        if (order.dimensions() > columns) {
            throw KaiyeException.ofParameter(
                    ErrorCode.INVALID_ARGUMENT,
                    "dimensions",
                    "\"dimensions\" is "
                            + order.dimensions()
                            + "; "
                            + order.model()
                            + " has "
                            + columns
                            + ", and fewer can be asked for.");
        }
        if ((long) order.texts().size() * columns > setup.limits().callNumbersMax()) {
            throw KaiyeException.ofParameter(
                    ErrorCode.TOO_LARGE,
                    "input",
                    "\"input\" has "
                            + order.texts().size()
                            + " texts and each answer "
                            + columns
                            + (vectors ? " numbers" : " labels")
                            + "; at most "
                            + setup.limits().callNumbersMax() / columns
                            + " texts are accepted in one request to "
                            + order.model()
                            + ". Send them in several.");
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
}

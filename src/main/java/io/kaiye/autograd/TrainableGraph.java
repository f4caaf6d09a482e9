package io.kaiye.autograd;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.Graph;
import io.kaiye.graph.Node;
import io.kaiye.graph.TrainingFusion;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX graph that learns. Owns the native memory of its weights. Each step computes the batches
 * it is given on as many threads as the settings say, each with libtorch on one thread, then
 * changes the weights. With the same seed, batches and threads the weights come out the same to the
 * bit.
 *
 * <p>For one caller at a time.
 */
public final class TrainableGraph implements AutoCloseable {
    /** Steps after which free native memory goes back to the system. */
    private static final long TRIMMED_EVERY = 32;

    private final Graph plain;
    private final TrainSettings settings;
    private final Map<String, Weight> weights;
    private final Program program;
    private final Parallel workers;
    private final Dropout.@Nullable Strip strip;
    private final Map<Weight, OptimizerState> states = new LinkedHashMap<>();
    private final Averages averages = new Averages();
    private @Nullable Optimizer chosen;
    private long steps;

    private TrainableGraph(Graph plain, TrainSettings settings, Parallel workers) {
        this.plain = plain;
        this.settings = settings;
        this.workers = workers;
        Graph fused = settings.fused() ? TrainingFusion.fuse(plain) : plain;
        this.weights = Weights.of(fused, settings);
        Set<Node> dropped = settings.dropout() > 0 ? DropoutPlaces.of(fused) : Set.of();
        try {
            this.program = new Program(fused, weights, dropped);
        } catch (RuntimeException e) {
            weights.values().forEach(Weight::close);
            throw e;
        }
        double share = settings.dropout();
        this.strip = share > 0 ? new Dropout.Strip(share, settings.seed()) : null;
    }

    /**
     * Compiles a graph.
     *
     * @throws KaiyeException UNSUPPORTED_MODEL if it has an operation that cannot be trained
     *     through, naming the operation and the node
     */
    public static TrainableGraph of(Graph graph, TrainSettings settings, Parallel workers) {
        Torch.load();
        Torch.oneThread();
        return new TrainableGraph(graph, settings, workers);
    }

    /** The weights that are learnt, by name: how many values each has. */
    public Map<String, Long> trainedWeights() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        weights.forEach(
                (name, weight) -> {
                    if (weight.trained()) {
                        sizes.put(name, weight.master().numel());
                    }
                });
        return sizes;
    }

    /**
     * One step: the loss of all batches together, its gradient, the change of the weights.
     *
     * @param optimizer the same one in every step
     * @param rate learning rate by weight
     * @param clip the gradients' length is at most this; 0 for no limit
     * @return the mean loss over the rows before the change; NaN means that nothing was changed
     * @throws KaiyeException INVALID_ARGUMENT for another optimizer than that of the steps before
     */
    public double step(
            List<Batch> batches,
            Loss loss,
            Optimizer optimizer,
            ToDoubleFunction<String> rate,
            double clip) {
        checkSame(optimizer);
        int rows = batches.stream().mapToInt(batch -> batch.target().rows()).sum();
        long number = steps + 1;
        double[] sums = new double[batches.size()];
        int threads = Math.min(workers.threads(), batches.size());
        try (Gradients gradients = new Gradients(threads)) {
            // Each worker adds up its own batches, always the same ones: memory for one at a time.
            workers.forEach(
                    threads,
                    worker -> {
                        for (int i = worker; i < sums.length; i += threads) {
                            long seed = settings.seed() + 31 * number + 1_000_003L * i;
                            Dropout dropout = strip == null ? null : new Dropout(strip, seed);
                            sums[i] =
                                    backward(
                                            batches.get(i),
                                            loss,
                                            dropout,
                                            rows,
                                            run -> gradients.add(worker, run));
                        }
                    });
            double mean = 0;
            for (double sum : sums) {
                mean += sum;
            }
            List<Weight> changed = gradients.weights();
            workers.forEach(changed.size(), i -> gradients.gather(changed.get(i)));
            double norm = gradients.norm();
            if (!Double.isFinite(mean) || !Double.isFinite(norm)) {
                return Double.NaN;
            }
            double scale = clip > 0 && norm > clip ? clip / norm : 1;
            List<OptimizerState> changing =
                    changed.stream().map(one -> state(one, optimizer)).toList();
            workers.forEach(
                    changed.size(),
                    i -> {
                        Weight weight = changed.get(i);
                        gradients.apply(
                                weight,
                                changing.get(i),
                                scale,
                                rate.applyAsDouble(weight.name()),
                                number);
                    });
            steps = number;
            if (number % TRIMMED_EVERY == 0) {
                NativeHeap.trim();
            }
            return mean;
        }
    }

    /** What a weight remembers is of one rule; another's would not be what it seems. */
    private void checkSame(Optimizer optimizer) {
        Optimizer before = chosen;
        if (before != null && !before.equals(optimizer)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "The steps so far were of "
                            + before
                            + ", not of "
                            + optimizer
                            + ". Give that one, or open what graph() gives to begin anew.");
        }
    }

    private OptimizerState state(Weight weight, Optimizer optimizer) {
        chosen = optimizer;
        return states.computeIfAbsent(weight, one -> new OptimizerState(one, optimizer));
    }

    /**
     * One pass there and back.
     *
     * @param learnt takes the gradients, which end with the call
     * @return the sum of the loss over the batch's rows, divided by {@code rows}
     */
    private double backward(
            Batch batch, Loss loss, @Nullable Dropout dropout, int rows, Consumer<Run> learnt) {
        Torch.oneThread();
        try (PointerScope _ = new PointerScope()) {
            Run run = new Run(settings.precision(), true, batch.padded(), dropout);
            Map<String, Tensor> outputs = program.run(tensors(batch), run);
            Tensor mean = Loss.sum(loss, outputs, batch.target()).div(Torch.scalar(rows));
            outputs.values().forEach(Tensor::close);
            Failures.guard("The gradient", mean::backward);
            learnt.accept(run);
            return mean.item().toDouble();
        }
    }

    /**
     * How much the rows of some matrices matter to the loss: the sum over a row of weight times
     * gradient, which is to first order what leaving the row out would change (Molchanov et al.
     * 2019, arXiv:1906.10771). Nothing is changed and nothing dropped.
     *
     * @param matrices names of weights [rows, columns] that are learnt
     * @return for each batch by itself, in order: [matrices][rows]
     */
    public List<float[][]> rowShares(List<Batch> batches, Loss loss, List<String> matrices) {
        List<Weight> wanted =
                matrices.stream().map(name -> Objects.requireNonNull(weights.get(name))).toList();
        float[][][] shares = new float[batches.size()][][];
        workers.forEach(
                shares.length,
                i -> {
                    Batch batch = batches.get(i);
                    int rows = batch.target().rows();
                    backward(batch, loss, null, rows, run -> shares[i] = RowShares.of(run, wanted));
                });
        return List.of(shares);
    }

    private static Map<String, Tensor> tensors(Batch batch) {
        Map<String, Tensor> made = new HashMap<>();
        batch.inputs().forEach((name, value) -> made.put(name, Torch.tensor(value, name)));
        return made;
    }

    /**
     * Answers without learning.
     *
     * @return for each batch the values of the output, in order
     */
    public List<io.kaiye.graph.Tensor> run(List<Batch> batches, String output) {
        io.kaiye.graph.Tensor[] made = new io.kaiye.graph.Tensor[batches.size()];
        workers.forEach(
                batches.size(),
                i -> {
                    Torch.oneThread();
                    try (PointerScope _ = new PointerScope();
                            NoGradGuard _ = new NoGradGuard()) {
                        Run run =
                                new Run(settings.precision(), false, batches.get(i).padded(), null);
                        Map<String, Tensor> outputs = program.run(tensors(batches.get(i)), run);
                        Tensor wanted = outputs.get(output);
                        if (wanted == null) {
                            throw new KaiyeException(
                                    ErrorCode.INVALID_ARGUMENT,
                                    "The graph has no output "
                                            + output
                                            + "; it has "
                                            + outputs.keySet());
                        }
                        made[i] = Torch.value(wanted);
                    }
                });
        return List.of(made);
    }

    /**
     * What was learnt: the weights of the plain graph by name, low-rank updates merged into the
     * matrices they belong to.
     */
    public Map<String, io.kaiye.graph.Tensor> weights() {
        Map<String, io.kaiye.graph.Tensor> values = new LinkedHashMap<>();
        try (PointerScope _ = new PointerScope()) {
            weights.forEach(
                    (name, weight) -> {
                        boolean ofPlain = plain.initializers().containsKey(name);
                        if (ofPlain && (weight.trained() || weight.update() != null)) {
                            values.put(name, Torch.value(weight.whole()));
                        }
                    });
        }
        return values;
    }

    /** What learns, as it is now: for {@link #restore}, or to keep low-rank updates apart. */
    public Map<String, io.kaiye.graph.Tensor> snapshot() {
        return snapshot(name -> true);
    }

    /** Some of that, by name. */
    public Map<String, io.kaiye.graph.Tensor> snapshot(Predicate<String> names) {
        Map<String, Tensor> masters = trainedMasters();
        masters.keySet().removeIf(names.negate());
        Map<String, io.kaiye.graph.Tensor> values = new LinkedHashMap<>();
        try (PointerScope _ = new PointerScope()) {
            masters.forEach((name, master) -> values.put(name, Torch.value(master)));
        }
        return values;
    }

    /**
     * Sets what learns so far on the way from what it was in {@code first}, or in the graph that
     * this one was made of, to what it is now: 1 for the whole way.
     */
    public void interpolate(Map<String, io.kaiye.graph.Tensor> first, double share) {
        Map<String, io.kaiye.graph.Tensor> begun = new HashMap<>(plain.initializers());
        begun.putAll(first);
        weights.forEach((name, weight) -> weight.goBack(begun.get(name), share));
    }

    /** Takes the weights as they are now into their running average. */
    public void average() {
        averages.add(weights.values());
    }

    /** Puts the average in the place of the weights and forgets it; nothing if there is none. */
    public void useAverage() {
        averages.use();
    }

    /** How many steps changed the weights. */
    public long steps() {
        return steps;
    }

    /** Puts back what {@link #snapshot} gave. The optimizer's memory stays as it is. */
    public void restore(Map<String, io.kaiye.graph.Tensor> values) {
        try (PointerScope _ = new PointerScope()) {
            values.forEach(
                    (name, value) -> {
                        Weight weight = weights.get(name);
                        if (weight == null) {
                            throw new IllegalArgumentException("no weight " + name);
                        }
                        weight.master().copy_(Torch.tensor(value, name));
                        weight.publish();
                    });
        }
    }

    /**
     * Writes all that the next step depends on: weights, the optimizer's memory, the number of
     * steps; and the running average.
     */
    public void save(DataOutputStream out) throws IOException {
        out.writeLong(steps);
        try (PointerScope _ = new PointerScope()) {
            StateStream.write(out, trainedMasters());
            out.writeInt(states.size());
            for (Map.Entry<Weight, OptimizerState> state : states.entrySet()) {
                out.writeUTF(state.getKey().name());
                StateStream.write(out, state.getValue().tensors());
            }
            averages.save(out);
        }
    }

    /**
     * Reads what {@link #save} wrote; the next step is then the one that would have followed.
     *
     * @param optimizer the one that was used before
     * @throws IOException if it was written for another graph, or is damaged
     * @throws KaiyeException INVALID_ARGUMENT for another optimizer than that of steps before
     */
    public void load(DataInputStream in, Optimizer optimizer) throws IOException {
        checkSame(optimizer);
        long saved = in.readLong();
        try (PointerScope _ = new PointerScope()) {
            StateStream.read(in, trainedMasters());
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                Weight weight = weights.get(in.readUTF());
                if (weight == null) {
                    throw new IOException("it is of another model");
                }
                StateStream.read(in, state(weight, optimizer).tensors());
            }
            averages.load(in, weights.values());
        }
        weights.values().forEach(Weight::publish);
        steps = saved;
    }

    private Map<String, Tensor> trainedMasters() {
        Map<String, Tensor> masters = new LinkedHashMap<>();
        weights.forEach(
                (name, weight) -> {
                    if (weight.trained()) {
                        masters.put(name, weight.master());
                    }
                });
        return masters;
    }

    /** The plain graph with what was learnt. */
    public Graph graph() {
        return plain.withInitializers(weights());
    }

    @Override
    public void close() {
        states.values().forEach(OptimizerState::close);
        averages.close();
        program.close();
        weights.values().forEach(Weight::close);
        if (strip != null) {
            strip.close();
        }
        NativeHeap.trim();
    }
}

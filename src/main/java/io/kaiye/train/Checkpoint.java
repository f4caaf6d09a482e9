package io.kaiye.train;

import io.kaiye.autograd.Optimizer;
import io.kaiye.autograd.Precision;
import io.kaiye.autograd.TrainableGraph;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.graph.Tensor;
import io.kaiye.model.Base;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a fine-tuning stood: written whole beside the run, so that one that was killed can go on
 * with the next step. For one thread.
 */
final class Checkpoint {
    private static final int FORMAT = 3;
    private static final long MAGIC = 0x4b61697965546e31L;
    private static final int CHECKSUM_BYTES = 8;

    private final Path file;
    private final String recipe;
    private final boolean goesOn;
    private final RunIdentity identity;
    private final byte[] found;
    private boolean saysFailures = true;

    private Checkpoint(
            Path file, String recipe, boolean goesOn, RunIdentity identity, byte[] found) {
        this.file = file;
        this.recipe = recipe;
        this.goesOn = goesOn;
        this.identity = identity;
        this.found = found;
    }

    /** The run begins where the file stands. */
    boolean goesOn() {
        return goesOn;
    }

    /** Is worth writing before the first step: what was found before it took its time too. */
    boolean keepsStart() {
        return found.length > 0 && !goesOn;
    }

    /**
     * Where a run stood.
     *
     * @param epoch the passes that were begun, less one
     * @param batch of the epoch, the next one
     * @param rows learnt from so far
     * @param seconds spent on steps so far
     * @param lossSum since the last point
     * @param bestQuality the highest that was judged; below 0 before the first
     * @param epochsSinceBest judged and not better
     * @param partBytesMax memory that one part of a batch took at most; parts of other sizes would
     *     add up to other last bits
     */
    record Position(
            int epoch,
            int batch,
            long rows,
            double seconds,
            double lossSum,
            long lossRows,
            double bestQuality,
            int epochsSinceBest,
            long partBytesMax,
            List<TuneCurve.Point> points) {
        static final Position START = at(0, 0, 0, Long.MAX_VALUE);

        /** Of a run that is not judged on its way. */
        static Position at(int epoch, int batch, long rows, long partBytesMax) {
            return new Position(epoch, batch, rows, 0, 0, 0, -1, 0, partBytesMax, List.of());
        }
    }

    /**
     * What was read.
     *
     * @param best the weights of the best epoch; null where they were not kept
     */
    record Stand(Position position, @Nullable Map<String, Tensor> best) {
        static final Stand START = new Stand(Position.START, null);
    }

    /**
     * That of one rung of a training; null if it is to write none. A rung that comes before the one
     * whose state is there begins anew and leaves that state alone; one that comes after replaces
     * it.
     */
    static @Nullable Checkpoint of(
            TrainingContext context, TuneKind kind, Base base, Precision precision) {
        if (context.checkpoint().isEmpty()) {
            return null;
        }
        Path file = context.checkpoint().get();
        boolean goesOn = context.resume() && Files.isRegularFile(file);
        if (goesOn) {
            String owner = check(file);
            if (Recipes.order(owner) > kind.order()) {
                return null;
            }
            goesOn = owner.equals(kind.word());
        }
        RunIdentity identity = RunIdentity.of(context, base, precision);
        return new Checkpoint(file, kind.word(), goesOn, identity, new byte[0]);
    }

    /**
     * That of a model that was cut down and learns again.
     *
     * @param found before the first step, and kept as it is; empty to read one
     */
    static Checkpoint of(
            TrainingContext context,
            RecoveryState state,
            Base base,
            Precision precision,
            byte[] found) {
        boolean goesOn = state.resume() && Files.isRegularFile(state.file());
        String owner = goesOn ? check(state.file()) : SettingUse.PRUNING;
        if (!owner.equals(SettingUse.PRUNING)) {
            throw RunIdentity.refusal(List.of("it was a training by the recipe " + owner));
        }
        RunIdentity identity = RunIdentity.of(context, base, precision).with(state.identity());
        return new Checkpoint(state.file(), owner, goesOn, identity, found);
    }

    /**
     * What the run that is gone on with had found before its first step; empty if it begins anew.
     *
     * @throws KaiyeException as {@link #read} does
     */
    Optional<byte[]> found() {
        if (!goesOn) {
            return Optional.empty();
        }
        try (DataInputStream in = open(file)) {
            identity.requireSame(RunIdentity.read(in));
            return Optional.of(in.readNBytes(in.readInt()));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Looks before any work whether what is to be resumed can be.
     *
     * @throws KaiyeException CORRUPT_FILE, or INVALID_ARGUMENT if another recipe wrote it
     */
    static void requireResumable(TrainingRequest request) {
        Path file = request.checkpoint().orElse(null);
        if (file == null || !request.resume() || !Files.isRegularFile(file)) {
            return;
        }
        String owner = check(file);
        boolean runs =
                Recipes.of(request.recipe()).stream()
                        .anyMatch(recipe -> recipe.checkpointedAs().equals(owner));
        if (!runs) {
            throw RunIdentity.refusal(
                    List.of("recipe was " + owner + " and is now " + request.recipe()));
        }
    }

    /** What the run to be resumed was computed in; empty where none is to be resumed. */
    static Optional<Precision> computedIn(TrainingContext context) {
        return resumed(context, in -> RunIdentity.read(in).computedIn());
    }

    /** What parts of a batch took in the run to be resumed; empty where none is to be resumed. */
    static Optional<Long> partBytesMax(TrainingContext context) {
        return resumed(
                context,
                in -> {
                    RunIdentity.read(in);
                    in.skipNBytes(in.readInt());
                    return Optional.of(readPosition(in).partBytesMax());
                });
    }

    /** Reads something of what is to be resumed. */
    @FunctionalInterface
    private interface Reading<T> {
        Optional<T> read(DataInputStream in) throws IOException;
    }

    private static <T> Optional<T> resumed(TrainingContext context, Reading<T> reading) {
        Path file = context.checkpoint().orElse(null);
        if (file == null || !context.resume() || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (DataInputStream in = open(file)) {
            return reading.read(in);
        } catch (IOException | IllegalArgumentException e) {
            throw unreadable(file, e);
        }
    }

    /** Where the identity begins. */
    private static DataInputStream open(Path file) throws IOException {
        DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        in.skipNBytes(Long.BYTES + Integer.BYTES);
        in.readUTF();
        return in;
    }

    /**
     * Reads a whole file to see that it is sound.
     *
     * @return the recipe that wrote it
     * @throws KaiyeException CORRUPT_FILE
     */
    static String check(Path file) {
        try (InputStream raw = Files.newInputStream(file)) {
            long summed = Files.size(file) - CHECKSUM_BYTES;
            CheckedInputStream checked =
                    new CheckedInputStream(new BufferedInputStream(raw, 1 << 16), new CRC32());
            DataInputStream in = new DataInputStream(checked);
            long begun = in.readLong();
            String recipe = begun == MAGIC && in.readInt() == FORMAT ? in.readUTF() : "";
            if (recipe.isEmpty()) {
                throw new IOException("it is no checkpoint of this version of Kaiye");
            }
            in.skipNBytes(Math.max(0, summed - Long.BYTES - Integer.BYTES - utfBytes(recipe)));
            long sum = checked.getChecksum().getValue();
            if (in.readLong() != sum) {
                throw new IOException("its checksum is wrong");
            }
            return recipe;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static int utfBytes(String word) {
        return Short.BYTES + word.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Replaces the checkpoint before. Where that fails, the one before is still there, which is
     * said once: it is no reason to end, for nothing else depends on it.
     *
     * @param best the weights of the best epoch; null if they are not kept
     * @throws CancelledTraining if the thread was interrupted
     */
    void save(
            Position position,
            TrainableGraph graph,
            @Nullable Map<String, Tensor> best,
            Progress progress) {
        try {
            write(position, graph, best);
        } catch (KaiyeException e) {
            CancelledTraining.check();
            if (saysFailures) {
                progress.note(
                        e.getMessage()
                                + " The training goes on; until a checkpoint can be written again,"
                                + " --resume would go back to the one before, if there is one.");
            }
            saysFailures = false;
        }
    }

    private void write(
            Position position, TrainableGraph graph, @Nullable Map<String, Tensor> best) {
        AtomicFiles.write(
                file,
                raw -> {
                    CheckedOutputStream checked = new CheckedOutputStream(raw, new CRC32());
                    DataOutputStream out = new DataOutputStream(checked);
                    out.writeLong(MAGIC);
                    out.writeInt(FORMAT);
                    out.writeUTF(recipe);
                    identity.write(out);
                    out.writeInt(found.length);
                    out.write(found);
                    writePosition(out, position);
                    graph.save(out);
                    BestWeights.write(out, best == null ? Map.of() : best);
                    out.flush();
                    new DataOutputStream(raw).writeLong(checked.getChecksum().getValue());
                });
    }

    private static void writePosition(DataOutputStream out, Position position) throws IOException {
        out.writeInt(position.epoch());
        out.writeInt(position.batch());
        out.writeLong(position.rows());
        out.writeDouble(position.seconds());
        out.writeDouble(position.lossSum());
        out.writeLong(position.lossRows());
        out.writeDouble(position.bestQuality());
        out.writeInt(position.epochsSinceBest());
        out.writeLong(position.partBytesMax());
        out.writeInt(position.points().size());
        for (TuneCurve.Point point : position.points()) {
            out.writeDouble(point.epochs());
            out.writeDouble(point.loss());
            out.writeDouble(point.quality());
        }
    }

    /**
     * Puts a graph where the run stood.
     *
     * @throws KaiyeException INVALID_ARGUMENT if the checkpoint is of other data or settings,
     *     naming them; CORRUPT_FILE if it is damaged
     */
    Stand read(TrainableGraph graph, Optimizer optimizer) {
        check(file);
        try (DataInputStream in = open(file)) {
            identity.requireSame(RunIdentity.read(in));
            in.skipNBytes(in.readInt());
            Position position = readPosition(in);
            graph.load(in, optimizer);
            return new Stand(position, BestWeights.read(in));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static KaiyeException unreadable(Path file, Exception e) {
        return new KaiyeException(
                ErrorCode.CORRUPT_FILE,
                "The checkpoint "
                        + file
                        + " cannot be read: "
                        + (e instanceof EOFException ? "it ends too early" : e.getMessage())
                        + ". Leave --resume out to begin anew.",
                e);
    }

    private static Position readPosition(DataInputStream in) throws IOException {
        int epoch = in.readInt();
        int batch = in.readInt();
        long rows = in.readLong();
        double seconds = in.readDouble();
        double lossSum = in.readDouble();
        long lossRows = in.readLong();
        double bestQuality = in.readDouble();
        int epochsSinceBest = in.readInt();
        long partBytesMax = in.readLong();
        int count = in.readInt();
        List<TuneCurve.Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(new TuneCurve.Point(in.readDouble(), in.readDouble(), in.readDouble()));
        }
        return new Position(
                epoch,
                batch,
                rows,
                seconds,
                lossSum,
                lossRows,
                bestQuality,
                epochsSinceBest,
                partBytesMax,
                points);
    }
}

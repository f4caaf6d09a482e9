package io.kaiye.train;

import io.kaiye.autograd.Optimizer;
import io.kaiye.autograd.TrainableGraph;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Where a fine-tuning stood: written whole beside the run, so that one that was killed can go on
 * with the next step. For one thread.
 *
 * @param file where it is written
 * @param identity what must be the same for a run to go on: data, settings, seed, base
 */
record Checkpoint(Path file, Map<String, String> identity) {
    private static final int FORMAT = 1;
    private static final long MAGIC = 0x4b61697965546e31L;

    Checkpoint {
        identity = new LinkedHashMap<>(identity);
    }

    /**
     * Where a run stood.
     *
     * @param epoch the passes that were begun, less one
     * @param batch of the epoch, the next one
     * @param rows learnt from so far
     * @param seconds spent on steps so far
     * @param lossSum since the last point
     */
    record Position(
            int epoch,
            int batch,
            long rows,
            double seconds,
            double lossSum,
            long lossRows,
            List<TuneCurve.Point> points) {
        static final Position START = new Position(0, 0, 0, 0, 0, 0, List.of());
    }

    boolean exists() {
        return Files.isRegularFile(file);
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    /**
     * Replaces the checkpoint before.
     *
     * @throws KaiyeException DISK_FULL or NOT_WRITABLE; the one before is still there
     */
    void write(Position position, TrainableGraph graph) {
        AtomicFiles.write(
                file,
                raw -> {
                    CheckedOutputStream checked = new CheckedOutputStream(raw, new CRC32());
                    DataOutputStream out = new DataOutputStream(checked);
                    out.writeLong(MAGIC);
                    out.writeInt(FORMAT);
                    out.writeInt(identity.size());
                    for (Map.Entry<String, String> entry : identity.entrySet()) {
                        out.writeUTF(entry.getKey());
                        out.writeUTF(entry.getValue());
                    }
                    writePosition(out, position);
                    graph.save(out);
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
        out.writeInt(position.points().size());
        for (TuneCurve.Point point : position.points()) {
            out.writeDouble(point.epochs());
            out.writeDouble(point.loss());
            out.writeDouble(point.quality());
            out.writeDouble(point.seconds());
        }
    }

    /**
     * Puts a graph where the run stood.
     *
     * @throws KaiyeException INVALID_ARGUMENT if the checkpoint is of other data or settings,
     *     naming them; CORRUPT_FILE if it is damaged
     */
    Position read(TrainableGraph graph, Optimizer optimizer) {
        try (CheckedInputStream checked =
                        new CheckedInputStream(
                                new BufferedInputStream(Files.newInputStream(file)), new CRC32());
                DataInputStream in = new DataInputStream(checked)) {
            if (in.readLong() != MAGIC || in.readInt() != FORMAT) {
                throw new IOException("it is no checkpoint of this version of Kaiye");
            }
            checkIdentity(in);
            Position position = readPosition(in);
            graph.load(in, optimizer);
            long sum = checked.getChecksum().getValue();
            if (in.readLong() != sum) {
                throw new IOException("its checksum is wrong");
            }
            return position;
        } catch (IOException e) {
            throw new KaiyeException(
                    ErrorCode.CORRUPT_FILE,
                    "The checkpoint "
                            + file
                            + " cannot be read: "
                            + e.getMessage()
                            + ". Train without --resume to begin anew.",
                    e);
        }
    }

    private void checkIdentity(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = in.readUTF();
            String then = in.readUTF();
            String now = identity.getOrDefault(name, "none");
            if (!now.equals(then)) {
                differences.add(name + " was " + then + " and is now " + now);
            }
        }
        if (!differences.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "This run cannot be resumed with other data or settings: "
                            + String.join("; ", differences)
                            + ". Give what was given then, or train without --resume.");
        }
    }

    private static Position readPosition(DataInputStream in) throws IOException {
        int epoch = in.readInt();
        int batch = in.readInt();
        long rows = in.readLong();
        double seconds = in.readDouble();
        double lossSum = in.readDouble();
        long lossRows = in.readLong();
        int count = in.readInt();
        List<TuneCurve.Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            points.add(
                    new TuneCurve.Point(
                            in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble()));
        }
        return new Position(epoch, batch, rows, seconds, lossSum, lossRows, points);
    }
}

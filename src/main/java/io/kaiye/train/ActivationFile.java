package io.kaiye.train;

import io.kaiye.base.AtomicFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Rows of 16-bit numbers in a file of a work folder: written once, then read through memory the
 * system can take back. The file goes when this is closed; after a crash the work folder is swept.
 * Written by one thread; safe for readers after {@link #finish}.
 */
final class ActivationFile implements AutoCloseable {
    private static final ValueLayout.OfShort LAYOUT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final FileChannel channel;
    private final Arena arena = Arena.ofShared();
    private final long[] places;
    private final int[] counts;
    private long end;
    private MemorySegment mapped = MemorySegment.NULL;

    private ActivationFile(Path file, FileChannel channel, int rows) {
        this.file = file;
        this.channel = channel;
        this.places = new long[rows];
        this.counts = new int[rows];
    }

    /**
     * Begins a file.
     *
     * @param folder made if it is not there
     * @param rows how many there will be
     */
    static ActivationFile create(Path folder, int rows) {
        Path file = folder.resolve("activations.bin");
        try {
            Files.createDirectories(folder);
            return new ActivationFile(
                    file,
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE),
                    rows);
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    /** Appends a row. */
    void put(int row, short[] values) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Short.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(values);
        places[row] = end;
        counts[row] = values.length;
        try {
            while (bytes.hasRemaining()) {
                end += channel.write(bytes, end);
            }
        } catch (ClosedByInterruptException e) {
            CancelledTraining.check();
            throw new CancelledTraining();
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    /** All rows are there. */
    void finish() {
        try {
            mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, end, arena);
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    /** The numbers of a row. */
    short[] row(int row) {
        short[] values = new short[counts[row]];
        MemorySegment.copy(mapped, LAYOUT, places[row], values, 0, values.length);
        return values;
    }

    @Override
    public void close() {
        arena.close();
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The work folder is deleted after the training anyway.
        }
    }
}

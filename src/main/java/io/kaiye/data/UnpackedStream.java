package io.kaiye.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Counts what comes out of a packed file and stops a small file from becoming an endless one. */
final class UnpackedStream extends FilterInputStream {
    private final Path file;
    private final long packedBytes;
    private final ImportLimits limits;
    private long count;

    UnpackedStream(InputStream in, Path file, long packedBytes, ImportLimits limits) {
        super(in);
        this.file = file;
        this.packedBytes = packedBytes;
        this.limits = limits;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count += Math.max(0, read);
        if (count > limits.fileBytesMax()
                || (count > limits.unpackFreeBytes()
                        && count / limits.unpackRatioMax() > packedBytes)) {
            throw Refusal.tooLarge(
                    file,
                    "holds more than it seems: "
                            + Refusal.number(packedBytes)
                            + " packed bytes have become more than "
                            + Refusal.number(count)
                            + ". Accepted are "
                            + limits.unpackRatioMax()
                            + " times the packed size and "
                            + Refusal.number(limits.fileBytesMax())
                            + " bytes. Unpack it, look at it, and import a part.");
        }
        return read;
    }
}

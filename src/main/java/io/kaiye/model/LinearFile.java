package io.kaiye.model;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The file {@code linear.bin}, big-endian:
 *
 * <pre>
 *   8 bytes "KAIYELIN", int version, int columns, int features
 *   feature settings                                13 bytes
 *   the vocabulary: one hash per feature            features * 8
 *   what each feature weighs in a text              features * 4
 *   bias, 16-bit floats                             columns * 2
 *   weights, 16-bit floats, feature by feature      features * columns * 2
 *   CRC-32C of everything before                    4
 * </pre>
 *
 * The length follows from the header, and is checked before anything is allocated.
 */
final class LinearFile {
    private static final long MAGIC = 0x4B414959454C494EL;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 20;
    private static final int BUFFER_BYTES = 1 << 16;

    private LinearFile() {}

    static void write(OutputStream out, TextFeatures features, float[] weights, float[] bias)
            throws IOException {
        CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
        DataOutputStream data = new DataOutputStream(checked);
        data.writeLong(MAGIC);
        data.writeInt(VERSION);
        data.writeInt(bias.length);
        data.writeInt(features.size());
        features.write(data);
        writeHalves(data, bias);
        writeHalves(data, weights);
        data.writeInt((int) checked.getChecksum().getValue());
        data.flush();
    }

    /**
     * @throws KaiyeException CORRUPT_FILE if it is not whole, UNSUPPORTED_MODEL if another version
     *     of Kaiye wrote it
     */
    static LinearModel read(Path file, ModelInfo info) {
        try (InputStream in = Files.newInputStream(file)) {
            CheckedInputStream checked =
                    new CheckedInputStream(new BufferedInputStream(in, BUFFER_BYTES), new CRC32C());
            return read(new DataInputStream(checked), checked, file, info);
        } catch (EOFException e) {
            throw corrupt(file, "ends too early");
        } catch (IOException e) {
            throw corrupt(file, "cannot be read: " + e.getMessage());
        } catch (KaiyeException e) {
            if (e.getMessage().startsWith(file.toString())) {
                throw e;
            }
            throw corrupt(file, "is refused: " + e.getMessage());
        }
    }

    private static LinearModel read(
            DataInputStream data, CheckedInputStream checked, Path file, ModelInfo info)
            throws IOException {
        if (data.readLong() != MAGIC) {
            throw corrupt(file, "is not a linear model");
        }
        int version = data.readInt();
        if (version != VERSION) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    file
                            + " has version "
                            + version
                            + "; this Kaiye reads version "
                            + VERSION
                            + ". Open it with the Kaiye that wrote it, or train it again.");
        }
        int columns = data.readInt();
        int features = data.readInt();
        checkSizes(file, info, columns, features);
        TextFeatures text = TextFeatures.read(data, features);
        float[] bias = readHalves(data, columns);
        float[] weights = readHalves(data, features * columns);
        long sum = checked.getChecksum().getValue();
        if (data.readInt() != (int) sum) {
            throw corrupt(file, "does not have the checksum it says");
        }
        return new LinearModel(info, text, weights, bias);
    }

    private static void checkSizes(Path file, ModelInfo info, int columns, int features)
            throws IOException {
        if (info.labels().size() < 2 || columns != LinearModel.columns(info.labels().size())) {
            throw corrupt(
                    file,
                    "has "
                            + columns
                            + " columns where kaiye.json names "
                            + info.labels().size()
                            + " labels");
        }
        if (features < 0
                || features > TextFeatures.FEATURES_MAX
                || (long) features * columns > LinearModel.WEIGHT_BYTES_MAX / Float.BYTES) {
            throw corrupt(file, "claims " + features + " features");
        }
        long expected =
                HEADER_BYTES
                        + TextFeatures.bytes(features)
                        + (long) Short.BYTES * columns * (1L + features)
                        + Integer.BYTES;
        if (Files.size(file) != expected) {
            throw corrupt(
                    file, "has " + Files.size(file) + " bytes where it should have " + expected);
        }
    }

    private static void writeHalves(OutputStream out, float[] numbers) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (float number : numbers) {
            if (buffer.remaining() < Short.BYTES) {
                out.write(buffer.array(), 0, buffer.position());
                buffer.clear();
            }
            buffer.putShort(Float.floatToFloat16(number));
        }
        out.write(buffer.array(), 0, buffer.position());
    }

    private static float[] readHalves(DataInputStream in, int count) throws IOException {
        float[] numbers = new float[count];
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (int from = 0; from < count; ) {
            int some = Math.min(count - from, BUFFER_BYTES / Short.BYTES);
            in.readFully(buffer.array(), 0, some * Short.BYTES);
            for (int i = 0; i < some; i++) {
                numbers[from + i] = Float.float16ToFloat(buffer.getShort(i * Short.BYTES));
            }
            from += some;
        }
        return numbers;
    }

    private static KaiyeException corrupt(Path file, String what) {
        return new KaiyeException(
                ErrorCode.CORRUPT_FILE,
                file + " " + what + ". Export the model again, or train it again.");
    }
}

package io.kaiye.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** ONNX files. Safe for threads. */
public final class OnnxFile {
    private static final long FILE_BYTES_MAX = Integer.MAX_VALUE - 64L;

    private OnnxFile() {}

    /**
     * Reads and checks a model. Weights in files beside it ("external data") are read too, from the
     * model's own folder only.
     *
     * @throws KaiyeException INVALID_FILE if there is no such file, CORRUPT_FILE if it is not a
     *     sound ONNX model, UNSUPPORTED_MODEL if it is one that Kaiye cannot work with
     */
    public static Graph read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    (Files.exists(file) ? "Not a file: " : "No such file: ")
                            + file
                            + ". Give the path of an ONNX model, usually model.onnx.");
        }
        try {
            long size = Files.size(file);
            if (size > Math.min(FILE_BYTES_MAX, memoryBudget())) {
                throw tooBig(file, size);
            }
            ModelFolder folder = ModelFolder.of(file.toAbsolutePath().getParent());
            return read(Files.readAllBytes(file), folder);
        } catch (IOException e) {
            throw AtomicFiles.unreadable(file, e);
        } catch (KaiyeException e) {
            throw new KaiyeException(e.code(), file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads and checks a model in memory, which must hold all of its weights.
     *
     * @param bytes not to be changed afterwards: the graph's tensors are views of it
     */
    public static Graph read(byte[] bytes) {
        try {
            return read(bytes, ModelFolder.none());
        } catch (IOException e) {
            throw Refusal.corrupt(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Writes a model, whole or not at all; equal graphs give equal bytes. All weights go into the
     * one file.
     *
     * @throws KaiyeException UNSUPPORTED_MODEL above 2 GB, DISK_FULL, NOT_WRITABLE
     */
    public static void write(Graph graph, Path file) {
        ModelProto model = OnnxWriter.model(graph);
        AtomicFiles.write(file, model::writeTo);
    }

    /** The bytes that {@link #write} would write. */
    public static byte[] bytes(Graph graph) {
        return OnnxWriter.model(graph).toByteArray();
    }

    private static Graph read(byte[] bytes, ModelFolder folder) throws IOException {
        if (bytes.length == 0) {
            throw Refusal.corrupt("the file is empty");
        }
        WireScan.check(bytes, memoryBudget() - bytes.length);
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
        in.enableAliasing(true);
        try {
            Graph graph = new OnnxReader(folder).graph(ModelProto.parseFrom(in));
            GraphChecker.check(graph);
            return graph;
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw Refusal.corrupt(String.valueOf(e.getMessage()));
        }
    }

    /** Bytes of heap that reading a model may take. */
    private static long memoryBudget() {
        return (long) (Runtime.getRuntime().maxMemory() * 0.7);
    }

    private static KaiyeException tooBig(Path file, long size) {
        return new KaiyeException(
                ErrorCode.UNSUPPORTED_MODEL,
                file
                        + " has "
                        + (size >> 20)
                        + " MB; at most "
                        + (Math.min(FILE_BYTES_MAX, memoryBudget()) >> 20)
                        + " MB can be read here. Export it with its weights as external data, give"
                        + " Java more memory with -Xmx, or use a smaller model.");
    }
}

package io.kaiye.graph;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folder a model was read from, for weights in files beside it. */
final class ModelFolder {
    private final @Nullable Path folder;

    private ModelFolder(@Nullable Path folder) {
        this.folder = folder;
    }

    static ModelFolder of(@Nullable Path folder) {
        return new ModelFolder(folder);
    }

    /** No folder: external data are refused. */
    static ModelFolder none() {
        return new ModelFolder(null);
    }

    /**
     * Reads the part of a file that {@code entry} (location, offset, length) names.
     *
     * @param needed bytes the tensor's dimensions promise
     */
    ByteBuffer read(String tensor, Map<String, String> entry, long needed) throws IOException {
        Path file = file(tensor, entry.getOrDefault("location", ""));
        long size = Files.size(file);
        long offset = number(tensor, entry, "offset").orElse(0L);
        long length = number(tensor, entry, "length").orElse(size - offset);
        if (length != needed) {
            throw Refusal.corrupt(
                    Refusal.shown(tensor)
                            + " needs "
                            + needed
                            + " bytes, its entry says "
                            + length);
        }
        if (offset > size || length > size - offset) {
            throw Refusal.corrupt(
                    Refusal.shown(tensor)
                            + " wants bytes "
                            + offset
                            + " to "
                            + (offset + length)
                            + " of "
                            + file.getFileName()
                            + ", which has only "
                            + size);
        }
        if (length > Runtime.getRuntime().maxMemory() / 2) {
            throw Refusal.unsupported(
                    Refusal.shown(tensor) + " has " + (length >> 20) + " MB",
                    "Give Java more memory with -Xmx.");
        }
        return bytes(file, offset, (int) length);
    }

    private static ByteBuffer bytes(Path file, long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(offset);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer) < 0) {
                    throw Refusal.corrupt(file.getFileName() + " became shorter while being read");
                }
            }
        }
        return buffer.flip();
    }

    private Path file(String tensor, String location) throws IOException {
        if (folder == null) {
            throw Refusal.unsupported(
                    "the weights of " + Refusal.shown(tensor) + " are in another file",
                    "Read the model from its folder.");
        }
        Path file = resolved(folder, tensor, location);
        if (!Files.isRegularFile(file)) {
            throw Refusal.corrupt(
                    "the weights of "
                            + Refusal.shown(tensor)
                            + " should be in the file "
                            + Refusal.shown(location)
                            + " beside the model, which is not there");
        }
        if (!file.toRealPath().startsWith(folder.toRealPath())) {
            throw leavesFolder(tensor, location);
        }
        return file;
    }

    private static Path resolved(Path folder, String tensor, String location) {
        try {
            Path file = folder.resolve(location).normalize();
            if (location.isEmpty() || !file.startsWith(folder.normalize())) {
                throw leavesFolder(tensor, location);
            }
            return file;
        } catch (InvalidPathException e) {
            throw leavesFolder(tensor, location);
        }
    }

    private static io.kaiye.base.KaiyeException leavesFolder(String tensor, String location) {
        return Refusal.unsupported(
                "the weights of "
                        + Refusal.shown(tensor)
                        + " point out of the model's folder, to "
                        + Refusal.shown(location),
                "Put the file beside the model (`cp -rL` follows links) and name it alone.");
    }

    private static Optional<Long> number(String tensor, Map<String, String> entry, String key) {
        String text = entry.get(key);
        if (text == null) {
            return Optional.empty();
        }
        if (!text.matches("\\d{1,18}")) {
            throw Refusal.corrupt(
                    Refusal.shown(tensor) + " has the " + key + " " + Refusal.shown(text));
        }
        return Optional.of(Long.parseLong(text));
    }
}

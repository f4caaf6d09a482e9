package io.kaiye.autograd;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.graph.ElementType;
import java.io.IOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** libtorch's natives and the conversions between its tensors and Java's. Safe for threads. */
final class Torch {
    private static final Object LOADING = new Object();
    private static boolean loaded;

    private Torch() {}

    /**
     * Extracts every native library before the first is loaded, then loads them: were they loaded
     * one by one, the loader could take a libtorch of the system in between.
     *
     * @throws KaiyeException UNSUPPORTED_MODEL where there are no natives for this platform
     */
    static void load() {
        synchronized (LOADING) {
            if (!loaded) {
                // Limits of the heap's kind make no sense for memory that has one owner.
                System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
                System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
                try {
                    extractAll();
                    Loader.load(torch.class);
                    // Its own threads would wait, spinning, for cores that our workers use.
                    openblas_nolapack.blas_set_num_threads(1);
                } catch (IOException | UnsatisfiedLinkError e) {
                    throw new KaiyeException(
                            ErrorCode.UNSUPPORTED_MODEL,
                            "Training needs libtorch, which cannot be loaded on "
                                    + Loader.getPlatform()
                                    + ": "
                                    + e.getMessage()
                                    + ". The recipes linear and probe work without it.",
                            e);
                }
                loaded = true;
            }
        }
    }

    private static void extractAll() throws IOException {
        for (String owner : List.of("javacpp", "openblas", "pytorch")) {
            String folder = "org/bytedeco/" + owner + "/" + Loader.getPlatform() + "/";
            ClassLoader loader = Torch.class.getClassLoader();
            for (URL url : Collections.list(loader.getResources(folder))) {
                Loader.cacheResource(url);
            }
        }
    }

    /** Computations of the calling thread use that one thread. Cheap. */
    static void oneThread() {
        if (torch.get_num_threads() != 1) {
            torch.set_num_threads(1);
        }
    }

    /**
     * A tensor's type, to compare with {@code ==}: what JavaCPP gives is no constant of the enum.
     */
    static ScalarType type(Tensor tensor) {
        return tensor.scalar_type().intern();
    }

    static ScalarType type(ElementType type, String where) {
        return switch (type) {
            case FLOAT -> ScalarType.Float;
            case DOUBLE -> ScalarType.Double;
            case FLOAT16 -> ScalarType.Half;
            case BFLOAT16 -> ScalarType.BFloat16;
            case INT8 -> ScalarType.Char;
            case UINT8 -> ScalarType.Byte;
            case INT16 -> ScalarType.Short;
            case INT32 -> ScalarType.Int;
            case INT64 -> ScalarType.Long;
            case BOOL -> ScalarType.Bool;
            default ->
                    throw new KaiyeException(
                            ErrorCode.UNSUPPORTED_MODEL,
                            where + " holds " + type + ", which cannot be trained with.");
        };
    }

    /** A copy of a graph's tensor in native memory. */
    static Tensor tensor(io.kaiye.graph.Tensor value, String where) {
        long[] dims = value.dims().stream().mapToLong(Long::longValue).toArray();
        Tensor made = empty(type(value.type(), where), dims);
        ByteBuffer bytes = value.bytes();
        if (made.nbytes() != bytes.remaining()) {
            throw new IllegalStateException(where + ": " + bytes.remaining() + " bytes");
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        if (copy.length > 0) {
            new BytePointer(made.data_ptr()).put(copy, 0, copy.length);
        }
        return made;
    }

    /** A copy of a native float tensor of any layout. */
    static float[] floats(Tensor tensor) {
        Tensor plain = tensor.to(ScalarType.Float).contiguous();
        float[] values = new float[Math.toIntExact(plain.numel())];
        if (values.length > 0) {
            plain.data_ptr_float().get(values);
        }
        return values;
    }

    /** A copy of a native integer tensor of any layout. */
    static long[] longs(Tensor tensor) {
        Tensor plain = tensor.to(ScalarType.Long).contiguous();
        long[] values = new long[Math.toIntExact(plain.numel())];
        if (values.length > 0) {
            plain.data_ptr_long().get(values);
        }
        return values;
    }

    /** A graph's tensor with a copy of native floats. */
    static io.kaiye.graph.Tensor value(Tensor tensor) {
        float[] values = floats(tensor);
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        List<Long> dims = java.util.Arrays.stream(tensor.shape()).boxed().toList();
        return io.kaiye.graph.Tensor.of(ElementType.FLOAT, dims, bytes);
    }

    /** Values of any kind. Tensors are made outside of scopes too, so the options are closed. */
    private static Tensor empty(ScalarType type, long... dims) {
        try (TensorOptions options = options(type)) {
            return torch.empty(dims, options, null);
        }
    }

    static Tensor longs(long[] values, long... dims) {
        Tensor made = empty(ScalarType.Long, dims);
        if (values.length > 0) {
            made.data_ptr_long().put(values, 0, values.length);
        }
        return made;
    }

    static Tensor floats(float[] values, long... dims) {
        Tensor made = empty(ScalarType.Float, dims);
        if (values.length > 0) {
            made.data_ptr_float().put(values, 0, values.length);
        }
        return made;
    }

    static TensorOptions options(ScalarType type) {
        return new TensorOptions(type);
    }

    static Scalar scalar(double value) {
        return new Scalar(value);
    }

    static Scalar whole(long value) {
        return new Scalar(value);
    }

    static ScalarTypeOptional noType() {
        return new ScalarTypeOptional();
    }

    static TensorOptional optional(Tensor tensor) {
        return new TensorOptional(tensor);
    }

    static TensorOptional none() {
        return new TensorOptional();
    }
}

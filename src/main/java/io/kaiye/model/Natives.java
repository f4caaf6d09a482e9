package io.kaiye.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Loads the two native libraries once per process, from the cache folder.
 *
 * <p>Both come out of jars. Left alone, ONNX Runtime would unpack 28 MB into the temporary folder
 * at every start and leave them there after a kill, and the tokenisers would unpack into the home
 * folder of the user, so both are unpacked here and pointed to. Nothing is ever downloaded.
 */
final class Natives {
    private static final String ORT_PATH = "onnxruntime.native.path";

    private static @Nullable OrtEnvironment environment;

    private Natives() {}

    /** Loads the libraries if that was not done yet. Safe for threads. */
    static synchronized OrtEnvironment environment() {
        if (environment == null) {
            environment = load(CacheFolder.find());
        }
        return environment;
    }

    private static OrtEnvironment load(Path cache) {
        Path folder = cache.resolve("natives");
        String platform = platform();
        try {
            loadTokenizers(folder, platform);
            return loadOnnxRuntime(folder, platform);
        } catch (LinkageError e) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL,
                    "Cannot load the native libraries in "
                            + folder
                            + ": "
                            + e.getMessage()
                            + ". If that folder forbids programs (noexec), name another one:"
                            + " export KAIYE_CACHE=/path/to/folder",
                    e);
        }
    }

    @SuppressWarnings("restricted") // the process is started with --enable-native-access
    private static void loadTokenizers(Path folder, String platform) {
        String library = System.mapLibraryName("tokenizers");
        String djlPlatform = platform.replace("-x64", "-x86_64");
        String resource = "native/lib/" + djlPlatform + "/cpu/" + library;
        requireResource(resource, platform);
        Path target = folder.resolve("tokenizers-" + platform).resolve(library);
        Unpacked.to(resource, target);
        System.load(target.toString());
    }

    private static OrtEnvironment loadOnnxRuntime(Path folder, String platform) {
        if (System.getProperty(ORT_PATH) == null) {
            Path target = folder.resolve("onnxruntime-" + platform);
            for (String name : new String[] {"onnxruntime", "onnxruntime4j_jni"}) {
                String library = System.mapLibraryName(name);
                String resource = "ai/onnxruntime/native/" + platform + "/" + library;
                requireResource(resource, platform);
                Unpacked.to(resource, target.resolve(library));
            }
            System.setProperty(ORT_PATH, target.toString());
        }
        NativeEnvironment.disableTelemetry();
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "kaiye");
    }

    private static void requireResource(String resource, String platform) {
        if (!Unpacked.exists(resource)) {
            throw new KaiyeException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    "Neural models have no native library for "
                            + platform
                            + ". They run on Linux (x64, aarch64), macOS (aarch64) and Windows"
                            + " (x64); linear models run everywhere: --recipe linear");
        }
    }

    /** The name of the platform as ONNX Runtime's jar has it, such as linux-x64. */
    private static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system =
                os.contains("linux")
                        ? "linux"
                        : os.contains("mac") ? "osx" : os.contains("win") ? "win" : os;
        String processor = arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch;
        return system + "-" + processor;
    }
}

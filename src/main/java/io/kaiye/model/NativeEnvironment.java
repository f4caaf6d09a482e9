package io.kaiye.model;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Environment variables that native libraries read; Java can only set those of its children.
 *
 * <p>ONNX Runtime 1.29 reports its use to its makers unless {@code ORT_DISABLE_TELEMETRY} is set,
 * and the library that does so ends the process where the file {@code :memory:.ses} in the
 * temporary folder belongs to another user. Kaiye reports to nobody, so it is always switched off.
 */
final class NativeEnvironment {
    private static final String TELEMETRY_OFF = "ORT_DISABLE_TELEMETRY";

    private NativeEnvironment() {}

    /** Must come before ONNX Runtime is loaded. */
    static void disableTelemetry() {
        set(TELEMETRY_OFF, "1");
    }

    /** Does nothing on Windows, whose C library has no such call and whose build sends nothing. */
    @SuppressWarnings("restricted") // the process is started with --enable-native-access
    private static void set(String name, String value) {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
        if (setenv.isEmpty()) {
            return;
        }
        MethodHandle call =
                linker.downcallHandle(
                        setenv.get(),
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT,
                                ValueLayout.ADDRESS,
                                ValueLayout.ADDRESS,
                                ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int overwrite = 1;
            int failed =
                    (int)
                            call.invokeExact(
                                    arena.allocateFrom(name), arena.allocateFrom(value), overwrite);
            if (failed != 0) {
                throw new KaiyeException(ErrorCode.INTERNAL, "Cannot set " + name + ".");
            }
        } catch (KaiyeException e) {
            throw e;
        } catch (Throwable e) {
            throw new KaiyeException(ErrorCode.INTERNAL, "Cannot set " + name + ".", e);
        }
    }
}

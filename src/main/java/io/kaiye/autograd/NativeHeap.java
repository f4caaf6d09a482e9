package io.kaiye.autograd;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The C library's heap, where libtorch's tensors live. Batches of many shapes leave it full of
 * holes: freed, but still counted as the process's. Safe for threads.
 */
@SuppressWarnings("restricted") // the function is looked up by name and takes one number
final class NativeHeap {
    /** glibc's {@code int malloc_trim(size_t)}; empty where the C library is another. */
    private static final Optional<MethodHandle> TRIM =
            Linker.nativeLinker()
                    .defaultLookup()
                    .find("malloc_trim")
                    .map(
                            place ->
                                    Linker.nativeLinker()
                                            .downcallHandle(
                                                    place,
                                                    FunctionDescriptor.of(
                                                            ValueLayout.JAVA_INT,
                                                            ValueLayout.JAVA_LONG)));

    private NativeHeap() {}

    /** Gives what is free back to the system: some milliseconds. Nothing where it cannot. */
    static void trim() {
        if (TRIM.isPresent()) {
            try {
                int _ = (int) TRIM.get().invokeExact(0L);
            } catch (Throwable e) {
                throw new IllegalStateException("malloc_trim", e);
            }
        }
    }
}

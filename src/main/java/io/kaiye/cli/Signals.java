package io.kaiye.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * The signals of the system. Java's class for them is called by reflection: the compiler warns of
 * every mention, this warning has no switch, and warnings fail the build.
 */
final class Signals {
    private Signals() {}

    /**
     * Lets {@code action} handle a signal, on a thread of its own, with the signal's number. One
     * that this process was told to ignore stays ignored, as shells want it for what runs behind.
     *
     * @param name such as INT
     * @return what undoes it
     */
    static Runnable handle(String name, IntConsumer action) {
        try {
            Class<?> type = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object signal = type.getConstructor(String.class).newInstance(name);
            int number = (int) type.getMethod("getNumber").invoke(signal);
            Method handle = type.getMethod("handle", type, handlerType);
            Object before = handle.invoke(null, signal, handler(handlerType, action, number));
            Runnable undo = () -> invoke(handle, signal, before);
            if (before == handlerType.getField("SIG_IGN").get(null)) {
                undo.run();
                return () -> {};
            }
            return undo;
        } catch (InvocationTargetException e) {
            return () -> {}; // the JVM was started with -Xrs: signals are not ours
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
        }
    }

    private static Object handler(Class<?> type, IntConsumer action, int number) {
        return Proxy.newProxyInstance(
                Signals.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        action.accept(number);
                        return null;
                    }
                    return method.invoke(action, arguments);
                });
    }

    private static void invoke(Method handle, Object signal, Object handler) {
        try {
            handle.invoke(null, signal, handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot give a signal back", e);
        }
    }
}

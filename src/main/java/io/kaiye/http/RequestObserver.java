package io.kaiye.http;

import io.kaiye.base.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Is told of every answer just before it is sent; meant for counting. Called by many threads. */
@FunctionalInterface
public interface RequestObserver {
    /**
     * @param route path template of the route, or "none"
     * @param error why it failed; null if it did not
     * @param nanos from the parsed headers to the answer
     */
    void answered(String route, int status, @Nullable ErrorCode error, long nanos);

    static RequestObserver none() {
        return (route, status, error, nanos) -> {};
    }
}

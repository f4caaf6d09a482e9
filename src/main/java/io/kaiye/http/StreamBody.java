package io.kaiye.http;

import java.io.IOException;

/**
 * Writes the body of an answer piece by piece, on the thread that answers; called once. What it
 * throws before the first piece becomes an ordinary error response; later it becomes a last event
 * of the stream that holds the error.
 */
@FunctionalInterface
public interface StreamBody {
    /**
     * @throws IOException what the sink threw, since the caller is gone
     * @throws io.kaiye.base.KaiyeException if it cannot go on
     */
    void write(BodySink sink) throws IOException;
}

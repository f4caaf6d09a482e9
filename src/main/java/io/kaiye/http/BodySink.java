package io.kaiye.http;

import java.io.IOException;

/** Where a streamed body goes. One thread. */
public interface BodySink {
    /**
     * Sends bytes; they have left when this returns.
     *
     * @throws IOException if the caller is gone
     */
    void write(byte[] bytes) throws IOException;
}

package io.kaiye.cli;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A server that answers. */
public interface RunningServer extends AutoCloseable {
    URI address();

    /** The models it answers for. */
    List<String> models();

    /** Those of them that have labels. */
    List<String> classifiers();

    /** Upstream models and routes that it answers for. */
    List<String> chatModels();

    /** How long {@link #close} may take at most. */
    Duration closeTimeMax();

    /** Stops taking requests, answers those in hand, and returns. */
    @Override
    void close();
}

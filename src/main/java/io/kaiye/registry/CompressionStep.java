package io.kaiye.registry;

import java.util.Map;

/**
 * One thing done to a model to make it smaller or faster.
 *
 * @param name such as int8
 * @param settings everything that decides the outcome, the layers kept in float for instance
 */
public record CompressionStep(String name, Map<String, Object> settings) {
    public CompressionStep {
        settings = Canonical.settings(settings);
    }
}

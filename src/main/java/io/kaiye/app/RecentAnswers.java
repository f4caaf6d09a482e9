package io.kaiye.app;

import io.kaiye.serve.Usage;
import io.kaiye.serve.UsageSink;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ids of the newest answers of this process, so that feedback can be told from guesses. Safe
 * for threads.
 */
final class RecentAnswers implements UsageSink {
    /** The oldest are forgotten beyond that. */
    static final int ANSWERS_MAX = 100_000;

    private final Map<String, Integer> texts =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                    return size() > ANSWERS_MAX;
                }
            };

    @Override
    public synchronized void record(Usage usage) {
        texts.put(usage.answerId(), usage.texts());
    }

    /** How many texts the answer was for; 0 if there was no such answer lately. */
    synchronized int texts(String answerId) {
        return texts.getOrDefault(answerId, 0);
    }
}

package io.kaiye.train;

import java.time.Duration;

/** How much of the budget is left. Safe for threads. */
@FunctionalInterface
interface TimeLeft {
    Duration now();

    default double seconds() {
        return now().toMillis() / 1000.0;
    }
}

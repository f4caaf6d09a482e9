package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    @ParameterizedTest
    @CsvSource({
        "CONSTANT, 0,    0.1, 0",
        "CONSTANT, 0.05, 0.1, 0.5",
        "CONSTANT, 0.9,  0.1, 1",
        "LINEAR,   0.1,  0.1, 1",
        "LINEAR,   0.55, 0.1, 0.5",
        "LINEAR,   1,    0.1, 0",
        "LINEAR,   0,    0,   1",
        "COSINE,   0.1,  0.1, 1",
        "COSINE,   0.55, 0.1, 0.5",
        "COSINE,   1,    0.1, 0",
    })
    void risesThenFalls(Schedule schedule, double done, double warmup, double factor) {
        assertEquals(factor, schedule.factor(done, warmup), 1e-9);
    }
}

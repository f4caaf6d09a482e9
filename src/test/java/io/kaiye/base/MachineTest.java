package io.kaiye.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, 6.18.5-distribution-9, Linux 6.18",
        "Linux, 6.18, Linux 6.18",
        "Windows 11, 10.0, Windows 11 10.0",
        "Plan 9, unknown, Plan 9"
    })
    void aSystemIsNamedWithoutItsBuild(String name, String version, String said) {
        assertEquals(said, Machine.system(name, version));
    }
}

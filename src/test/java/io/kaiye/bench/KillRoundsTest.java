package io.kaiye.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.store.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The short form of {@code kaiye bench kill}: the real server, killed under load. */
class KillRoundsTest {
    private static final int ROUNDS = 3;

    @TempDir Path home;

    @ParameterizedTest
    @EnumSource(TestDatabase.class)
    void everyAnswerIsPostedOnceHoweverOftenTheServerIsKilled(TestDatabase database)
            throws Exception {
        KillRounds.Report report = new KillRounds(home, database.argument(home), 7).run(ROUNDS);
        assertEquals(List.of(), report.problems());
        assertTrue(report.answered() > 0);
    }
}

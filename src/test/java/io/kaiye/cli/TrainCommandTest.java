package io.kaiye.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.train.Trainer;
import org.junit.jupiter.api.Test;

class TrainCommandTest {
    @Test
    void aMissedTargetNamesTheNextRecipeWhereThereIsOne() {
        assertTrue(TrainCommand.advice("tune").contains("--recipe blend"));
        assertTrue(Trainer.recipes().contains("blend"));
        assertFalse(TrainCommand.advice("blend").contains("--recipe"));
        assertFalse(TrainCommand.advice("linear").contains("--recipe"));
    }
}

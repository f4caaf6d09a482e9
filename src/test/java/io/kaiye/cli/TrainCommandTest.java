package io.kaiye.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.train.Trainer;
import org.junit.jupiter.api.Test;

class TrainCommandTest {
    @Test
    void aMissedTargetNamesTheNextRecipeWhereThereIsOne() {
        assertTrue(TrainCommand.advice("tune", false).contains("--recipe blend"));
        assertTrue(Trainer.recipes().contains("blend"));
        assertFalse(TrainCommand.advice("tune", true).contains("--recipe"));
        assertFalse(TrainCommand.advice("blend", false).contains("--recipe"));
        assertFalse(TrainCommand.advice("linear", true).contains("--recipe"));
    }
}

package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TuneSettingsTest {
    @Test
    void settingsAreReadByNameAndTheOthersStay() {
        TuneSettings settings =
                TuneSettings.of(
                        Map.of(
                                "rate",
                                "5e-5",
                                "schedule",
                                "cosine",
                                "layers",
                                "4",
                                "labelWeights",
                                "true"));
        assertEquals(5e-5, settings.rate());
        assertEquals(Schedule.COSINE, settings.schedule());
        assertEquals(4, settings.layers());
        assertTrue(settings.labelWeights());
        assertEquals(TuneSettings.usual().batch(), settings.batch());
        assertEquals(TuneSettings.usual(), TuneSettings.of(Map.of()));
    }

    @Test
    void everyProblemIsNamedWithWhatIsAccepted() {
        KaiyeException refused =
                assertThrows(
                        KaiyeException.class,
                        () ->
                                TuneSettings.of(
                                        Map.of(
                                                "rat", "1",
                                                "dropout", "1.5",
                                                "optimizer", "lion",
                                                "batch", "many")));
        assertEquals(ErrorCode.INVALID_ARGUMENT, refused.code());
        String message = refused.getMessage();
        assertTrue(message.contains("There is no setting \"rat\""), message);
        assertTrue(message.contains("Did you mean \"rate\"?"), message);
        assertTrue(
                message.contains("dropout is \"1.5\"; accepted are numbers from 0 to 0.9"),
                message);
        assertTrue(
                message.contains("optimizer is \"lion\"; accepted are adamw, adam, sgd"), message);
        assertTrue(message.contains("batch is \"many\""), message);
    }
}

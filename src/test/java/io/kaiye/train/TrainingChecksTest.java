package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Metric;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingChecksTest {
    private static final Dataset GOOD =
            SampleData.dataset(SampleData.rows(40, 4), List.of(), List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "93   | Did you mean 0.93?",
                "97.5 | Did you mean 0.975?",
                "100  | above 0 and below 1",
                "1    | above 0 and below 1",
                "0    | above 0 and below 1",
                "-0.5 | The target is -0.5",
                "NaN  | above 0 and below 1",
            })
    void targetOutsideZeroToOneIsRefused(double target, String words) {
        refused(request(GOOD, "auto", OptionalDouble.of(target), 60), "INVALID_ARGUMENT", words);
    }

    @ParameterizedTest
    @CsvSource({"prob,   Did you mean \"probe\"?", "gpt,    accepted are auto"})
    void unknownRecipeListsThoseThereAre(String recipe, String words) {
        refused(request(GOOD, recipe, OptionalDouble.empty(), 60), "INVALID_ARGUMENT", words);
    }

    @Test
    void everyProblemOfTheSettingsIsNamedAtOnce() {
        TrainingRequest request = request(GOOD, "prob", OptionalDouble.of(93), 0);
        refused(request, "INVALID_ARGUMENT", "Did you mean \"probe\"?");
        refused(request, "INVALID_ARGUMENT", "0.93?");
        refused(request, "INVALID_ARGUMENT", "The budget is 0 s");
    }

    @Test
    void oneClassOnlyIsRefused() {
        refused(SampleData.rows(40, 1), "has only the label \"card\"");
    }

    @Test
    void fewerThanTenRowsAreRefused() {
        refused(SampleData.rows(9, 2), "has 9 training rows; at least 10");
        refused(List.of(), "has 0 training rows");
    }

    @Test
    void tenRowsAreAccepted() {
        TrainingChecks.check(
                request(
                        SampleData.dataset(SampleData.rows(10, 2), List.of(), List.of()),
                        "auto",
                        OptionalDouble.empty(),
                        60));
    }

    @Test
    void aClassWithOneRowIsAccepted() {
        List<Example> rows = new ArrayList<>(SampleData.rows(40, 4));
        rows.add(new Example("only once", "rare"));
        TrainingChecks.check(
                request(
                        SampleData.dataset(rows, List.of(), List.of()),
                        "auto",
                        OptionalDouble.empty(),
                        60));
    }

    @Test
    void moreLabelsThanHalfTheRowsAreRefused() {
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            rows.add(new Example("text " + i, "id-" + i));
        }
        refused(rows, "100000 labels in 100000 training rows");
    }

    @Test
    void labelsThatOccurOnlyInOtherSplitsAreNamed() {
        List<Example> train = SampleData.rows(40, 4);
        List<Example> other = SampleData.rows(12, 6);
        TrainingRequest request =
                request(
                        SampleData.dataset(train, other, other),
                        "auto",
                        OptionalDouble.empty(),
                        60);
        String words = "has 2 labels without a training row: \"invoice\", \"login\"";
        refused(request, "INVALID_DATA", "The valid split of desk " + words);
        refused(request, "INVALID_DATA", "The test split of desk " + words);
    }

    private static void refused(List<Example> rows, String words) {
        refused(
                request(
                        SampleData.dataset(rows, List.of(), List.of()),
                        "auto",
                        OptionalDouble.empty(),
                        60),
                "INVALID_DATA",
                words);
    }

    @Test
    void whatSeveralSeedsLearnIsNotKeptApart() {
        Dataset data = SampleData.dataset(SampleData.rows(64, 4), List.of(), List.of());
        TrainingRequest lora = request(data, "lora", OptionalDouble.empty(), 60);
        refused(
                new TrainingRequest(
                                lora.dataset(),
                                lora.recipe(),
                                lora.metric(),
                                lora.target(),
                                lora.budget(),
                                lora.base(),
                                lora.seed(),
                                TuneSettings.of(Map.of("seeds", "3")),
                                lora.checkpoint(),
                                lora.resume(),
                                lora.workFolder())
                        .keptApart(),
                "INVALID_ARGUMENT",
                "--apart or --seeds");
    }

    private static void refused(TrainingRequest request, String code, String words) {
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> TrainingChecks.check(request));
        assertEquals(ErrorCode.valueOf(code), refused.code());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    private static TrainingRequest request(
            Dataset data, String recipe, OptionalDouble target, int budgetSeconds) {
        return new TrainingRequest(
                data,
                recipe,
                Metric.ACCURACY,
                target,
                Duration.ofSeconds(budgetSeconds),
                Optional.empty(),
                7,
                TuneSettings.usual(),
                Optional.empty(),
                false,
                Path.of("unused"));
    }
}

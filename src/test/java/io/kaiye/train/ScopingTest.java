package io.kaiye.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.CostRate;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.data.Dataset;
import io.kaiye.data.Example;
import io.kaiye.evaluate.Metric;
import io.kaiye.evaluate.ScopeEvaluation;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.model.ModelFolder;
import io.kaiye.model.ScopeRule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole trainings of models that say "none of these". */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScopingTest {
    private static final List<Example> IN_SCOPE = SampleData.rows(240, 4);

    @TempDir private Path work;
    private final Engine engine = new Engine(2);
    private final Trainer trainer =
            new Trainer(
                    engine,
                    new Bases(CacheFolder.find()),
                    InstantSource.system(),
                    CostRate.DEFAULT);

    @AfterAll
    void closeEngine() {
        engine.close();
    }

    @Test
    void withoutARequestNothingChanges() {
        TrainedModel trained = train(data(IN_SCOPE, List.of()), "linear", ScopeRequest.NONE);
        assertNull(trained.info().scope());
        assertNull(trained.valid().scope());
        assertFalse(trained.settings().containsKey("scopeThreshold"));
    }

    @Test
    void rowsToLearnFromStayAClassAndTheThresholdComesOnTop() {
        List<Example> all = new ArrayList<>(IN_SCOPE);
        all.addAll(chatter(160));
        TrainedModel trained =
                train(data(all, List.of()), "linear", scope("chatter", OptionalDouble.empty()));
        assertTrue(trained.info().labels().contains("chatter"));
        ScopeRule rule = rule(trained);
        assertEquals("chatter", rule.label());
        assertEquals("10% of train, seed 7", rule.fit().rows());
        assertEquals(16, rule.fit().outOfScope());
        assertTrue(rule.fit().found() >= 15, rule.toString());
        assertTrue(rule.fit().kept() >= 23, rule.toString());
        assertEquals(rule.threshold(), trained.settings().get("scopeThreshold"));
        assertEquals("chatter", trained.settings().get("outOfScope"));
        assertEquals(rule, ModelFolder.readInfo(trained.folder()).scope());
        assertTrue(trained.refit());
    }

    @ParameterizedTest
    @CsvSource({"linear", "probe"})
    void rowsThatOnlyValidHasAreNoClass(String recipe) {
        List<Example> valid = new ArrayList<>(SampleData.rows(280, 4).subList(240, 280));
        valid.addAll(chatter(20));
        TrainedModel trained =
                train(data(IN_SCOPE, valid), recipe, scope("chatter", OptionalDouble.empty()));
        assertEquals(4, trained.info().labels().size());
        assertEquals(40, trained.heldOut().predictions().rows());
        ScopeRule rule = rule(trained);
        assertEquals(40, rule.fit().inScope());
        assertEquals(20, rule.fit().outOfScope());
        assertTrue(rule.fit().found() + rule.fit().right() >= 54, rule.toString());
        ScopeEvaluation measured = trained.valid().scope();
        assertNotNull(measured);
        assertNotNull(measured.auroc());
    }

    @Test
    void aShareToKeepNeedsNoRowsOutOfScope() {
        List<Example> valid = SampleData.rows(300, 4).subList(240, 300);
        TrainedModel trained =
                train(
                        data(IN_SCOPE, valid),
                        "linear",
                        new ScopeRequest(Optional.empty(), OptionalDouble.of(0.9)));
        ScopeRule rule = rule(trained);
        assertEquals(0.9, rule.fit().inScopeKept());
        assertTrue(rule.fit().kept() >= 54, rule.toString());
        assertNull(rule.label());
        assertNull(rule.fit().auroc());
        assertEquals(0.9, trained.settings().get("inScopeKept"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "95  | Did you mean 0.95?",
                "1   | above 0 and below 1",
                "0   | above 0 and below 1",
                "-2  | The share to keep in scope is -2.0",
                "NaN | above 0 and below 1",
            })
    void aShareOutsideZeroToOneIsRefused(double share, String words) {
        refused(
                data(IN_SCOPE, List.of()),
                new ScopeRequest(Optional.empty(), OptionalDouble.of(share)),
                ErrorCode.INVALID_ARGUMENT,
                words);
    }

    @Test
    void aLabelThatNoRowHasIsRefusedWithThoseThereAre() {
        refused(
                data(IN_SCOPE, List.of()),
                scope("parcle", OptionalDouble.empty()),
                ErrorCode.INVALID_ARGUMENT,
                "Did you mean \"parcel\"? Its labels: card, loan, parcel, refund.");
    }

    @Test
    void tooFewRowsAreRefusedWithHowManyAreNeeded() {
        List<Example> valid = new ArrayList<>(SampleData.rows(280, 4).subList(240, 280));
        valid.addAll(chatter(9));
        refused(
                data(IN_SCOPE, valid),
                scope("chatter", OptionalDouble.empty()),
                ErrorCode.INVALID_DATA,
                "9 of them are out of scope (\"chatter\"), 10 are needed");
        refused(
                data(IN_SCOPE, valid.subList(0, 19)),
                new ScopeRequest(Optional.empty(), OptionalDouble.of(0.5)),
                ErrorCode.INVALID_DATA,
                "19 of them are in scope, 20 are needed. Add rows");
        refused(
                data(IN_SCOPE, valid),
                scope("chatter", OptionalDouble.of(0.99)),
                ErrorCode.INVALID_DATA,
                "100 are needed to keep 0.99 of them");
        refused(
                data(IN_SCOPE, chatter(30)),
                scope("chatter", OptionalDouble.empty()),
                ErrorCode.INVALID_DATA,
                "0 of them are in scope");
    }

    @Test
    void otherUnknownLabelsOfValidAreStillRefused() {
        List<Example> valid = new ArrayList<>(chatter(20));
        valid.add(new Example("something else", "strange"));
        refused(
                data(IN_SCOPE, valid),
                scope("chatter", OptionalDouble.empty()),
                ErrorCode.INVALID_DATA,
                "1 label without a training row: \"strange\"");
    }

    private void refused(Dataset data, ScopeRequest scope, ErrorCode code, String words) {
        KaiyeException refused =
                assertThrows(KaiyeException.class, () -> train(data, "linear", scope));
        assertEquals(code, refused.code());
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    private TrainedModel train(Dataset data, String recipe, ScopeRequest scope) {
        return trainer.train(
                new TrainingRequest(
                                data,
                                recipe,
                                Metric.ACCURACY,
                                OptionalDouble.empty(),
                                Duration.ofMinutes(5),
                                Optional.empty(),
                                7,
                                TuneSettings.usual(),
                                Optional.empty(),
                                false,
                                work.resolve("t" + System.nanoTime()))
                        .scoped(scope),
                Progress.silent());
    }

    private static ScopeRule rule(TrainedModel trained) {
        ScopeRule rule = trained.info().scope();
        assertNotNull(rule);
        return rule;
    }

    private static ScopeRequest scope(String label, OptionalDouble kept) {
        return new ScopeRequest(Optional.of(label), kept);
    }

    private static List<Example> chatter(int count) {
        String[] subjects = {"weather", "football", "breakfast", "holiday", "garden"};
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(
                    new Example(
                            "did anyone enjoy the " + subjects[i % 5] + " yesterday evening " + i,
                            "chatter"));
        }
        return rows;
    }

    private static Dataset data(List<Example> train, List<Example> valid) {
        return SampleData.dataset(train, valid, List.of());
    }
}

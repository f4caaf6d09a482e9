package io.kaiye.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.store.Store;
import io.kaiye.store.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class ReferenceTest {
    private final TestDatabase database;

    ReferenceTest(TestDatabase database) {
        this.database = database;
    }

    @TempDir Path temp;
    private Store store;
    private Registry registry;

    @BeforeEach
    void open() {
        store = database.open(temp.resolve("home"));
        registry = new Registry(store, () -> Artefacts.NOW, "ann");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyKindOfReferenceIsUnderstood() {
        ModelVersion first = register("spam", "a");
        ModelVersion second = register("spam", "b");

        assertEquals(1, registry.resolve("spam").number());
        assertEquals(1, registry.resolve(" spam@champion ").number());
        assertEquals(2, registry.resolve("spam@challenger").number());
        assertEquals(2, registry.resolve("spam@2").number());
        assertEquals(2, registry.resolve("spam@" + second.shortId()).number());
        assertEquals(1, registry.resolve("spam@" + first.id()).number());
    }

    @Test
    void whatIsNotThereIsAnsweredWithWhatIs() {
        refused(
                ErrorCode.UNKNOWN_MODEL,
                "There is no model 'spam'. There is none at all yet; make one with: kaiye train"
                        + " spam --data DATASET",
                () -> registry.resolve("spam"));
        register("spam", "a");
        register("topics", "a");
        refused(
                ErrorCode.UNKNOWN_MODEL,
                "There is no model 'topic'. Did you mean \"topics\"? Models: spam, topics.",
                () -> registry.resolve("topic"));
        refused(
                ErrorCode.UNKNOWN_MODEL,
                "spam has no version 9; it has only version 1.",
                () -> registry.resolve("spam@9"));
        refused(
                ErrorCode.UNKNOWN_MODEL,
                "spam has no alias 'champoin'. Did you mean \"champion\"? It has champion (1).",
                () -> registry.resolve("spam@champoin"));
        refused(
                ErrorCode.UNKNOWN_MODEL,
                "spam has no version whose id starts with 00000000. See: kaiye models show spam",
                () -> registry.resolve("spam@00000000"));
        refused(ErrorCode.UNKNOWN_MODEL, () -> registry.history("spma"));
        refused(ErrorCode.UNKNOWN_MODEL, () -> registry.rollback("spma", "why"));
    }

    @Test
    void namesAndReasonsAreChecked() {
        Path folder = Artefacts.linear(temp, "a");
        for (String name :
                List.of("", "Spam", "-a", "../x", "a b", "a".repeat(65), "a\n", "a@b", "é")) {
            refused(
                    ErrorCode.INVALID_ARGUMENT,
                    () ->
                            registry.submit(
                                    Artefacts.submission(name, folder, Artefacts.trained(7))));
        }
        register("spam", "a");
        register("spam", "b");
        for (String reason : List.of("", "  ", "x".repeat(501), "two\nlines")) {
            refused(ErrorCode.INVALID_ARGUMENT, () -> registry.promote("spam@2", reason));
        }
        for (String reference :
                List.of(
                        "",
                        "@",
                        "spam@",
                        "spam@2@3",
                        "spam@-1",
                        "spam@a/b",
                        "spam@A",
                        "spam@a b")) {
            refused(ErrorCode.INVALID_ARGUMENT, () -> registry.resolve(reference));
        }
        assertEquals(1, registry.resolve("spam").number());
    }

    @Test
    void aReferenceIsWrittenAsItIsRead() {
        for (String text : List.of("a@champion", "a.b-c_1@canary", "a@12", "a@0123456789ab")) {
            assertEquals(text, Reference.parse(text).toString());
        }
        assertEquals("a@champion", Reference.parse("a").toString());
    }

    private static void refused(ErrorCode code, String message, Executable work) {
        assertEquals(message, refused(code, work));
    }

    private static String refused(ErrorCode code, Executable work) {
        KaiyeException refused = assertThrows(KaiyeException.class, work);
        assertEquals(code, refused.code(), refused.getMessage());
        return refused.getMessage();
    }

    private ModelVersion register(String model, String weights) {
        return Artefacts.register(registry, temp, model, weights);
    }
}

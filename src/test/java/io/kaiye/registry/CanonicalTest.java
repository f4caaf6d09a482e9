package io.kaiye.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CanonicalTest {
    @Test
    void theOrderAndTheTypeOfNumbersDoNotMatter() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("b", 1L);
        one.put("a", Map.of("y", 0.1f, "x", List.of(1, 2)));
        Map<String, Object> two = new LinkedHashMap<>();
        two.put("a", Map.of("x", List.of(1L, 2L), "y", 0.1));
        two.put("b", 1);
        assertEquals("{\"a\":{\"x\":[1,2],\"y\":0.1},\"b\":1}", Canonical.json(one));
        assertEquals(Canonical.json(one), Canonical.json(two));
        assertEquals(Canonical.settings(one), Canonical.settings(two));
    }

    @Test
    void settingsAreAFrozenCopy() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("budget", Duration.ofMinutes(10));
        Map<String, Object> copy = Canonical.settings(settings);
        settings.put("later", 1);
        assertEquals(Map.of("budget", "PT10M"), copy);
        assertThrows(UnsupportedOperationException.class, () -> copy.put("x", 1));
    }

    @Property(tries = 200)
    void settingsSurviveStorage(@ForAll Map<String, Double> numbers, @ForAll String text) {
        Map<String, Object> settings = new LinkedHashMap<>(numbers);
        settings.put("text", text);
        Provenance.Imported made =
                new Provenance.Imported(
                        new ContentRef("x", Artefacts.hash("x")), settings, Artefacts.making());
        Provenance read = Json.parse(Json.line(made), Provenance.class);
        assertEquals(made, read);
        assertEquals(Canonical.json(made.identity()), Canonical.json(read.identity()));
    }

    @Test
    void theIdIsTheHashOfTheWrittenManifest() {
        String a = Artefacts.hash("a");
        String b = Artefacts.hash("b");
        Manifest manifest = new Manifest(Map.of("model.onnx", b, "kaiye.json", a));
        String identity = Canonical.json(Artefacts.trained(7).identity());
        assertEquals(
                Artefacts.hash(
                        "kaiye-version 1\nfile "
                                + a
                                + " kaiye.json\nfile "
                                + b
                                + " model.onnx\nprovenance "
                                + identity
                                + "\n"),
                manifest.id(Artefacts.trained(7)));
    }

    @Test
    void pathsThatCouldClimbOrHideAreRefused() {
        for (String path :
                List.of(
                        "../a",
                        "/a",
                        "a/../b",
                        "a//b",
                        "a\\b",
                        ".a",
                        "a/.b",
                        "",
                        "a b",
                        "C:a",
                        "README.md",
                        "provenance.json",
                        "x".repeat(201),
                        "Kaiye.JSON",
                        "a\n")) {
            KaiyeException refused =
                    assertThrows(
                            KaiyeException.class,
                            () ->
                                    new Manifest(
                                            Map.of(
                                                    "kaiye.json",
                                                    Artefacts.hash("a"),
                                                    path,
                                                    Artefacts.hash("b"))),
                            path);
            assertEquals(ErrorCode.UNSUPPORTED_MODEL, refused.code());
        }
        assertThrows(KaiyeException.class, () -> new Manifest(Map.of("kaiye.json", "not a hash")));
    }
}

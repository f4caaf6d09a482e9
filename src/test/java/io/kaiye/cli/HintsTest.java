package io.kaiye.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HintsTest {
    @AfterEach
    void forget() {
        System.clearProperty(Hints.PROPERTY);
    }

    @Test
    void commandsAreSaidAsThePersonTypesThem() {
        System.setProperty(Hints.PROPERTY, "../kai$ye/kaiye");
        assertEquals(
                "Train one: ../kai$ye/kaiye train NAME",
                Hints.typed("Train one: kaiye train NAME"));
        assertEquals("See: ../kai$ye/kaiye --help", Hints.typed("See: kaiye --help"));
    }

    @Test
    void everyCommandIsKnown() {
        System.setProperty(Hints.PROPERTY, "./kaiye");
        for (String command : DocsTest.root().getSubcommands().keySet()) {
            assertEquals("See: ./kaiye " + command, Hints.typed("See: kaiye " + command));
        }
    }

    @Test
    void whatIsNoCommandStays() {
        System.setProperty(Hints.PROPERTY, "./kaiye");
        assertEquals("kaiye: bad", Hints.typed("kaiye: bad"));
        assertEquals("kaiye 0.1.0", Hints.typed("kaiye 0.1.0"));
        assertEquals("Type ./kaiye version", Hints.typed("Type ./kaiye version"));
        assertEquals("~/.kaiye up there", Hints.typed("~/.kaiye up there"));
    }

    @Test
    void withoutALauncherTheNameIsPlain() {
        assertEquals("kaiye train", Hints.typed("kaiye train"));
    }
}

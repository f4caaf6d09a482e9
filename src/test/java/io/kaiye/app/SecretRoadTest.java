package io.kaiye.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.app.Program.Ran;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets of upstreams through the command line. */
class SecretRoadTest {
    private static final String SECRET = "sk-live-never-shown";

    @TempDir Path folder;

    private Ran typed(String stdin, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(stdin.getBytes(UTF_8)));
        try {
            return new Program(folder.resolve("home")).run(arguments);
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void aSecretIsKeptListedAndForgottenAndNeverShown() throws IOException {
        assertTrue(typed("", "secret", "list").out().contains("kaiye secret set NAME"));
        Ran kept = typed(SECRET + "\n", "secret", "set", "openai");
        assertEquals(0, kept.exitCode(), kept.err());
        assertTrue(kept.out().contains("key: secret:openai"), kept.out());
        Ran listed = typed("", "secret", "list");
        assertEquals("openai", listed.out().strip());
        assertFalse((kept.out() + kept.err() + listed.out()).contains(SECRET));
        Path file = folder.resolve("home").resolve("secrets").resolve("upstreams");
        assertFalse(Files.readString(file).contains(SECRET));
        assertEquals(0, typed("", "secret", "remove", "openai").exitCode());
        assertTrue(typed("", "secret", "remove", "openai").err().contains("no secret 'openai'"));
    }

    @Test
    void anEmptyOrMissingValueIsRefused() {
        assertEquals(2, typed("", "secret", "set", "a").exitCode());
        Ran missing = typed("", "secret", "set", "a", "--from-env", "KAIYE_NO_SUCH_VARIABLE");
        assertEquals(2, missing.exitCode());
        assertTrue(missing.err().contains("KAIYE_NO_SUCH_VARIABLE"), missing.err());
        assertEquals(2, typed("x", "secret", "set", "../a").exitCode());
    }
}

package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
import io.kaiye.base.Json;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Customers and keys through the command line. */
class KeysRoadTest {
    @TempDir Path folder;
    private Program kaiye;

    @BeforeEach
    void home() {
        kaiye = new Program(folder.resolve("home"));
    }

    @Test
    void aCustomerGetsAKeyThatIsShownOnce() throws IOException {
        assertTrue(run("customer list").contains("kaiye customer add"));
        assertTrue(run("customer add acme --currency CNY --language zh").contains("CNY"));
        JsonNode made =
                json("key create acme --models desk,mail --endpoints classify --expires 90d");
        String secret = made.path("secret").asText();
        String prefix = made.path("key").path("prefix").asText();
        assertEquals("acme", made.path("key").path("customer").asText(), made.toString());
        assertTrue(secret.startsWith("kaiye_" + prefix + "_"), prefix);
        String listed = run("key list acme");
        assertTrue(listed.contains(prefix) && listed.contains("desk,mail"), listed);
        assertFalse(listed.contains(secret), listed);
        JsonNode next = json("key rotate " + prefix + " --overlap 1h");
        assertEquals("classify", next.path("key").path("terms").path("endpoints").path(0).asText());
        assertTrue(run("key revoke " + prefix).contains("is revoked"));
        assertTrue(run("key list").contains("revoked"));
        assertEquals(2, json("key list").size());
        assertTrue(run("doctor").contains("Books"));
    }

    @Test
    void aNewKeyAloneIsOnStdoutAndItsTermsAreSaidBeside() {
        run("customer add acme");
        Ran made = kaiye.run("key", "create", "acme", "--expires", "90d");
        assertTrue(made.out().strip().matches("kaiye_[0-9a-f]{12}_[\\w-]{43}"), made.out());
        assertTrue(made.err().contains("A key of acme, good until 2"), made.err());
        assertTrue(made.err().contains("only a hash"), made.err());
        Ran lasting = kaiye.run("key", "create", "acme");
        assertTrue(lasting.err().contains("good until it is revoked"), lasting.err());
    }

    @Test
    void aWholeKeyNamesItselfAndIsNotPrintedAgain() {
        run("customer add acme");
        String key = run("key create acme").strip();
        String next = run("key rotate " + key + " --overlap 1h").strip();
        String revoked = run("key revoke " + next);
        assertTrue(revoked.contains("The key " + next.split("_")[1] + " of acme"), revoked);
        assertFalse(revoked.contains(next), revoked);
    }

    @Test
    void wrongUsageIsNamed() {
        run("customer add acme");
        refused("customer", "Say what to do: add, list, show, set, subscribe");
        refused("key create acne", "Did you mean \"acme\"?");
        refused("key create acme --endpoints talk", "accepted are chat, classify");
        refused("key create acme --expires soon", "--expires is 'soon'");
        refused("key revoke nothing", "kaiye key list");
    }

    private void refused(String typed, String words) {
        Ran ran = kaiye.run(typed.split(" "));
        assertTrue(ran.exitCode() == 1 || ran.exitCode() == 2, typed);
        assertTrue(ran.err().contains(words), ran.err());
    }

    private String run(String typed) {
        Ran ran = kaiye.run(typed.split(" "));
        assertEquals(0, ran.exitCode(), ran.err());
        return ran.out();
    }

    private JsonNode json(String typed) throws IOException {
        return Json.mapper().readTree(run("--json " + typed));
    }
}

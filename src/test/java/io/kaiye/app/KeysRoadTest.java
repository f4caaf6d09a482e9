package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.app.Program.Ran;
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
        assertTrue(kaiye.done("customer list").contains("kaiye customer add"));
        assertTrue(kaiye.done("customer add acme --currency CNY --language zh").contains("CNY"));
        JsonNode made =
                kaiye.json("key create acme --models desk,mail --endpoints classify --expires 90d");
        String secret = made.path("secret").asText();
        String prefix = made.path("key").path("prefix").asText();
        assertEquals("acme", made.path("key").path("customer").asText(), made.toString());
        assertTrue(secret.startsWith("kaiye_" + prefix + "_"), prefix);
        String listed = kaiye.done("key list acme");
        assertTrue(listed.contains(prefix) && listed.contains("desk,mail"), listed);
        assertFalse(listed.contains(secret), listed);
        JsonNode next = kaiye.json("key rotate " + prefix + " --overlap 1h");
        assertEquals("classify", next.path("key").path("terms").path("endpoints").path(0).asText());
        assertTrue(kaiye.done("key revoke " + prefix).contains("is revoked"));
        assertTrue(kaiye.done("key list").contains("revoked"));
        assertEquals(2, kaiye.json("key list").size());
        assertTrue(kaiye.done("doctor").contains("Books"));
    }

    @Test
    void aNewKeyAloneIsOnStdoutAndItsTermsAreSaidBeside() {
        kaiye.done("customer add acme");
        Ran made = kaiye.run("key", "create", "acme", "--expires", "90d");
        assertTrue(made.out().strip().matches("kaiye_[0-9a-f]{12}_[\\w-]{43}"), made.out());
        assertTrue(made.err().contains("A key of acme, good until 2"), made.err());
        assertTrue(made.err().contains("only a hash"), made.err());
        Ran lasting = kaiye.run("key", "create", "acme");
        assertTrue(lasting.err().contains("good until it is revoked"), lasting.err());
    }

    @Test
    void aWholeKeyNamesItselfAndIsNotPrintedAgain() {
        kaiye.done("customer add acme");
        String key = kaiye.done("key create acme").strip();
        String next = kaiye.done("key rotate " + key + " --overlap 1h").strip();
        String revoked = kaiye.done("key revoke " + next);
        assertTrue(revoked.contains("The key " + next.split("_")[1] + " of acme"), revoked);
        assertFalse(revoked.contains(next), revoked);
    }

    @Test
    void wrongUsageIsNamed() {
        kaiye.done("customer add acme");
        kaiye.refused("Say what to do: add, list, show, set, subscribe", "customer");
        kaiye.refused("Did you mean \"acme\"?", "key create acne");
        kaiye.refused("accepted are chat, classify", "key create acme --endpoints talk");
        kaiye.refused("--expires is 'soon'", "key create acme --expires soon");
        kaiye.refused("kaiye key list", "key revoke nothing");
    }
}

package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The forms of names are those of the expressions that define them. */
class NamesTest {
    private static final List<String> TRIED =
            List.of(
                    "",
                    "a",
                    "0",
                    "-",
                    "-a",
                    "a-",
                    ":a",
                    "a:b.c_d-e",
                    "A",
                    "aA",
                    "a b",
                    "é",
                    "aé",
                    "~",
                    "a~",
                    "a!",
                    "a\u007f",
                    "a\n",
                    "a/b@c",
                    "x".repeat(63),
                    "x".repeat(64),
                    "x".repeat(100),
                    "x".repeat(101),
                    "x".repeat(200),
                    "x".repeat(201));

    @Test
    void namesAreOfTheirForm() {
        Pattern account = Pattern.compile("[a-z0-9][a-z0-9:._-]{0,99}");
        Pattern customer = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
        Pattern transfer = Pattern.compile("[!-~]{1,200}");
        for (String name : TRIED) {
            assertEquals(account.matcher(name).matches(), Names.isName(name, 100, ":._-"), name);
            assertEquals(customer.matcher(name).matches(), Names.isName(name, 63, "-"), name);
            assertEquals(transfer.matcher(name).matches(), Names.isPrintable(name, 200), name);
        }
    }
}

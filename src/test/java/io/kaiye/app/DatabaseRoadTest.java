package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.app.Program.Ran;
import io.kaiye.store.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a database that is not in the home, as they are typed. */
class DatabaseRoadTest {
    @TempDir Path temp;

    @Test
    void twoHomesHaveTheSameCustomers() {
        String url = TestDatabase.POSTGRES.argument(temp);
        Program one = new Program(temp.resolve("one"));
        Program two = new Program(temp.resolve("two"));
        assertEquals(0, one.run("--database", url, "customer", "add", "globex").exitCode());
        Ran key = one.run("key", "create", "globex", "--database", url);
        assertTrue(key.out().contains("kaiye_"), key.out() + key.err());
        Ran listed = two.run("--database", url, "customer", "list");
        assertTrue(listed.out().contains("globex"), listed.out() + listed.err());
        assertFalse(one.run("customer", "list").out().contains("globex"), "in the home's own");
    }

    @Test
    void theDoctorNamesTheDatabaseAndNobodySaysThePassword() {
        String url = TestDatabase.POSTGRES.argument(temp);
        Program program = new Program(temp.resolve("home"));
        Ran doctor = program.run("--database", url, "doctor");
        assertTrue(doctor.out().contains("PostgreSQL 1"), doctor.out());
        assertTrue(doctor.out().contains("no damage found"), doctor.out());
        silent(doctor);
        silent(program.run("--databse=" + url, "doctor"));
        silent(program.run("--database", url, "customer", "add", "Not A Name"));
        silent(program.run("--database", url.replace("kaiye?", "kaiye@x?"), "doctor"));
        Ran odd = program.run("--database", "postgres://ann:secret@db/kaiye", "doctor");
        assertEquals(2, odd.exitCode());
        assertTrue(odd.err().contains("jdbc:postgresql://HOST/"), odd.err());
        silent(odd);
        Ran away = program.run("--database", url.replaceFirst(":\\d+/", ":1/"), "doctor");
        assertTrue(away.out().contains("Does the server run?"), away.out());
        assertEquals(1, away.exitCode());
        silent(away);
        assertTrue(program.run("doctor").out().contains("SQLite 3"));
    }

    private static void silent(Ran ran) {
        assertFalse((ran.out() + ran.err()).contains("secret"), ran.out() + ran.err());
    }
}

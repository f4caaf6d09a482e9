package io.kaiye.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresTest {
    @TempDir Path temp;

    @Test
    void opens() {
        try (Store store = TestDatabase.POSTGRES.open(temp)) {
            System.out.println(store.databaseDescription());
            assertEquals(List.of(), store.problems());
            store.<Integer>write(sql -> StoreTest.insert(sql, "x", 1));
            assertEquals(List.of("x"), StoreTest.names(store));
        }
    }
}

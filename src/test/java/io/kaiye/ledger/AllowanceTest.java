package io.kaiye.ledger;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.store.Row;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowanceTest {
    /** It is asked within a write, while answers wait; a look at every transfer would stop them. */
    @Test
    void whatWasGrantedIsFoundByItsIndex(@TempDir Path home) {
        try (Store store = Store.open(home)) {
            List<String> plan =
                    store.read(
                            sql ->
                                    sql
                                            .query(
                                                    "EXPLAIN QUERY PLAN " + Allowance.MOVED,
                                                    1L,
                                                    2L,
                                                    "a memo")
                                            .stream()
                                            .map((Row row) -> row.text("detail"))
                                            .toList());
            assertTrue(
                    plan.toString().contains("transfer_memo (debit=? AND credit=?)"),
                    () -> "" + plan);
        }
    }
}

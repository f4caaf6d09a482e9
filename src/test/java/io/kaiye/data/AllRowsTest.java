package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.Progress;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllRowsTest {
    private static final int ROWS = 20_000;
    private static final int MANY = 100_000;

    @TempDir Path folder;

    @Test
    void noRowIsHeldOnceItWasGiven() throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < ROWS; i++) {
            rows.append("row number ").append(i).append(i % 2 == 0 ? ",x\n" : ",y\n");
        }
        try (Desk desk = new Desk(folder)) {
            Path file = desk.file("a.csv", rows.toString());
            desk.train(file);
            desk.datasets.importTable(
                    new ImportRequest(
                            "table", List.of(), List.of(file), List.of(), List.of(), desk.settings),
                    TableSettings.DEFAULT,
                    Progress.silent());
            AtomicInteger tested = new AtomicInteger();
            List<WeakReference<Object>> given = new ArrayList<>();
            long found =
                    new AllRows(desk.store)
                            .find(
                                    row -> tested.incrementAndGet() > 0,
                                    row -> {
                                        given.add(new WeakReference<>(row.values().get("text")));
                                        if (given.size() == 2 * ROWS) {
                                            assertTrue(held(given) < ROWS / 2, "too many are held");
                                        }
                                    });
            assertEquals(2 * ROWS, found);
            assertEquals(2 * ROWS, tested.get());
        }
    }

    private static long held(List<WeakReference<Object>> given) {
        System.gc();
        return given.stream().filter(one -> one.get() != null).count();
    }

    @Test
    void whatWasMadeOfManyRowsIsFollowedInAFewBytesEach() {
        RowHashes hashes = new RowHashes();
        RowHashes parent = new RowHashes();
        hashes.addAll(parent);
        String much = "x".repeat(1_000);
        for (int i = 0; i < MANY; i++) {
            (i % 2 == 0 ? hashes : parent).add(Map.of("id", i, "text", i + much));
            hashes.add(Map.of("id", 0, "text", 0 + much));
        }
        assertEquals(MANY / 2, hashes.size());
        assertTrue(hashes.bytes() <= 64L * hashes.size(), hashes.bytes() + " bytes");
        assertTrue(IntStream.range(0, MANY).allMatch(i -> hashes.contains(row(i, much))));
        assertFalse(parent.contains(row(0, much)));
        assertFalse(hashes.contains(row(MANY, much)));
        assertFalse(hashes.contains(Map.of("id", 1L, "text", 1 + much)));
    }

    private static Map<String, Object> row(int id, String much) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("text", id + much);
        row.put("id", id);
        return row;
    }
}

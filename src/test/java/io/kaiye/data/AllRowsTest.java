package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllRowsTest {
    @TempDir Path folder;

    @Test
    void readingEndsWithTheFirstRowThatIsTooMany() throws IOException {
        StringBuilder rows = new StringBuilder("text,label\n");
        for (int i = 0; i < 10; i++) {
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
            AtomicInteger read = new AtomicInteger();
            Predicate<Map<String, Object>> every = row -> read.incrementAndGet() > 0;
            AllRows all = new AllRows(desk.store);
            KaiyeException refused = assertThrows(KaiyeException.class, () -> all.find(every, 3));
            assertEquals(ErrorCode.TOO_LARGE, refused.code());
            assertEquals(4, read.get());
            assertThrows(KaiyeException.class, () -> all.find(every, 13));
            assertEquals(18, read.get());
            assertEquals(20, all.find(every, 20).size());
        }
    }
}

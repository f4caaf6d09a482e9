package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.store.ChildJvm;
import io.kaiye.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cleaning that is interrupted. */
class CleanSafetyTest {
    @TempDir private Path folder;

    @Test
    void cleaningThatIsKilledLeavesTheDatasetAsItWas() throws Exception {
        StringBuilder rows = new StringBuilder("id,text\n");
        for (int i = 0; i < 200_000; i++) {
            rows.append(i).append(",  some <b>text</b> that is number ").append(i).append('\n');
        }
        DatasetVersion parent;
        long blobs;
        Path plan = folder.resolve("plan.yaml");
        try (CleanDesk desk = new CleanDesk(folder)) {
            parent = desk.table(rows.toString(), "");
            blobs = blobs();
            desk.plan(
                    "missing: {columns: [id], method: mean}",
                    "text: {columns: [text], do: [html, nfkc, white-space]}",
                    "duplicates: {}");
        }
        try (ChildJvm child =
                ChildJvm.start(
                        CleansATable.class, folder.resolve("home").toString(), plan.toString())) {
            child.await("step");
            child.kill();
        }
        try (Store store = Store.open(folder.resolve("home"))) {
            assertEquals(List.of(parent), new Datasets(store, () -> Desk.NOW, "tester").list());
            assertEquals(blobs, blobs());
            try (Stream<Path> work = Files.walk(folder.resolve("home/work"))) {
                assertEquals(0, work.filter(Files::isRegularFile).count());
            }
        }
    }

    private long blobs() throws Exception {
        try (Stream<Path> files = Files.walk(folder.resolve("home/blobs"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}

package io.kaiye.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.store.ChildJvm;
import io.kaiye.store.SmallDisk;
import io.kaiye.store.Store;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports that are interrupted, meet another, or find no room. */
class ImportSafetyTest {
    @TempDir Path temp;
    private Desk desk;

    @BeforeEach
    void open() {
        desk = new Desk(temp);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void twoImportsIntoOneHomeAtOnceBothArrive() throws Exception {
        try (Store other = Store.open(desk.store.home());
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<DatasetVersion>> versions = new ArrayList<>();
            for (Store store : List.of(desk.store, other)) {
                String label = store == other ? "y" : "z";
                Path file = desk.file(label + ".csv", "text,label\na,x\nb," + label + "\n");
                versions.add(threads.submit(() -> imported(store, file)));
            }
            for (Future<DatasetVersion> version : versions) {
                DatasetVersion arrived = version.get();
                assertTrue(desk.datasets.list().contains(arrived));
            }
        }
    }

    @Test
    void aFullDiskLeavesNothingHalfImported() throws Exception {
        Path mount = Files.createDirectory(temp.resolve("disk"));
        try (SmallDisk disk = new SmallDisk(mount, "size=6m")) {
            if (disk.isMounted()) {
                try (Store small = Store.open(mount.resolve("home"))) {
                    String text = "words that fill a disk ".repeat(50);
                    StringBuilder rows = new StringBuilder("text,label\n");
                    for (int i = 0; i < 8000; i++) {
                        rows.append(text).append(i).append(",label ").append(i % 2).append('\n');
                    }
                    Path large = desk.file("large.csv", rows.toString());
                    KaiyeException full =
                            assertThrows(KaiyeException.class, () -> imported(small, large));
                    assertEquals(ErrorCode.DISK_FULL, full.code(), full.getMessage());
                    Path little = desk.file("small.csv", "text,label\na,x\nb,y\n");
                    DatasetVersion version = imported(small, little);
                    assertEquals(
                            List.of(version), new Datasets(small, () -> Desk.NOW, "tester").list());
                }
            }
        }
    }

    @Test
    void aFailedTransactionTakesItsContentBack() throws IOException {
        desk.store.write(
                sql ->
                        sql.update(
                                "CREATE TRIGGER refuse BEFORE INSERT ON dataset_split WHEN"
                                    + " NEW.split = 'TEST' BEGIN SELECT RAISE(ABORT, 'no'); END"));
        desk.refused(ErrorCode.ALREADY_EXISTS, desk.file("a.csv", "text,label\na,x\nb,y\n"), "no");
    }

    @Test
    void anImportThatIsKilledLeavesNothingToSee() throws Exception {
        Path file = temp.resolve("large.csv");
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write("text,label\n");
            for (int i = 0; i < 1_000_000; i++) {
                out.write("some text that is number " + i + ",label " + i % 7 + "\n");
            }
        }
        Path home = desk.store.home();
        try (ChildJvm child =
                ChildJvm.start(ImportsAFile.class, home.toString(), file.toString())) {
            child.await("reading");
            Thread.sleep(200);
            child.kill();
        }
        desk.close();
        desk = new Desk(temp);
        desk.nothingIsLeft();
    }

    private static DatasetVersion imported(Store store, Path file) {
        return new Datasets(store, () -> Desk.NOW, "tester")
                .importFiles(
                        ImportRequest.toSplit("both", List.of(file), ImportSettings.DEFAULT),
                        Progress.silent());
    }
}

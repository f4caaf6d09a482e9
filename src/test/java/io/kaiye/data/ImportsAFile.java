package io.kaiye.data;

import io.kaiye.base.Progress;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Imports a file in a process of its own and says when it begins to read rows. */
final class ImportsAFile {
    private ImportsAFile() {}

    public static void main(String[] arguments) {
        try (Store store = Store.open(Path.of(arguments[0]))) {
            new Datasets(store, InstantSource.system(), "tester")
                    .importFiles(
                            ImportRequest.toSplit(
                                    "killed",
                                    List.of(Path.of(arguments[1])),
                                    ImportSettings.DEFAULT),
                            new Announcing());
            System.out.println("done");
        }
    }

    private static final class Announcing implements Progress {
        @Override
        public Task start(String what, long total, String unit) {
            if (what.startsWith("Reading")) {
                System.out.println("reading");
            }
            return Progress.silent().start(what, total, unit);
        }

        @Override
        public void note(String line) {}
    }
}

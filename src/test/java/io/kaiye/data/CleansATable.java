package io.kaiye.data;

import io.kaiye.base.Progress;
import io.kaiye.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;

/** A process that cleans the dataset "desk" and can be killed on the way. */
final class CleansATable {
    private CleansATable() {}

    public static void main(String[] arguments) {
        try (Store store = Store.open(Path.of(arguments[0]))) {
            new Datasets(store, InstantSource.system(), "tester")
                    .clean("desk", CleanPlan.read(Path.of(arguments[1])), "desk", new Announcing());
            System.out.println("done");
        }
    }

    /** Says when the first step is through. */
    private static final class Announcing implements Progress {
        @Override
        public Task start(String what, long total, String unit) {
            return new Task() {
                @Override
                public void advance(long units) {
                    System.out.println("step");
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void note(String line) {}
    }
}

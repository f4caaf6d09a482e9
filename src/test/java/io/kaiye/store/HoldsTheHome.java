package io.kaiye.store;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Begins a transaction, writes, and keeps it open until it is told to go on. */
final class HoldsTheHome {
    private HoldsTheHome() {}

    public static void main(String[] arguments) throws IOException {
        try (Store store = TestDatabase.open(arguments[0], arguments[1])) {
            System.out.println("work " + store.newWorkFolder("held"));
            store.write(
                    sql -> {
                        sql.update(StoreTest.INSERT, "child", "c".repeat(64), 1, 1, "{}");
                        System.out.println("held");
                        return waitForGo();
                    });
            System.out.println("committed");
            waitForGo();
        }
    }

    private static int waitForGo() {
        try {
            return System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

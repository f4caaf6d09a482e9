package io.kaiye.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class GroupWriterTest {
    private final TestDatabase database;

    GroupWriterTest(TestDatabase database) {
        this.database = database;
    }

    private static final int THREADS = 64;

    @TempDir Path home;

    @Test
    void writesOfManyThreadsShareTransactionsAndNoneIsLost() throws Exception {
        try (Store store = database.open(home);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger transactions = new AtomicInteger();
            GroupWriter writer =
                    new GroupWriter(
                            (Consumer<Sql> work) -> {
                                transactions.incrementAndGet();
                                store.write(
                                        sql -> {
                                            work.accept(sql);
                                            return true;
                                        });
                            });
            List<Future<Integer>> done = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int first = i * 10;
                done.add(
                        threads.submit(
                                () -> {
                                    int rows = 0;
                                    for (int j = first; j < first + 10; j++) {
                                        int number = j;
                                        rows += writer.write(sql -> insert(sql, number));
                                    }
                                    return rows;
                                }));
            }
            for (Future<Integer> one : done) {
                assertEquals(10, one.get());
            }
            assertEquals(10 * THREADS, count(store));
            assertTrue(transactions.get() < 10 * THREADS, transactions + " transactions");
        }
    }

    /** All wait for the first, then share a transaction that one of them spoils. */
    @Test
    void workThatThrowsSpoilsNobodyElses() throws Exception {
        try (Store store = database.open(home);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            GroupWriter writer = store.groupWriter();
            CountDownLatch goOn = new CountDownLatch(1);
            Future<Integer> first = turn(threads, writer, goOn, 1000);
            List<Future<Integer>> others = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                others.add(
                        threads.submit(
                                () ->
                                        writer.write(
                                                sql -> {
                                                    int rows = insert(sql, number);
                                                    if (number == 3) {
                                                        throw new IllegalStateException("three");
                                                    }
                                                    return rows;
                                                })));
            }
            Thread.sleep(100); // for them to queue up
            goOn.countDown();
            assertEquals(1, first.get());
            for (int i = 0; i < 8; i++) {
                Future<Integer> one = others.get(i);
                if (i == 3) {
                    Exception failed = assertThrows(Exception.class, one::get);
                    assertTrue(String.valueOf(failed.getMessage()).contains("three"));
                } else {
                    assertEquals(1, one.get());
                }
            }
            assertEquals(8, count(store));
        }
    }

    /** The one who has the turn writes for the others too, interrupted or not. */
    @Test
    void anInterruptedThreadWritesAllTheSame() {
        try (Store store = database.open(home)) {
            GroupWriter writer = store.groupWriter();
            Thread.currentThread().interrupt();
            int rows = writer.write(sql -> insert(sql, 1));
            assertEquals(1, rows);
            assertTrue(Thread.interrupted(), "the interrupt is lost");
            assertEquals(1, count(store));
        }
    }

    @Test
    void waitingInterruptedIsStillWaiting() throws Exception {
        try (Store store = database.open(home);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            GroupWriter writer = store.groupWriter();
            CountDownLatch goOn = new CountDownLatch(1);
            Future<Integer> first = turn(threads, writer, goOn, 1);
            AtomicInteger wrote = new AtomicInteger();
            Thread second =
                    Thread.ofVirtual().start(() -> wrote.set(writer.write(sql -> insert(sql, 2))));
            second.interrupt();
            Thread.sleep(50);
            assertTrue(second.isAlive());
            goOn.countDown();
            second.join();
            assertEquals(1, first.get());
            assertEquals(1, wrote.get());
        }
    }

    /** As when another process keeps the database: all are told, after one wait. */
    @Test
    void aTransactionThatCannotBeginIsTriedOnceForAll() throws Exception {
        try (Store store = database.open(home);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch goOn = new CountDownLatch(1);
            AtomicInteger tries = new AtomicInteger();
            GroupWriter writer =
                    new GroupWriter(
                            work -> {
                                tries.incrementAndGet();
                                await(goOn);
                                throw new IllegalStateException("busy");
                            });
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                all.add(threads.submit(() -> writer.write(sql -> insert(sql, number))));
            }
            Thread.sleep(100); // for them to queue up
            goOn.countDown();
            for (Future<Integer> one : all) {
                Exception failed = assertThrows(Exception.class, one::get);
                assertTrue(String.valueOf(failed.getMessage()).contains("busy"));
            }
            assertTrue(tries.get() <= 3, tries + " tries");
            assertEquals(0, count(store));
        }
    }

    @Test
    void anErrorLeavesNobodyWaiting() throws Exception {
        try (Store store = database.open(home);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            GroupWriter writer = store.groupWriter();
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                all.add(
                        threads.submit(
                                () ->
                                        writer.write(
                                                sql -> {
                                                    if (number == 4) {
                                                        throw new AssertionError("four");
                                                    }
                                                    return insert(sql, number);
                                                })));
            }
            for (Future<Integer> one : all) {
                try {
                    one.get(20, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    String said = String.valueOf(e.getMessage());
                    assertTrue(said.contains("four") || said.contains("failed"), said);
                }
            }
            int rows = writer.write(sql -> insert(sql, 100));
            assertEquals(1, rows);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A work that has the turn until it may go on; it has begun when this returns. */
    private static Future<Integer> turn(
            ExecutorService threads, GroupWriter writer, CountDownLatch goOn, int row)
            throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Future<Integer> work =
                threads.submit(
                        () ->
                                writer.write(
                                        sql -> {
                                            begun.countDown();
                                            await(goOn);
                                            return insert(sql, row);
                                        }));
        begun.await();
        return work;
    }

    private static int insert(Sql sql, int number) {
        return sql.update(StoreTest.INSERT, "n" + number, "a".repeat(64), 0, number, "{}");
    }

    private static long count(Store store) {
        return store.read(sql -> sql.first("SELECT COUNT(*) AS n FROM dataset_version"))
                .orElseThrow()
                .number("n");
    }
}

package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.store.SmallDisk;
import io.kaiye.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The disk gets full while a server sells. */
@Timeout(120)
class FullDiskRoadTest {
    private static final int CALLERS = 4;
    private static final int SOME = 20;

    /** What a caller asks at most, so that a server that never refuses does not run for ever. */
    private static final int CALLS_MAX = 5_000;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir private Path folder;
    private final Queue<String> given = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();

    /** What a full disk needs to have room again. */
    @FunctionalInterface
    private interface Full {
        void free() throws IOException;
    }

    /** Makes it full. */
    @FunctionalInterface
    private interface Filling {
        Full fill(Shop shop) throws IOException;
    }

    @Test
    void whatWasAnsweredIsInTheBooksAndSellingGoesOnWhenThereIsRoom() throws Exception {
        keepsItsBooks(FullDiskRoadTest::limitPages);
    }

    @Test
    void soItIsOnARealDiskWhereOneCanBeMounted(@TempDir Path other) throws Exception {
        Store.open(other).close(); // unpacks SQLite there: what is loaded keeps a disk mounted
        try (SmallDisk disk = new SmallDisk(folder, "size=24m")) {
            if (disk.isMounted()) {
                keepsItsBooks(shop -> fillDisk());
            }
        }
    }

    private void keepsItsBooks(Filling filling) throws Exception {
        try (Shop shop = new Shop(folder)) {
            sell(shop, () -> given.size() >= SOME);
            Full full = filling.fill(shop);
            sell(shop, () -> refused.get() >= SOME);
            assertTrue(refused.get() >= SOME, refused.toString());
            shop.assertBooks(given);
            full.free();
            int before = given.size();
            sell(shop, () -> given.size() >= before + SOME);
            shop.assertBooks(given);
            assertEquals(shop.upstream.received().size(), tries(shop), "each is owed, and once");
        }
    }

    /** SQLite reports a full disk when its file may not grow any more. */
    private static Full limitPages(Shop shop) {
        long now =
                shop.rooms
                        .store()
                        .write(sql -> sql.first("PRAGMA page_count").orElseThrow())
                        .number("page_count");
        pagesMax(shop, now);
        return () -> pagesMax(shop, now + 100_000);
    }

    private static void pagesMax(Shop shop, long pages) {
        shop.rooms.store().write(sql -> sql.query("PRAGMA max_page_count = " + pages));
    }

    private Full fillDisk() {
        Path filler = folder.resolve("filler");
        for (int block = 1 << 16; block > 0; block /= 16) {
            try (OutputStream out =
                    Files.newOutputStream(
                            filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                while (true) {
                    out.write(new byte[block]);
                }
            } catch (IOException e) {
                // No block of that size fits any more.
            }
        }
        return () -> Files.delete(filler);
    }

    /** Several callers at once, until it is enough. */
    private void sell(Shop shop, BooleanSupplier enough) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Void>> all = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                all.add(
                        () -> {
                            for (int call = 0; call < CALLS_MAX && !enough.getAsBoolean(); call++) {
                                ask(shop);
                            }
                            return null;
                        });
            }
            for (Future<Void> ended : callers.invokeAll(all)) {
                ended.get();
            }
        }
    }

    private void ask(Shop shop) throws Exception {
        URI chat = shop.server.address().resolve("/v1/chat/completions");
        String body =
                "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Say hello\"}]}";
        HttpRequest request =
                HttpRequest.newBuilder(chat)
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + shop.key)
                        .POST(BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
            given.add(answer.headers().firstValue("x-kaiye-answer-id").orElseThrow());
            return;
        }
        assertEquals(507, answer.statusCode(), answer.body());
        JsonNode error = Json.mapper().readTree(answer.body()).path("error");
        assertEquals("disk_full", error.path("code").asText());
        assertFalse(answer.body().contains(folder.toString()), answer.body());
        refused.incrementAndGet();
        Thread.sleep(5);
    }

    /** What upstreams are owed for, whatever became of the answer. */
    private static long tries(Shop shop) {
        return shop.rooms
                .store()
                .read(sql -> sql.first("SELECT COUNT(*) AS tries FROM upstream_charge"))
                .orElseThrow()
                .number("tries");
    }
}

package io.kaiye.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Machine;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
    private static final String[] WORDS = {"red", "green", "blue", "grey", "unknown"};

    @TempDir private Path temporary;

    @Test
    void answersComeInTheOrderOfTheTexts() {
        try (Engine engine = new Engine(3)) {
            Model model = engine.open(TinyEncoder.base(temporary));
            List<String> texts = texts(500);
            AtomicLong done = new AtomicLong();
            float[][] rows = engine.runAll(model, texts, Want.EMBEDDING, counting(done));
            for (int i = 0; i < texts.size(); i++) {
                float[] alone = model.run(List.of(model.prepare(texts.get(i))), Want.EMBEDDING)[0];
                assertArrayEquals(alone, rows[i], 1e-6f);
            }
            assertEquals(texts.size(), done.get());
        }
    }

    @Test
    void noTextsGiveNoRows() {
        try (Engine engine = new Engine(2)) {
            Model model = engine.open(TinyEncoder.base(temporary));
            assertEquals(
                    0, engine.runAll(model, List.of(), Want.EMBEDDING, Progress.silent()).length);
        }
    }

    @Test
    void aFailureIsThrownToTheCaller() {
        try (Engine engine = new Engine(2)) {
            Model model = engine.open(TinyEncoder.base(temporary));
            KaiyeException e =
                    assertThrows(
                            KaiyeException.class,
                            () ->
                                    engine.runAll(
                                            model,
                                            texts(300),
                                            Want.PROBABILITIES,
                                            Progress.silent()));
            assertEquals(ErrorCode.UNSUPPORTED_MODEL, e.code());
        }
    }

    @Test
    void aComputeThreadMayRunEverythingItself() throws InterruptedException {
        try (Engine engine = new Engine(1)) {
            Model model = engine.open(TinyEncoder.base(temporary));
            CountDownLatch done = new CountDownLatch(1);
            engine.execute(
                    () -> {
                        engine.runAll(model, texts(200), Want.EMBEDDING, Progress.silent());
                        done.countDown();
                    });
            assertTrue(done.await(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void closingTheEngineClosesItsModels() {
        Engine engine = new Engine(2);
        Model model = engine.open(TinyEncoder.base(temporary));
        engine.close();
        assertThrows(KaiyeException.class, () -> model.prepare("red"));
        KaiyeException e =
                assertThrows(KaiyeException.class, () -> engine.open(TinyEncoder.base(temporary)));
        assertEquals(ErrorCode.SHUTTING_DOWN, e.code());
        engine.close();
    }

    @Test
    void closingAModelTwiceIsHarmless() {
        try (Engine engine = new Engine(2)) {
            Model model = engine.open(TinyEncoder.base(temporary));
            model.close();
            model.close();
        }
    }

    @Test
    void closingAModelWaitsForTheCallsThatRun() throws InterruptedException {
        try (Engine engine = new Engine(2)) {
            for (int round = 0; round < 20; round++) {
                Model model = engine.open(TinyEncoder.base(temporary));
                Thread caller =
                        Thread.ofPlatform()
                                .start(
                                        () ->
                                                assertThrows(
                                                        KaiyeException.class,
                                                        () -> callForever(model)));
                Thread.sleep(2);
                model.close();
                caller.join();
            }
        }
    }

    @Test
    void aDamagedGraphInTheCacheIsMadeAnew() throws IOException {
        Base base = TinyEncoder.base(temporary);
        try (Engine engine = new Engine(1)) {
            engine.open(base).close();
            for (Path kept : keptGraphs(base)) {
                Files.writeString(kept, "damaged");
            }
            Model model = engine.open(base);
            assertEquals(
                    TinyEncoder.DIMENSION,
                    model.run(List.of(model.prepare("red")), Want.EMBEDDING)[0].length);
        }
    }

    private static List<Path> keptGraphs(Base base) throws IOException {
        try (Stream<Path> files = Files.list(CacheFolder.find().resolve("encoders"))) {
            return files.filter(file -> file.toString().contains(base.contentHash())).toList();
        }
    }

    @Test
    void noThreadsAreRefused() {
        KaiyeException e = assertThrows(KaiyeException.class, () -> new Engine(0));
        assertEquals(ErrorCode.INVALID_ARGUMENT, e.code());
    }

    @Test
    void memoryStaysFlatOverManyCallsAndManyModels() {
        try (Engine engine = new Engine(2)) {
            Base base = TinyEncoder.base(temporary);
            Model model = engine.open(base);
            List<String> texts = texts(2_000);
            work(engine, base, model, texts, 20);
            long before = Machine.residentBytes();
            work(engine, base, model, texts, 100);
            long grown = Machine.residentBytes() - before;
            assertTrue(grown < 60L << 20, grown / 1024 + " kB grown over 200,000 texts");
        }
    }

    private static void work(
            Engine engine, Base base, Model model, List<String> texts, int rounds) {
        for (int i = 0; i < rounds; i++) {
            engine.runAll(model, texts, Want.EMBEDDING, Progress.silent());
            engine.open(base).close();
        }
        System.gc();
    }

    private static void callForever(Model model) {
        while (true) {
            model.run(List.of(model.prepare("red green")), Want.EMBEDDING);
        }
    }

    private static List<String> texts(int count) {
        Random random = new Random(7);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder();
            for (int words = random.nextInt(40); words > 0; words--) {
                text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private static Progress counting(AtomicLong done) {
        return new Progress() {
            @Override
            public Task start(String what, long total, String unit) {
                return new Task() {
                    @Override
                    public void advance(long units) {
                        done.addAndGet(units);
                    }

                    @Override
                    public void close() {}
                };
            }

            @Override
            public void note(String line) {}
        };
    }
}

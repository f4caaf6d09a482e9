package io.kaiye.cli;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Json;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Progress;
import io.kaiye.base.Sha256;
import io.kaiye.gateway.RungAnswers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * What upstream models answered to held-out rows, kept in the home: answers cost money, so that
 * nothing is asked twice, and work that was stopped goes on where it was. One process at a time
 * adds to the file; two only ask some rows twice.
 */
final class UpstreamAnswers {
    /** Questions under way at once. */
    private static final int TOGETHER = 8;

    private final RungAnswers upstreams;
    private final Path file;
    private final Map<String, Kept> kept = new HashMap<>();

    /** A line of the file. {@code question} is the hash of model and message. */
    private record Kept(
            String question,
            String model,
            String text,
            long costMicros,
            long inputTokens,
            long outputTokens) {}

    private UpstreamAnswers(RungAnswers upstreams, Path file) {
        this.upstreams = upstreams;
        this.file = file;
    }

    static UpstreamAnswers open(RungAnswers upstreams, Path home) {
        Path file = home.resolve("cascade").resolve("upstream-answers.jsonl");
        UpstreamAnswers answers = new UpstreamAnswers(upstreams, file);
        if (Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.forEach(answers::read);
            } catch (IOException | UncheckedIOException e) {
                throw new KaiyeException(
                        ErrorCode.CORRUPT_FILE,
                        "Cannot read " + file + ": " + e.getMessage() + ". Move it away.",
                        e);
            }
        }
        return answers;
    }

    /** A line that a crash cut off says nothing. */
    private void read(String line) {
        try {
            Kept one = Json.parse(line, Kept.class);
            kept.put(one.question(), one);
        } catch (KaiyeException e) {
            // It is asked again.
        }
    }

    /** How many of these messages have not been asked yet, and what asking them may cost. */
    Missing missing(String model, List<String> messages) {
        long count = 0;
        long micros = 0;
        for (String message : messages.stream().distinct().toList()) {
            if (!kept.containsKey(question(model, message))) {
                count++;
                micros += upstreams.costMicrosExpected(model, message);
            }
        }
        return new Missing(count, micros);
    }

    /** What is still to be asked. */
    record Missing(long count, long costMicros) {
        Missing and(Missing other) {
            return new Missing(count + other.count, costMicros + other.costMicros);
        }
    }

    /**
     * The answers to these messages, in order; what is not kept is asked and kept at once.
     *
     * @param budget what may be spent, which falls as it is
     */
    List<RungAnswers.Said> ask(
            String model, List<String> messages, Budget budget, Progress progress) {
        List<String> open =
                messages.stream()
                        .distinct()
                        .filter(message -> !kept.containsKey(question(model, message)))
                        .toList();
        if (!open.isEmpty()) {
            askAll(model, open, budget, progress);
        }
        List<RungAnswers.Said> said = new ArrayList<>();
        for (String message : messages) {
            Kept one = kept.get(question(model, message));
            if (one == null) {
                throw new IllegalStateException("an answer is missing that was just given");
            }
            said.add(
                    new RungAnswers.Said(
                            one.text(), one.costMicros(), one.inputTokens(), one.outputTokens()));
        }
        return said;
    }

    /** What may be spent. Safe for threads. */
    static final class Budget {
        private long left;

        Budget(long micros) {
            left = micros;
        }

        synchronized void spend(long micros) {
            left -= micros;
            if (left < 0) {
                throw new KaiyeException(
                        ErrorCode.NO_CREDIT,
                        "The budget is spent; answers so far are kept. The same command with a"
                                + " higher --budget goes on from there.");
            }
        }
    }

    private void askAll(String model, List<String> open, Budget budget, Progress progress) {
        AtomicBoolean stopped = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(TOGETHER, Thread.ofVirtual().factory());
        try (Progress.Task task = progress.start("asking " + model, open.size(), "rows");
                Writer writer = writer()) {
            List<Future<?>> asked = new ArrayList<>();
            for (String message : open) {
                asked.add(pool.submit(() -> askOne(writer, model, message, budget, task, stopped)));
            }
            for (Future<?> one : asked) {
                one.get();
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KaiyeException(ErrorCode.CANCELLED, "Stopped; answers so far are kept.", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KaiyeException known
                    ? known
                    : new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    /** After the first failure nothing more is asked. */
    private void askOne(
            Writer writer,
            String model,
            String message,
            Budget budget,
            Progress.Task task,
            AtomicBoolean stopped) {
        if (stopped.get()) {
            return;
        }
        try {
            long expected = upstreams.costMicrosExpected(model, message);
            budget.spend(expected);
            RungAnswers.Said said = upstreams.ask(model, message);
            keep(writer, model, message, said);
            budget.spend(Math.max(0, said.costMicros() - expected));
            task.advance(1);
        } catch (RuntimeException e) {
            stopped.set(true);
            throw e;
        }
    }

    private Writer writer() throws IOException {
        Files.createDirectories(file.getParent());
        return Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private synchronized void keep(
            Writer writer, String model, String message, RungAnswers.Said said) {
        Kept one =
                new Kept(
                        question(model, message),
                        model,
                        said.text(),
                        said.costMicros(),
                        said.inputTokens(),
                        said.outputTokens());
        try {
            writer.write(Json.line(one) + "\n");
            writer.flush();
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
        kept.put(one.question(), one);
    }

    private static String question(String model, String message) {
        return Sha256.of((model + "\n" + message).getBytes(StandardCharsets.UTF_8));
    }
}

package io.kaiye.serve;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.Machine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is counted, in the format of Prometheus; docs/serving.md lists the names. Safe for threads.
 */
public final class ServingMetrics {
    /** What {@link #scrape} gives. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final Duration[] LATENCY_BOUNDS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
    };

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicInteger versionsOpen = new AtomicInteger();
    private final Map<Answered, Timer> requests = new ConcurrentHashMap<>();

    /** What requests are told apart by. */
    private record Answered(String route, int status) {}

    public ServingMetrics() {
        Gauge.builder("kaiye.versions.open", versionsOpen, AtomicInteger::get)
                .description("Versions of models that are open, retired ones included")
                .register(registry);
        Gauge.builder("process.resident.memory.bytes", Machine::residentBytes)
                .description("Resident memory of the process")
                .register(registry);
        Gauge.builder("kaiye.heap.used.bytes", ServingMetrics::heapBytes)
                .description("Java heap in use")
                .register(registry);
    }

    /** All figures as text. */
    public String scrape() {
        return registry.scrape();
    }

    /** Counts an answer over HTTP; {@code error} is null if it was a good one. */
    public void answered(String route, int status, @Nullable ErrorCode error, long nanos) {
        requests.computeIfAbsent(new Answered(route, status), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
        if (error != null) {
            Counter.builder("kaiye.errors")
                    .description("Failed requests by code")
                    .tag("code", error.name().toLowerCase(Locale.ROOT))
                    .register(registry)
                    .increment();
        }
    }

    private Timer timer(Answered answered) {
        return Timer.builder("kaiye.http.request")
                .description("Time to answer a request")
                .tag("route", answered.route())
                .tag("status", Integer.toString(answered.status()))
                .serviceLevelObjectives(LATENCY_BOUNDS)
                .register(registry);
    }

    /** Counts answers of a cascade's rung, from 1. */
    public void cascade(String route, int rung, long texts) {
        Counter.builder("kaiye.cascade.texts")
                .description("Texts that each rung of a route answered")
                .tag("route", route)
                .tag("rung", Integer.toString(rung))
                .register(registry)
                .increment((double) texts);
    }

    /** Counts an audit of a route. */
    public void audited(String route, String result) {
        Counter.builder("kaiye.cascade.audits")
                .description("Audits of locally accepted answers by result")
                .tag("route", route)
                .tag("result", result)
                .register(registry)
                .increment();
    }

    /** Shows whether a route has thresholds for what is in service. */
    public void calibrated(String route, BooleanSupplier is) {
        Gauge.builder("kaiye.cascade.calibrated", is, on -> on.getAsBoolean() ? 1 : 0)
                .description("1 where a route has thresholds for the versions in service")
                .tag("route", route)
                .strongReference(true)
                .register(registry);
    }

    void lane(Lane lane) {
        Gauge.builder("kaiye.queue.texts", lane, Lane::waitingTexts)
                .description("Texts that wait for a model")
                .tag("model", lane.model())
                .register(registry);
        Gauge.builder("kaiye.queue.tokens", lane, Lane::waitingTokens)
                .description("Tokens that wait for a model")
                .tag("model", lane.model())
                .register(registry);
        Gauge.builder("kaiye.thread.tokens.per.second", lane, Lane::tokensPerThreadSecond)
                .description("Tokens one compute thread computes in a second of work")
                .tag("model", lane.model())
                .register(registry);
        Gauge.builder("kaiye.model.version", lane, ServingMetrics::version)
                .description("Number of the version in service, 0 if there is none")
                .tag("model", lane.model())
                .register(registry);
    }

    void batch(String model, int texts, long tokens, long nanos) {
        summary("kaiye.batch.texts", "Texts in a batch", model).record(texts);
        summary("kaiye.batch.tokens", "Tokens in a batch", model).record((double) tokens);
        Counter.builder("kaiye.compute.seconds")
                .description("Time of compute threads")
                .tag("model", model)
                .register(registry)
                .increment(nanos / 1e9);
    }

    void answer(Usage usage) {
        counter("kaiye.answers", "Answers given", usage).increment();
        counter("kaiye.texts", "Texts answered", usage).increment(usage.texts());
        counter("kaiye.tokens", "Tokens answered", usage).increment((double) usage.tokens());
        counter("kaiye.cost.micros", "What answers cost, in millionths of a dollar", usage)
                .increment((double) usage.costMicros());
    }

    /** Of a version that may say "none of these"; others count nothing. */
    void outOfScope(Usage usage, long texts) {
        counter("kaiye.texts.out.of.scope", "Texts answered none of these", usage)
                .increment((double) texts);
    }

    void swapped(String model, boolean taken) {
        Counter.builder("kaiye.swaps")
                .description("New versions taken into service or refused")
                .tag("model", model)
                .tag("result", taken ? "taken" : "refused")
                .register(registry)
                .increment();
    }

    void versionOpened() {
        versionsOpen.incrementAndGet();
    }

    void versionClosed() {
        versionsOpen.decrementAndGet();
    }

    private Counter counter(String name, String description, Usage usage) {
        return Counter.builder(name)
                .description(description)
                .tag("model", usage.model())
                .tag("operation", usage.operation())
                .register(registry);
    }

    private DistributionSummary summary(String name, String description, String model) {
        return DistributionSummary.builder(name)
                .description(description)
                .tag("model", model)
                .serviceLevelObjectives(1, 4, 16, 64, 128, 256, 512, 1024)
                .register(registry);
    }

    private static double version(Lane lane) {
        Generation current = lane.current();
        return current == null ? 0 : current.name().number();
    }

    private static double heapBytes() {
        Runtime runtime = Runtime.getRuntime();
        return (double) runtime.totalMemory() - runtime.freeMemory();
    }
}

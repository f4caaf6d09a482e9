package io.kaiye.serve;

import io.kaiye.base.KaiyeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the versions in service those that the source names. A new version is opened, tried and
 * only then put in place of the old one, which closes after its last answer; one that fails never
 * replaces a good one. Safe for threads.
 */
final class Swapper implements AutoCloseable {
    /** A version that failed is tried again after this, or when the source changes. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    private static final System.Logger LOG = System.getLogger(Swapper.class.getName());

    private final ModelSource source;
    private final Compute compute;
    private final Scheduler scheduler;
    private final ServingMetrics metrics;
    private final InstantSource clock;
    private final ConcurrentMap<String, Lane> lanes = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ServingHealth.Problem> problems = new ConcurrentHashMap<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Thread poller;
    private long seenRevision = Long.MIN_VALUE;
    private long retryAtNanos;
    private volatile boolean loaded;

    Swapper(
            ModelSource source,
            Compute compute,
            Scheduler scheduler,
            ServingMetrics metrics,
            InstantSource clock) {
        this.source = source;
        this.compute = compute;
        this.scheduler = scheduler;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Begins to ask the source every {@code pollTime}; the first round has been made by then. */
    void start(Duration pollTime) {
        refresh();
        poller = Thread.ofPlatform().daemon().name("kaiye-swap").start(() -> poll(pollTime));
    }

    Map<String, Lane> lanes() {
        return lanes;
    }

    List<ServingHealth.Problem> problems() {
        return List.copyOf(problems.values());
    }

    /** True once the first round is over. */
    boolean loaded() {
        return loaded;
    }

    /** Makes what is served what the source names; returns when done. */
    synchronized void refresh() {
        if (stop.getCount() == 0) {
            return;
        }
        long revision = source.revision();
        boolean retry = !problems.isEmpty() && System.nanoTime() - retryAtNanos >= 0;
        if (revision == seenRevision && !retry) {
            return;
        }
        List<ServedName> wanted = source.served();
        Set<String> names = new HashSet<>();
        for (ServedName name : wanted) {
            names.add(name.name());
            bringUp(name);
        }
        for (String name : new HashMap<>(lanes).keySet()) {
            if (!names.contains(name)) {
                retire(name);
            }
        }
        problems.keySet().retainAll(names);
        seenRevision = revision;
        retryAtNanos = System.nanoTime() + RETRY.toNanos();
        loaded = true;
    }

    /** Takes every version out of service; the last holder closes each. */
    @Override
    public void close() {
        stop.countDown();
        Thread thread = poller;
        if (thread != null) {
            join(thread);
        }
        synchronized (this) {
            lanes.keySet().forEach(this::retire);
        }
    }

    private void poll(Duration pollTime) {
        try {
            while (!stop.await(pollTime.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    refresh();
                } catch (RuntimeException | Error e) {
                    LOG.log(System.Logger.Level.WARNING, "cannot ask what to serve", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void bringUp(ServedName name) {
        Lane lane = lanes.get(name.name());
        Generation current = lane == null ? null : lane.current();
        if (current != null && current.name().version().equals(name.version())) {
            problems.remove(name.name());
            return;
        }
        LoadedModel model;
        try {
            model = openAndTry(name);
        } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
            refuse(name, current, e);
            return;
        }
        metrics.versionOpened();
        Generation next = new Generation(name, model, clock.instant(), metrics::versionClosed);
        install(name, next);
    }

    private LoadedModel openAndTry(ServedName name) {
        LoadedModel model = source.open(name);
        try {
            Trial.pass(model, compute);
            return model;
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    private void install(ServedName name, Generation next) {
        Lane lane = lanes.get(name.name());
        if (lane == null) {
            lane = new Lane(name.name());
            scheduler.addLane(lane);
            metrics.lane(lane);
            lane.replace(next);
            lanes.put(name.name(), lane);
        } else {
            Generation before = lane.replace(next);
            if (before != null) {
                before.release();
            }
        }
        problems.remove(name.name());
        metrics.swapped(name.name(), true);
        LOG.log(
                System.Logger.Level.INFO,
                "serving {0} version {1} ({2})",
                name.name(),
                name.number(),
                name.version());
    }

    private void refuse(ServedName name, @Nullable Generation current, Throwable reason) {
        String serving = current == null ? "" : current.name().version();
        String message =
                reason instanceof KaiyeException known
                        ? known.getMessage()
                        : "it cannot be opened: " + reason.getMessage();
        problems.put(
                name.name(),
                new ServingHealth.Problem(name.name(), name.version(), message, serving));
        metrics.swapped(name.name(), false);
        LOG.log(
                System.Logger.Level.WARNING,
                "version "
                        + name.number()
                        + " of "
                        + name.name()
                        + " is not taken into service; "
                        + (current == null
                                ? "nothing answers for it"
                                : "version " + current.name().number() + " goes on answering")
                        + ": "
                        + message);
        LOG.log(System.Logger.Level.DEBUG, "why it was refused", reason);
    }

    private void retire(String name) {
        Lane lane = lanes.get(name);
        Generation before = lane == null ? null : lane.replace(null);
        if (before != null) {
            before.release();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

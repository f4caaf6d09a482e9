package io.kaiye.serve;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A registry in memory. */
public final class FakeSource implements ModelSource {
    private final AtomicLong revision = new AtomicLong();
    private final Map<String, ServedName> served = new TreeMap<>();
    private final Map<String, LoadedModel> models = new ConcurrentHashMap<>();

    /** Makes {@code model} the version behind {@code name}; null stands for a damaged one. */
    public synchronized void put(String name, int number, @Nullable LoadedModel model) {
        String version = name + "-" + number;
        served.put(name, new ServedName(name, version, number, Instant.EPOCH));
        if (model != null) {
            models.put(version, model);
        }
        revision.incrementAndGet();
    }

    public synchronized void remove(String name) {
        served.remove(name);
        revision.incrementAndGet();
    }

    @Override
    public long revision() {
        return revision.get();
    }

    @Override
    public synchronized List<ServedName> served() {
        return List.copyOf(served.values());
    }

    @Override
    public LoadedModel open(ServedName name) {
        LoadedModel model = models.get(name.version());
        if (model == null) {
            throw new IllegalStateException("the file of " + name.version() + " is damaged");
        }
        return model;
    }
}

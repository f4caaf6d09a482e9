package io.kaiye.model;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * Bases that adapters are open over: one session for all adapters of one base, opened for the first
 * and closed with the last. Safe for threads.
 */
final class SharedBases {
    private final ConcurrentMap<String, Shared> open = new ConcurrentHashMap<>();

    /** One open base and how many adapters use it. */
    private record Shared(OpenGraph graph, int users) {}

    /**
     * Opens an adapter.
     *
     * @throws io.kaiye.base.KaiyeException CORRUPT_FILE if it is damaged or does not fit,
     *     UNSUPPORTED_MODEL if its base is not there
     */
    NeuralModel open(Path folder, ModelInfo info, Consumer<Model> whenClosed) {
        Adapter adapter = AdapterFile.read(folder);
        String key = adapter.baseHash();
        OpenGraph graph = use(key, adapter);
        try {
            AdapterWeights weights = AdapterWeights.of(adapter, graph, info);
            return new NeuralModel(
                    info,
                    graph,
                    weights.tensors(),
                    () -> {
                        try {
                            weights.close();
                        } finally {
                            release(key);
                        }
                    },
                    whenClosed);
        } catch (RuntimeException | Error e) {
            release(key);
            throw e;
        }
    }

    /** How many bases are open. */
    int count() {
        return open.size();
    }

    private OpenGraph use(String key, Adapter adapter) {
        return open.compute(
                        key,
                        (any, there) ->
                                there == null
                                        ? new Shared(Sessions.adaptable(base(adapter)), 1)
                                        : new Shared(there.graph(), there.users() + 1))
                .graph();
    }

    private void release(String key) {
        open.computeIfPresent(
                key,
                (any, there) -> {
                    if (there.users() > 1) {
                        return new Shared(there.graph(), there.users() - 1);
                    }
                    there.graph().close();
                    return null;
                });
    }

    private static Base base(Adapter adapter) {
        return new Bases(CacheFolder.find()).find(adapter.base(), adapter.baseHash());
    }
}

package io.kaiye.serve;

import io.kaiye.model.Engine;
import io.kaiye.registry.ModelVersion;
import io.kaiye.registry.Registry;
import java.util.List;

/** The champion of every model in a registry. Safe for threads. */
public final class RegistrySource implements ModelSource {
    private final Registry registry;
    private final Engine engine;

    public RegistrySource(Registry registry, Engine engine) {
        this.registry = registry;
        this.engine = engine;
    }

    @Override
    public long revision() {
        return registry.revision();
    }

    @Override
    public List<ServedName> served() {
        return registry.list().stream()
                .filter(ModelVersion::champion)
                .map(
                        version ->
                                new ServedName(
                                        version.model(),
                                        version.id(),
                                        version.number(),
                                        version.created()))
                .toList();
    }

    @Override
    public LoadedModel open(ServedName name) {
        ModelVersion version = registry.resolve(name.name() + "@" + name.number());
        return LoadedModel.of(engine.open(registry.folder(version)));
    }
}

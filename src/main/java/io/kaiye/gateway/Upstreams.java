package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The upstreams of a configuration at work, and the models they answer for. Safe for threads. */
public final class Upstreams implements AutoCloseable {
    private final GatewayConfig config;
    private final Map<String, UpstreamModel> models;
    private final Map<String, Upstream> upstreams = new LinkedHashMap<>();

    private Upstreams(GatewayConfig config) {
        this.config = config;
        this.models = config.byId();
    }

    /**
     * Makes them; nothing is connected to yet.
     *
     * @param keys finds the key of each
     * @throws KaiyeException INVALID_FILE, with every key that cannot be had
     */
    public static Upstreams open(GatewayConfig config, UpstreamKeys keys, InstantSource clock) {
        Upstreams opened = new Upstreams(config);
        List<String> problems = new ArrayList<>();
        for (UpstreamSettings settings : config.upstreams()) {
            UpstreamKey key = UpstreamKey.NONE;
            try {
                key = keys.find(settings.key());
            } catch (KaiyeException e) {
                problems.add("upstream " + settings.id() + ": " + e.getMessage());
            }
            opened.upstreams.put(settings.id(), new Upstream(settings, key, clock));
        }
        if (!problems.isEmpty()) {
            throw new KaiyeException(ErrorCode.INVALID_FILE, String.join("\n", problems));
        }
        return opened;
    }

    /** Of a server without any. */
    public static Upstreams none() {
        return new Upstreams(GatewayConfig.EMPTY);
    }

    /** What they were made from. */
    public GatewayConfig config() {
        return config;
    }

    Optional<UpstreamModel> model(String id) {
        return Optional.ofNullable(models.get(id));
    }

    /** The model and those to ask where it cannot be had, in order. */
    List<UpstreamModel> candidates(UpstreamModel model) {
        List<UpstreamModel> candidates = new ArrayList<>();
        candidates.add(model);
        for (String other : model.fallback()) {
            model(other).ifPresent(candidates::add);
        }
        return candidates;
    }

    /** The upstream that answers for a model of the configuration. */
    Upstream of(UpstreamModel model) {
        Upstream upstream = upstreams.get(model.upstream());
        if (upstream == null) {
            throw new KaiyeException(
                    ErrorCode.INTERNAL, "There is no upstream " + model.upstream() + ".");
        }
        return upstream;
    }

    @Override
    public void close() {
        upstreams.values().forEach(Upstream::close);
    }
}

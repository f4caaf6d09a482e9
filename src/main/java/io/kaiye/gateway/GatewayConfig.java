package io.kaiye.gateway;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The upstreams and their models, as gateway.yaml says. Never changed once read.
 *
 * @param currency of all prices: three capital letters
 */
public record GatewayConfig(
        String currency,
        List<UpstreamSettings> upstreams,
        List<UpstreamModel> models,
        CascadeRoutes routes) {
    /** Of a home without gateway.yaml. */
    public static final GatewayConfig EMPTY =
            new GatewayConfig("USD", List.of(), List.of(), CascadeRoutes.NONE);

    public GatewayConfig {
        upstreams = List.copyOf(upstreams);
        models = List.copyOf(models);
    }

    /** The model that callers write so. */
    public Optional<UpstreamModel> model(String id) {
        return models.stream().filter(model -> model.id().equals(id)).findFirst();
    }

    Map<String, UpstreamModel> byId() {
        Map<String, UpstreamModel> byId = new LinkedHashMap<>();
        models.forEach(model -> byId.put(model.id(), model));
        return byId;
    }
}

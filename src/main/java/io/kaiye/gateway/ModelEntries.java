package io.kaiye.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.PointsInTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads the models of gateway.yaml and their prices. One thread. */
final class ModelEntries {
    static final List<String> FIELDS =
            List.of("id", "upstream", "name", "fallback", "hedge_after", "max_output", "prices");
    static final List<String> PRICE_FIELDS =
            List.of("from", "input", "cached_input", "cache_write", "output", "per_call");
    private static final int OUTPUT_MAX = 4096;
    private static final int OUTPUT_LIMIT = 10_000_000;
    private static final Duration HEDGE_MAX = Duration.ofMinutes(10);

    private final List<String> problems;
    private final Instant now;

    ModelEntries(List<String> problems, Instant now) {
        this.problems = problems;
        this.now = now;
    }

    UpstreamModel read(JsonNode node, String place) {
        YamlEntry entry = new YamlEntry(node, place, problems, FIELDS);
        String id = GatewayFile.id(entry);
        return new UpstreamModel(
                id,
                entry.text("upstream", null),
                entry.text("name", id),
                entry.texts("fallback"),
                hedgeAfter(entry),
                entry.whole("max_output", OUTPUT_MAX, 1, OUTPUT_LIMIT),
                prices(entry, place));
    }

    private static Optional<Duration> hedgeAfter(YamlEntry entry) {
        return entry.text("hedge_after", "off").equals("off")
                ? Optional.empty()
                : Optional.of(entry.duration("hedge_after", HEDGE_MAX, HEDGE_MAX));
    }

    private List<ModelPrice> prices(YamlEntry entry, String place) {
        List<ModelPrice> prices = new ArrayList<>();
        for (JsonNode node : entry.list("prices")) {
            prices.add(price(node, place + ".prices[" + prices.size() + "]"));
        }
        prices.sort(Comparator.comparing(ModelPrice::from));
        for (int i = 1; i < prices.size(); i++) {
            if (prices.get(i).from().equals(prices.get(i - 1).from())) {
                entry.problem("prices", "has two that hold from " + prices.get(i).from());
            }
        }
        if (prices.isEmpty() || prices.getFirst().from().isAfter(now)) {
            entry.problem(
                    "prices",
                    "has none that holds now. Without it nobody would know what an answer costs;"
                        + " add one such as {from: 2026-01-01, input: 0.15, cached_input: 0.075,"
                        + " output: 0.60}, or all 0 for a server of your own");
        }
        return prices;
    }

    private ModelPrice price(JsonNode node, String place) {
        YamlEntry entry = new YamlEntry(node, place, problems, PRICE_FIELDS);
        String input = entry.has("input") ? entry.text("input", "0") : "0";
        return new ModelPrice(
                from(entry),
                entry.micros("input", null, ModelPrice.MICROS_MAX),
                entry.micros("cached_input", input, ModelPrice.MICROS_MAX),
                entry.micros("cache_write", input, ModelPrice.MICROS_MAX),
                entry.micros("output", null, ModelPrice.MICROS_MAX),
                entry.micros("per_call", "0", ModelPrice.MICROS_MAX));
    }

    /** A day, which begins in UTC, or an instant. */
    private static Instant from(YamlEntry entry) {
        String text = entry.text("from", null);
        Optional<Instant> from = PointsInTime.parse(text);
        if (from.isEmpty() && !text.isEmpty()) {
            entry.problem("from", "is '" + text + "'; accepted are " + PointsInTime.ACCEPTED);
        }
        return from.orElse(Instant.EPOCH);
    }
}

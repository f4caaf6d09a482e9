package io.kaiye.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.base.Yaml;
import io.kaiye.privacy.PersonalDataKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads gateway.yaml, and finds every problem of it at once. One thread. */
public final class GatewayFile {
    /** Where it lies in the home. */
    public static final String NAME = "gateway.yaml";

    static final List<String> FIELDS = List.of("currency", "upstreams", "models", "routes");
    static final List<String> UPSTREAM_FIELDS =
            List.of(
                    "id",
                    "protocol",
                    "url",
                    "key",
                    "allow_private",
                    "connect_timeout",
                    "timeout",
                    "idle_timeout",
                    "deadline",
                    "stream_time",
                    "retries",
                    "breaker",
                    "concurrency",
                    "mask");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Instant now;
    private final List<String> problems = new ArrayList<>();

    private GatewayFile(Instant now) {
        this.now = now;
    }

    /**
     * Reads the file of a home; without one there are no upstreams.
     *
     * @param now every model needs a price that holds then
     * @throws KaiyeException INVALID_FILE, with every problem
     */
    public static GatewayConfig read(Path home, Instant now) {
        Path file = home.resolve(NAME);
        if (!Files.exists(file)) {
            return GatewayConfig.EMPTY;
        }
        GatewayFile reading = new GatewayFile(now);
        GatewayConfig config = reading.config(Yaml.read(file));
        if (!reading.problems.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_FILE,
                    file + " cannot be used:\n" + String.join("\n", reading.problems));
        }
        return config;
    }

    private GatewayConfig config(JsonNode root) {
        if (root.isMissingNode() || root.isNull()) {
            return GatewayConfig.EMPTY;
        }
        YamlEntry entry = new YamlEntry(root, "", problems, FIELDS);
        String currency = entry.text("currency", GatewayConfig.EMPTY.currency());
        if (!CURRENCY.matcher(currency).matches()) {
            entry.problem("currency", "is '" + currency + "'; accepted are codes such as USD");
        }
        List<UpstreamSettings> upstreams = new ArrayList<>();
        for (JsonNode node : entry.list("upstreams")) {
            upstreams.add(upstream(node, "upstreams[" + upstreams.size() + "]"));
        }
        List<UpstreamModel> models = new ArrayList<>();
        for (JsonNode node : entry.list("models")) {
            models.add(new ModelEntries(problems, now).read(node, "models[" + models.size() + "]"));
        }
        checkTwice("upstreams", upstreams.stream().map(UpstreamSettings::id).toList());
        checkTwice("models", models.stream().map(UpstreamModel::id).toList());
        checkReferences(upstreams, models);
        Set<String> ids = new HashSet<>(models.stream().map(UpstreamModel::id).toList());
        CascadeRoutes routes = CascadeRoutes.read(entry.list("routes"), ids::contains, problems);
        return new GatewayConfig(currency, upstreams, models, routes);
    }

    private UpstreamSettings upstream(JsonNode node, String place) {
        YamlEntry entry = new YamlEntry(node, place, problems, UPSTREAM_FIELDS);
        Duration timeout = entry.duration("timeout", Duration.ofSeconds(60), HOUR);
        Optional<YamlEntry> breaker =
                entry.mapping("breaker")
                        .map(
                                inner ->
                                        new YamlEntry(
                                                inner,
                                                place + ".breaker",
                                                problems,
                                                List.of("failures", "open")));
        return new UpstreamSettings(
                id(entry),
                protocol(entry),
                url(entry),
                key(entry),
                entry.truth("allow_private", false),
                entry.duration("connect_timeout", Duration.ofSeconds(5), HOUR),
                timeout,
                entry.duration("idle_timeout", Duration.ofSeconds(30), HOUR),
                entry.duration("deadline", timeout.multipliedBy(2), HOUR.multipliedBy(2)),
                entry.duration("stream_time", Duration.ofMinutes(15), HOUR.multipliedBy(6)),
                entry.whole("retries", 2, 0, 10),
                breaker.map(inner -> inner.whole("failures", 5, 1, 1000)).orElse(5),
                breaker.map(inner -> inner.duration("open", Duration.ofSeconds(30), HOUR))
                        .orElse(Duration.ofSeconds(30)),
                entry.whole("concurrency", 64, 1, 10_000),
                masked(entry));
    }

    private static Set<PersonalDataKind> masked(YamlEntry entry) {
        if (!entry.has("mask")) {
            return Set.of();
        }
        List<String> words =
                entry.isList("mask") ? entry.texts("mask") : List.of(entry.text("mask", ""));
        Set<PersonalDataKind> kinds = EnumSet.noneOf(PersonalDataKind.class);
        for (String word : words.stream().filter(w -> !w.isEmpty()).toList()) {
            try {
                kinds.addAll(PersonalDataKind.named(word));
            } catch (KaiyeException e) {
                entry.problem(
                        "mask",
                        "names '"
                                + word
                                + "'; accepted are all, identifiers and kinds such as email, phone,"
                                + " person");
            }
        }
        return kinds;
    }

    static String id(YamlEntry entry) {
        String id = entry.text("id", null);
        if (!id.isEmpty() && !ID.matcher(id).matches()) {
            entry.problem(
                    "id", "is '" + id + "'; accepted are 1 to 128 letters, digits and . _ : / @ -");
        }
        return id;
    }

    private static Protocol protocol(YamlEntry entry) {
        String name = entry.text("protocol", "openai");
        return switch (name) {
            case "openai" -> Protocol.OPENAI;
            case "anthropic" -> Protocol.ANTHROPIC;
            default -> {
                entry.problem("protocol", "is '" + name + "'; accepted are openai and anthropic");
                yield Protocol.OPENAI;
            }
        };
    }

    private static URI url(YamlEntry entry) {
        String text = entry.text("url", null);
        try {
            URI url = new URI(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            if (web
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // The same words fit both.
        }
        if (!text.isEmpty()) {
            entry.problem(
                    "url",
                    "must be like https://api.openai.com/v1, without user, query or fragment");
        }
        return URI.create("http://invalid");
    }

    private static KeySource key(YamlEntry entry) {
        if (!entry.isWritten("key")) {
            return KeySource.NONE;
        }
        String text = entry.text("key", "");
        for (KeySource.Place place : KeySource.Place.values()) {
            String prefix = place.name().toLowerCase(Locale.ROOT) + ":";
            if (place != KeySource.Place.NONE
                    && text.startsWith(prefix)
                    && !text.substring(prefix.length()).isBlank()) {
                return new KeySource(place, text.substring(prefix.length()));
            }
        }
        entry.problem(
                "key",
                "must say where the key is, not be the key: env:VARIABLE, file:PATH or"
                        + " secret:NAME (`kaiye secret set NAME`)");
        return KeySource.NONE;
    }

    private void checkTwice(String list, List<String> ids) {
        Set<String> seen = new HashSet<>();
        for (String id : ids) {
            if (!id.isEmpty() && !seen.add(id)) {
                problems.add(list + " has the id '" + id + "' twice.");
            }
        }
    }

    private void checkReferences(List<UpstreamSettings> upstreams, List<UpstreamModel> models) {
        List<String> upstreamIds = upstreams.stream().map(UpstreamSettings::id).toList();
        List<String> modelIds = models.stream().map(UpstreamModel::id).toList();
        for (UpstreamModel model : models) {
            checkKnown(model.id() + ": upstream", model.upstream(), upstreamIds);
            for (String other : model.fallback()) {
                checkKnown(model.id() + ": fallback", other, modelIds);
                if (other.equals(model.id())) {
                    problems.add("model " + model.id() + ": fallback names the model itself.");
                }
            }
        }
    }

    private void checkKnown(String what, String id, List<String> known) {
        if (!id.isEmpty() && !known.contains(id)) {
            problems.add(
                    "model "
                            + what
                            + " '"
                            + id
                            + "' is not in this file. "
                            + Suggestions.didYouMean(id, known)
                            + "There are: "
                            + Suggestions.list(known, 20)
                            + ".");
        }
    }
}

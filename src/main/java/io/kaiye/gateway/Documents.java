package io.kaiye.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.kaiye.serve.Answer;
import io.kaiye.serve.ServedModel;
import io.kaiye.serve.ServingHealth;
import io.kaiye.serve.Usage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Writes the JSON documents that leave, field by field, which costs least. */
final class Documents {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Documents() {}

    /** Fills one object. */
    @FunctionalInterface
    interface Filler {
        void fill(JsonGenerator json) throws IOException;
    }

    /** One JSON object as UTF-8. */
    static byte[] object(Filler filler) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(FACTORY._getBufferRecycler());
                JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            filler.fill(json);
            json.writeEndObject();
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    static byte[] classification(Answer answer, int topK, double threshold) {
        return object(
                json -> {
                    json.writeStringField("id", answer.usage().answerId());
                    json.writeStringField("object", "list");
                    json.writeStringField("model", answer.usage().model());
                    json.writeArrayFieldStart("data");
                    for (int i = 0; i < answer.rows().size(); i++) {
                        json.writeStartObject();
                        json.writeStringField("object", "classification");
                        json.writeNumberField("index", i);
                        scores(json, answer, i, topK, threshold);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    usage(json, answer.usage());
                });
    }

    static byte[] embeddings(Answer answer, boolean base64) {
        return object(
                json -> {
                    json.writeStringField("object", "list");
                    json.writeArrayFieldStart("data");
                    for (int i = 0; i < answer.rows().size(); i++) {
                        json.writeStartObject();
                        json.writeStringField("object", "embedding");
                        json.writeNumberField("index", i);
                        vector(json, answer.rows().get(i), base64);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeStringField("model", answer.usage().model());
                    usage(json, answer.usage());
                });
    }

    /** The last chunk of a stream, which holds no choice but the usage. */
    static Utf8 usageChunk(String id, String model, Instant created, TokenUse use) {
        return new Utf8(
                object(
                        json -> {
                            json.writeStringField("id", id);
                            json.writeStringField("object", "chat.completion.chunk");
                            json.writeNumberField("created", created.getEpochSecond());
                            json.writeStringField("model", model);
                            json.writeArrayFieldStart("choices");
                            json.writeEndArray();
                            json.writeObjectFieldStart("usage");
                            json.writeNumberField("prompt_tokens", use.input());
                            json.writeNumberField("completion_tokens", use.output());
                            json.writeNumberField("total_tokens", use.input() + use.output());
                            json.writeObjectFieldStart("prompt_tokens_details");
                            json.writeNumberField("cached_tokens", use.cachedInput());
                            json.writeEndObject();
                            json.writeEndObject();
                        }));
    }

    /** A JSON object with one more field: what the answer cost, and its price once it is known. */
    static byte[] withMoney(Utf8 object, Optional<Long> costMicros, Optional<Receipt> receipt) {
        List<String> money = new ArrayList<>();
        costMicros.ifPresent(cost -> money.add("\"cost_micros\":" + cost));
        receipt.ifPresent(known -> money.add("\"price_micros\":" + known.priceMicros()));
        String text = object.toString().stripTrailing();
        String more = ",\"kaiye\":{" + String.join(",", money) + "}}";
        return (text.substring(0, text.length() - 1) + more).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] models(
            List<ServedModel> models, List<UpstreamModel> upstream, List<RouteConfig> routes) {
        return object(
                json -> {
                    json.writeStringField("object", "list");
                    json.writeArrayFieldStart("data");
                    for (ServedModel model : models) {
                        json.writeStartObject();
                        model(json, model, false);
                        json.writeEndObject();
                    }
                    for (UpstreamModel model : upstream) {
                        json.writeStartObject();
                        model(json, model);
                        json.writeEndObject();
                    }
                    for (RouteConfig route : routes) {
                        json.writeStartObject();
                        model(json, route);
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    static byte[] model(UpstreamModel model) {
        return object(json -> model(json, model));
    }

    private static void model(JsonGenerator json, UpstreamModel model) throws IOException {
        json.writeStringField("id", model.id());
        json.writeStringField("object", "model");
        json.writeNumberField("created", model.prices().getFirst().from().getEpochSecond());
        json.writeStringField("owned_by", model.upstream());
        json.writeStringField("kind", "upstream");
    }

    static byte[] model(RouteConfig route) {
        return object(json -> model(json, route));
    }

    /** A route has no day on which it was made. */
    private static void model(JsonGenerator json, RouteConfig route) throws IOException {
        json.writeStringField("id", route.id());
        json.writeStringField("object", "model");
        json.writeNumberField("created", 0);
        json.writeStringField("owned_by", "route");
        json.writeStringField("kind", "route");
    }

    static byte[] model(ServedModel model) {
        return object(json -> model(json, model, true));
    }

    static byte[] ready(ServingHealth health, int models) {
        return object(
                json -> {
                    json.writeStringField("status", "ready");
                    json.writeNumberField("models", models);
                    json.writeArrayFieldStart("problems");
                    for (ServingHealth.Problem problem : health.problems()) {
                        json.writeStartObject();
                        json.writeStringField("model", problem.model());
                        json.writeStringField("version", problem.version());
                        json.writeStringField("message", problem.message());
                        json.writeStringField("serving", problem.serving());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                });
    }

    /** A version that may say "none of these" says in each answer whether it does. */
    private static void scores(
            JsonGenerator json, Answer answer, int text, int topK, double threshold)
            throws IOException {
        List<String> labels = answer.labels();
        float[] row = answer.rows().get(text);
        int[] best = TopScores.places(row, topK);
        int top = best[0];
        boolean mayRefuse = !answer.outOfScope().isEmpty();
        boolean none = mayRefuse && answer.outOfScope().get(text);
        json.writeStringField("label", none ? null : labels.get(top));
        if (mayRefuse) {
            json.writeBooleanField("out_of_scope", none);
        }
        json.writeNumberField("confidence", row[top]);
        json.writeArrayFieldStart("scores");
        for (int label : best) {
            if (row[label] >= threshold) {
                json.writeStartObject();
                json.writeStringField("label", labels.get(label));
                json.writeNumberField("score", row[label]);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void vector(JsonGenerator json, float[] row, boolean base64) throws IOException {
        if (base64) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(row.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(row);
            json.writeStringField("embedding", Base64.getEncoder().encodeToString(bytes.array()));
            return;
        }
        json.writeArrayFieldStart("embedding");
        for (float value : row) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }

    private static void usage(JsonGenerator json, Usage usage) throws IOException {
        json.writeObjectFieldStart("usage");
        json.writeNumberField("prompt_tokens", usage.tokens());
        json.writeNumberField("total_tokens", usage.tokens());
        json.writeEndObject();
    }

    private static void model(JsonGenerator json, ServedModel model, boolean withLabels)
            throws IOException {
        json.writeStringField("id", model.name().name());
        json.writeStringField("object", "model");
        json.writeNumberField("created", model.name().created().getEpochSecond());
        json.writeStringField("owned_by", "kaiye");
        json.writeStringField("version", model.name().version());
        json.writeNumberField("number", model.name().number());
        json.writeStringField("kind", model.kind());
        json.writeNumberField("label_count", model.labels().size());
        json.writeNumberField("dimension", model.dimension());
        json.writeNumberField("max_tokens", model.maxTokens());
        json.writeStringField("language", model.language());
        json.writeStringField("base", model.base());
        json.writeStringField("precision", model.precision());
        json.writeNumberField("size_bytes", model.sizeBytes());
        json.writeStringField("serving_since", model.since().toString());
        ServedModel.Scope rule = model.scope();
        if (rule != null) {
            json.writeObjectFieldStart("out_of_scope");
            json.writeStringField("score", rule.score());
            json.writeNumberField("threshold", rule.threshold());
            json.writeStringField("label", rule.label());
            json.writeEndObject();
        }
        if (withLabels) {
            json.writeArrayFieldStart("labels");
            for (String label : model.labels()) {
                json.writeString(label);
            }
            json.writeEndArray();
        }
    }
}

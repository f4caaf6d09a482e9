package io.kaiye.gateway;

import io.kaiye.gateway.LocalTries.Taken;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The label of one text of a call to a route.
 *
 * @param rung that answered, from 1
 * @param confidence empty of an upstream, which says none
 */
record CascadeLabel(int rung, String servedBy, String label, OptionalDouble confidence) {
    static CascadeLabel of(Taken taken) {
        return new CascadeLabel(
                taken.rung() + 1,
                taken.servedBy(),
                taken.label(),
                OptionalDouble.of(taken.confidence()));
    }

    static CascadeLabel upstream(UpstreamModel model, int rung, String label) {
        return new CascadeLabel(rung, OpenCall.servedBy(model), label, OptionalDouble.empty());
    }

    /** The answer to /v1/classify, in the shape of a model's. */
    static Utf8 document(String id, String route, List<CascadeLabel> labels, TokenUse use) {
        return new Utf8(
                Documents.object(
                        json -> {
                            json.writeStringField("id", id);
                            json.writeStringField("object", "list");
                            json.writeStringField("model", route);
                            json.writeArrayFieldStart("data");
                            for (int i = 0; i < labels.size(); i++) {
                                CascadeLabel label = labels.get(i);
                                json.writeStartObject();
                                json.writeStringField("object", "classification");
                                json.writeNumberField("index", i);
                                json.writeStringField("label", label.label());
                                if (label.confidence().isPresent()) {
                                    json.writeNumberField(
                                            "confidence", label.confidence().getAsDouble());
                                } else {
                                    json.writeNullField("confidence");
                                }
                                json.writeArrayFieldStart("scores");
                                json.writeEndArray();
                                json.writeStringField("route", "cascade:" + label.rung());
                                json.writeEndObject();
                            }
                            json.writeEndArray();
                            json.writeObjectFieldStart("usage");
                            json.writeNumberField("prompt_tokens", use.input());
                            json.writeNumberField("total_tokens", use.input() + use.output());
                            json.writeEndObject();
                        }));
    }
}

package io.kaiye.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import io.kaiye.base.Json;
import io.kaiye.evaluate.ScopeEvaluation;
import java.io.IOException;

/** Reads figures of which some may be missing, also where all others must be there. */
final class ScopeReader extends JsonDeserializer<ScopeEvaluation> {
    @Override
    public ScopeEvaluation deserialize(JsonParser parser, DeserializationContext context)
            throws IOException {
        return Json.mapper().treeToValue(context.readTree(parser), ScopeEvaluation.class);
    }
}

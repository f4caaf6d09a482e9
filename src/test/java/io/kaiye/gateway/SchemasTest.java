package io.kaiye.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.model.ModelKind;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the OpenAPI document promises is what there is. */
class SchemasTest {
    @Test
    void aModelIsOfAKindThatThereIs() {
        Set<String> promised = new TreeSet<>();
        JsonNode schema = Json.parse(Schemas.MODEL, JsonNode.class);
        schema.at("/properties/kind/enum").forEach(kind -> promised.add(kind.asText()));
        Set<String> kinds = new TreeSet<>(Set.of("upstream"));
        Stream.of(ModelKind.values())
                .forEach(kind -> kinds.add(kind.name().toLowerCase(Locale.ROOT)));
        assertEquals(kinds, promised);
    }
}

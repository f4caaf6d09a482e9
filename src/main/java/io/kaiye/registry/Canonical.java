package io.kaiye.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kaiye.base.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * One way to write a value: names in order, no white space. Two settings that mean the same have
 * the same text, whatever map or number type they came in.
 */
final class Canonical {
    private Canonical() {}

    /** One line of JSON with the names of every object sorted. */
    static String json(Object value) {
        return Json.line(sorted(Json.mapper().valueToTree(value)));
    }

    /**
     * An unmodifiable deep copy as it would come back from storage: strings, numbers, booleans,
     * lists and maps with sorted names. Equal settings have equal copies.
     */
    static Map<String, Object> settings(Map<String, ?> settings) {
        JsonNode tree = sorted(Json.mapper().valueToTree(settings));
        return frozenMap(Json.parse(Json.line(tree), LinkedHashMap.class));
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            TreeSet<String> names = new TreeSet<>();
            node.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> out.set(name, sorted(node.get(name))));
            return out;
        }
        if (node.isArray()) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> out.add(sorted(element)));
            return out;
        }
        return node;
    }

    private static Map<String, Object> frozenMap(Map<?, ?> map) {
        Map<String, Object> out = new LinkedHashMap<>();
        map.forEach(
                (name, value) -> {
                    if (value != null) {
                        out.put(String.valueOf(name), frozen(value));
                    }
                });
        return Collections.unmodifiableMap(out);
    }

    private static Object frozen(Object value) {
        if (value instanceof Map<?, ?> map) {
            return frozenMap(map);
        }
        if (value instanceof List<?> list) {
            List<Object> out = new ArrayList<>();
            list.forEach(element -> out.add(frozen(element)));
            return Collections.unmodifiableList(out);
        }
        return value;
    }
}

package io.kaiye.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.kaiye.base.Json;
import io.kaiye.registry.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A provenance for people: a line for each thing, those within it indented, lists counted. */
final class ProvenanceLines {
    private static final int WIDTH = 96;

    private ProvenanceLines() {}

    static List<String> of(Provenance provenance) {
        List<String> lines = new ArrayList<>();
        add(lines, "  ", Json.mapper().valueToTree(provenance));
        return lines;
    }

    private static void add(List<String> lines, String indent, JsonNode object) {
        List<String> plain = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (field.getValue().isValueNode()) {
                plain.add(field.getKey() + " " + field.getValue().asText());
            }
        }
        wrapped(lines, indent, plain);
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            JsonNode value = field.getValue();
            if (value.isObject()) {
                lines.add(indent + field.getKey());
                add(lines, indent + "  ", value);
            } else if (value.isArray() && !value.isEmpty()) {
                array(lines, indent, field.getKey(), value);
            }
        }
    }

    private static void array(List<String> lines, String indent, String name, JsonNode values) {
        boolean words = true;
        for (JsonNode value : values) {
            words &= value.isTextual();
        }
        if (words) {
            List<String> all = new ArrayList<>();
            values.forEach(value -> all.add(value.asText()));
            wrapped(lines, indent, List.of(name + " " + String.join(" ", all)));
        } else if (values.get(0).isObject() && values.get(0).has("kind")) {
            for (JsonNode value : values) {
                lines.add(indent + name);
                add(lines, indent + "  ", value);
            }
        } else {
            lines.add(indent + name + ": " + values.size() + " entries, see --json");
        }
    }

    /** As many on a line as fit. */
    private static void wrapped(List<String> lines, String indent, List<String> parts) {
        StringBuilder line = new StringBuilder();
        for (String part : parts) {
            if (!line.isEmpty() && indent.length() + line.length() + 2 + part.length() > WIDTH) {
                lines.add(indent + line + ",");
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : ", ").append(part);
        }
        if (!line.isEmpty()) {
            lines.add(indent + line);
        }
    }
}

package io.kaiye.data;

import java.util.List;
import java.util.Map;

/**
 * What a step fitted when another version was made, as its recipe has it. Whatever is asked for and
 * not there is refused.
 */
record StoredFit(CleanStep.Place place, Map<?, ?> values) {
    StoredFit inside(String name) {
        if (values.get(name) instanceof Map<?, ?> map) {
            return new StoredFit(place, map);
        }
        throw missing(name);
    }

    double number(String name) {
        if (values.get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw missing(name);
    }

    String text(String name) {
        if (values.get(name) instanceof String text) {
            return text;
        }
        throw missing(name);
    }

    List<String> texts(String name) {
        if (values.get(name) instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        throw missing(name);
    }

    private RuntimeException missing(String name) {
        return place.refusal(
                "the recipe does not say what was fitted for \""
                        + name
                        + "\". Clean by a plan of your own with --plan, or make the version"
                        + " anew.");
    }
}

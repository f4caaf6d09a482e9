package io.kaiye.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a step fitted when another version was made, as its recipe has it. Whatever is asked for and
 * not there is refused.
 *
 * @param kept what the recipe does not have
 */
record StoredFit(CleanStep.Place place, Map<?, ?> values, Kept kept) {
    /**
     * What is too large for a recipe.
     *
     * @param file that is kept with the version; empty for most steps
     * @param nearest rows to look neighbours up in, by column; empty until they are read again
     * @param erasedRows of train since
     */
    record Kept(
            Optional<Path> file,
            Optional<Map<String, NearestStep.Known>> nearest,
            int erasedRows) {}

    /** The same with rows to look neighbours up in. */
    StoredFit with(Map<String, NearestStep.Known> nearest) {
        return new StoredFit(
                place, values, new Kept(kept.file(), Optional.of(nearest), kept.erasedRows()));
    }

    Path file() {
        return kept.file().orElseThrow();
    }

    Map<String, NearestStep.Known> nearest() {
        return kept.nearest().orElseThrow();
    }

    int erasedRows() {
        return kept.erasedRows();
    }

    /** All of it, as the recipe has it. */
    Map<String, Object> asFitted() {
        Map<String, Object> all = new LinkedHashMap<>();
        values.forEach((name, value) -> all.put(String.valueOf(name), value));
        return all;
    }

    StoredFit inside(String name) {
        if (values.get(name) instanceof Map<?, ?> map) {
            return new StoredFit(place, map, kept);
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

package io.kaiye.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Columns of text, changed in the order of the list. A text that becomes empty takes its row along
 * or, with {@code emptyIsMissing}, becomes a missing value.
 *
 * @param stopWords for {@link TextChange#STOP_WORDS}
 */
record TextStep(
        Place place,
        List<String> columns,
        List<TextChange> changes,
        List<String> stopWords,
        boolean emptyIsMissing)
        implements CleanStep {
    @Override
    public String title() {
        return "text "
                + String.join(", ", columns)
                + ": "
                + String.join(", ", changes.stream().map(StepWords::word).toList());
    }

    @Override
    public void check(CleanSchema schema) {
        columns.forEach(column -> schema.needText(place, column));
    }

    @Override
    public Map<String, Object> apply(CleanRows rows, Optional<StoredFit> stored) {
        String name = "text_" + place.number();
        DuckFunctions.text(rows.duck(), name, function());
        Map<String, String> replaced = new LinkedHashMap<>();
        for (String column : columns) {
            String text = name + "(" + Duck.name(column) + ")";
            replaced.put(column, emptyIsMissing ? "nullif(" + text + ", '')" : text);
        }
        List<String> emptied =
                columns.stream()
                        .map(
                                column ->
                                        Change.after(column)
                                                + " = '' AND "
                                                + Duck.name(column)
                                                + " <> ''")
                        .toList();
        rows.changeDearly(
                place.number(),
                new Change(
                        replaced,
                        Map.of(),
                        Set.of(),
                        emptyIsMissing ? "" : CleanSql.any(emptied),
                        ""));
        return Map.of();
    }

    private UnaryOperator<String> function() {
        StopWords words = new StopWords(stopWords);
        UnaryOperator<String> all = text -> text;
        for (TextChange change : changes) {
            UnaryOperator<String> before = all;
            UnaryOperator<String> one = change.function(words);
            all = text -> one.apply(before.apply(text));
        }
        return all;
    }
}

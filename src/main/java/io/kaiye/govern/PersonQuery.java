package io.kaiye.govern;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * How the rows of a person are known: by any of some texts, such as a name, an address and a
 * number, each as a whole word, whatever its case or width.
 *
 * @param terms 1 to 20, each of at least 2 letters or digits
 * @param columns to look in; empty for all
 */
public record PersonQuery(List<String> terms, List<String> columns) {
    static final int TERMS_MAX = 20;
    private static final int CHARACTERS_MIN = 2;
    private static final int CHARACTERS_MAX = 200;
    private static final int LETTERS_VAGUE_MAX = 2;
    private static final int HAN_VAGUE_MAX = 3;

    public PersonQuery {
        terms = terms.stream().distinct().toList();
        columns = List.copyOf(columns);
        if (terms.isEmpty() || terms.size() > TERMS_MAX) {
            throw refused("Name 1 to " + TERMS_MAX + " texts to look for, not " + terms.size());
        }
        terms.forEach(PersonQuery::check);
    }

    private static void check(String term) {
        long said = term.codePoints().filter(Character::isLetterOrDigit).count();
        if (said < CHARACTERS_MIN || term.length() > CHARACTERS_MAX) {
            throw refused(
                    "Such a text is too "
                            + (said < CHARACTERS_MIN ? "short" : "long")
                            + " to know a person by; accepted are "
                            + CHARACTERS_MIN
                            + " letters or digits to "
                            + CHARACTERS_MAX
                            + " characters");
        }
    }

    private static KaiyeException refused(String why) {
        return new KaiyeException(ErrorCode.INVALID_ARGUMENT, why + ".");
    }

    /**
     * Terms that other people's rows are likely to hold, too: fewer than 3 letters or digits, or,
     * in every column, 2 or 3 Chinese characters, which stand in longer words unmarked.
     */
    public List<String> vague() {
        return terms.stream().filter(this::isVague).toList();
    }

    private boolean isVague(String term) {
        List<Integer> said = term.codePoints().filter(Character::isLetterOrDigit).boxed().toList();
        boolean han = said.stream().allMatch(Character::isIdeographic);
        return han
                ? columns.isEmpty() && said.size() <= HAN_VAGUE_MAX
                : said.size() <= LETTERS_VAGUE_MAX;
    }

    /** The terms as they are compared. */
    List<String> folded() {
        return terms.stream().map(FoldedText::term).toList();
    }

    /** Passes rows that hold one of the terms in one of the columns. */
    Predicate<Map<String, Object>> rows() {
        Predicate<String> texts = texts();
        return row ->
                row.entrySet().stream()
                        .filter(cell -> columns.isEmpty() || columns.contains(cell.getKey()))
                        .anyMatch(cell -> texts.test(written(cell.getValue())));
    }

    /** Passes texts that hold one of the terms. */
    Predicate<String> texts() {
        List<String> folded = folded();
        return text -> {
            FoldedText there = FoldedText.of(text);
            return folded.stream().anyMatch(there::contains);
        };
    }

    /** Passes rows that any of the queries passes; each cell is folded once. */
    static Predicate<Map<String, Object>> rowsOfAny(List<PersonQuery> queries) {
        List<Sought> all = queries.stream().map(Sought::of).toList();
        return row ->
                row.entrySet().stream()
                        .anyMatch(cell -> isIn(all, cell.getKey(), written(cell.getValue())));
    }

    private static boolean isIn(List<Sought> all, String column, String text) {
        FoldedText there = FoldedText.of(text);
        return all.stream()
                .filter(one -> one.columns().isEmpty() || one.columns().contains(column))
                .anyMatch(one -> one.terms().stream().anyMatch(there::contains));
    }

    /** Passes texts that hold a term of any of the queries. */
    static Predicate<String> textsOfAny(List<PersonQuery> queries) {
        List<String> terms =
                queries.stream().flatMap(query -> query.folded().stream()).distinct().toList();
        return text -> {
            FoldedText there = FoldedText.of(text);
            return terms.stream().anyMatch(there::contains);
        };
    }

    /** What a query looks for, folded once. */
    private record Sought(List<String> columns, List<String> terms) {
        static Sought of(PersonQuery query) {
            return new Sought(query.columns(), query.folded());
        }
    }

    /** As people write it: the number of a telephone has no exponent where decimals are kept. */
    private static String written(Object value) {
        return value instanceof Double number && Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : String.valueOf(value);
    }

    /**
     * What a row says with every term replaced, in the columns that are looked in. What was a
     * number and is replaced comes as text, which whoever stores it has to read.
     */
    UnaryOperator<Map<String, Object>> replacing(String replacement) {
        List<String> folded = folded();
        return row -> {
            Map<String, Object> changed = new LinkedHashMap<>(row);
            changed.replaceAll(
                    (column, value) ->
                            columns.isEmpty() || columns.contains(column)
                                    ? replaced(value, folded, replacement)
                                    : value);
            return changed;
        };
    }

    private static Object replaced(Object value, List<String> folded, String replacement) {
        String text = written(value);
        String changed = text;
        for (String term : folded) {
            changed = FoldedText.of(changed).replaced(term, replacement);
        }
        return changed.equals(text) ? value : changed;
    }
}

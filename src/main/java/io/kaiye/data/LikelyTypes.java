package io.kaiye.data;

import io.kaiye.data.ColumnTypes.Guess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Types that the first rows let columns of text have, and a view of the rows by them. Whether all
 * values fit is asked in the first reading of that view, which saves a reading of a large file for
 * the types alone.
 *
 * @param rows with the likely types, and beside them the texts that they were read from
 * @param columns with the likely types
 * @param guesses the types that are to be confirmed
 * @param empty columns that are text if they have no value at all
 */
record LikelyTypes(
        SplitRows rows, List<Column> columns, Map<String, Guess> guesses, Set<String> empty) {
    private static final String VIEW = "likely_rows";

    /** No file's column is called so. */
    private static final String AS_READ = "kaiye:as-read:";

    /** Numbers of the questions how many values one column has, and how many of them fit. */
    record Question(int present, int fit) {}

    static LikelyTypes of(
            Duck duck,
            SplitRows rows,
            List<Column> columns,
            Map<String, Guess> guesses,
            Set<String> empty) {
        List<Column> likely =
                columns.stream()
                        .map(
                                column ->
                                        guesses.containsKey(column.name())
                                                ? new Column(
                                                        column.name(),
                                                        guesses.get(column.name()).name())
                                                : column)
                        .toList();
        String typed =
                likely.stream()
                        .map(column -> selected(column, guesses.containsKey(column.name())))
                        .collect(Collectors.joining(", "));
        duck.run(
                "CREATE VIEW "
                        + VIEW
                        + " AS SELECT "
                        + typed
                        + ", "
                        + SplitRows.QUOTED
                        + " FROM "
                        + rows.relation());
        return new LikelyTypes(new SplitRows(VIEW), likely, guesses, empty);
    }

    private static String selected(Column column, boolean guessed) {
        String name = Duck.name(column.name());
        return guessed
                ? "TRY_CAST("
                        + name
                        + " AS "
                        + column.type()
                        + ") AS "
                        + name
                        + ", "
                        + name
                        + " AS "
                        + asRead(column.name())
                : name;
    }

    private static String asRead(String name) {
        return Duck.name(AS_READ + name);
    }

    /** Asks about those of some columns whose type is not sure. */
    List<Question> ask(List<Column> some, Aggregates asked) {
        List<Question> questions = new ArrayList<>();
        for (Column column : some) {
            if (empty.contains(column.name())) {
                questions.add(
                        new Question(
                                asked.add("count(" + Duck.name(column.name()) + ")"),
                                asked.add("0")));
            }
            Guess guess = guesses.get(column.name());
            if (guess != null) {
                String text = asRead(column.name());
                String fits = guess.fits(text, Duck.name(column.name()));
                questions.add(
                        new Question(
                                asked.add("count(" + text + ")"),
                                asked.add("count(*) FILTER (" + fits + ")")));
            }
        }
        return questions;
    }

    /** True if every value fits. */
    static boolean hold(List<Question> questions, Aggregates answers) {
        return questions.stream()
                .allMatch(
                        question ->
                                answers.count(question.fit()) == answers.count(question.present()));
    }
}

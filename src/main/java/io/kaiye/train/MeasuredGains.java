package io.kaiye.train;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The table {@code gains.tsv} that ships with Kaiye: figures of our own runs, one per line. */
final class MeasuredGains {
    private static final String TABLE = "gains.tsv";
    private static final int COLUMNS = 8;

    private MeasuredGains() {}

    /** What a recipe gained over the one below it; same language first. */
    static List<Gain> of(String recipe, String language) {
        return all().stream()
                .filter(gain -> gain.recipe().equals(recipe))
                .sorted(
                        (a, b) ->
                                Boolean.compare(
                                        b.language().equals(language),
                                        a.language().equals(language)))
                .toList();
    }

    static List<Gain> all() {
        try (InputStream in = MeasuredGains.class.getResourceAsStream(TABLE);
                BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(
                                        Objects.requireNonNull(in, TABLE),
                                        StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .skip(1)
                    .map(MeasuredGains::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Gain parse(String line) {
        String[] cells = line.split("\t", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalStateException(TABLE + " has a line of " + cells.length + " cells");
        }
        return new Gain(
                cells[0],
                cells[1],
                cells[2],
                cells[3],
                cells[4],
                Double.parseDouble(cells[5]),
                Double.parseDouble(cells[6]),
                cells[7]);
    }
}

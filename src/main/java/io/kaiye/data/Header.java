package io.kaiye.data;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import io.kaiye.base.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of a CSV file's columns: from its first line, mended where they cannot be names. */
final class Header {
    static final int COLUMNS_MAX = 2000;

    private static final int NAME_CHARACTERS_MAX = 200;
    private static final Pattern NUMBER = Pattern.compile("[-+]?[\\d.,]+(?:[eE][-+]?\\d+)?%?");

    private Header() {}

    /** Names that are not empty and differ by more than case. */
    static List<String> names(ReadyFile file, boolean header, Progress progress) {
        List<String> first = firstRecord(file);
        if (first.size() > COLUMNS_MAX) {
            throw Refusal.tooLarge(
                    file.shown(),
                    "has "
                            + Refusal.number(first.size())
                            + " columns; accepted are up to "
                            + Refusal.number(COLUMNS_MAX)
                            + ". Is the separator right (--separator), or is the table to be"
                            + " turned?");
        }
        if (!header) {
            List<String> numbered = new ArrayList<>();
            for (int i = 1; i <= first.size(); i++) {
                numbered.add("column_" + i);
            }
            return numbered;
        }
        if (first.stream().allMatch(field -> NUMBER.matcher(field.strip()).matches())) {
            progress.note(
                    file.name()
                            + ": the first line holds numbers only, such as "
                            + first.getFirst().strip()
                            + ", and was taken for names of columns. If it is a row, add"
                            + " --no-header.");
        }
        return mended(file.name(), first, progress);
    }

    private static List<String> mended(String file, List<String> fields, Progress progress) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i).strip().replaceAll("\\s+", " ");
            String cut = field.substring(0, Math.min(field.length(), NAME_CHARACTERS_MAX));
            String wanted = cut.isEmpty() ? "column_" + (i + 1) : cut;
            String name = wanted;
            for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
                name = wanted + "_" + n;
            }
            if (!name.equals(field)) {
                progress.note(
                        file
                                + ": column "
                                + (i + 1)
                                + why(field, cut, wanted.equals(name))
                                + "; it is called "
                                + name
                                + ".");
            }
            names.add(name);
        }
        return names;
    }

    private static String why(String field, String cut, boolean free) {
        if (field.isEmpty()) {
            return " has no name";
        }
        return free ? " has a name that is too long" : " is a second \"" + cut + "\"";
    }

    private static List<String> firstRecord(ReadyFile file) {
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder()
                        .fieldSeparator(file.separator())
                        .quoteCharacter(file.quote())
                        .commentStrategy(CommentStrategy.NONE)
                        .skipEmptyLines(true)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .maxBufferSize(ImportLimits.DEFAULT.fieldCharactersMax())
                        .build(
                                CsvRecordHandler.of(
                                        handler -> handler.maxFields(COLUMNS_MAX * 100)),
                                file.readable())) {
            Iterator<CsvRecord> records = reader.iterator();
            if (!records.hasNext()) {
                throw Refusal.file(file.shown(), "is empty. The first line names the columns.");
            }
            return records.next().getFields();
        } catch (CsvParseException e) {
            throw Refusal.row(
                    file.shown(),
                    1,
                    "the first line cannot be read as names of columns ("
                            + e.getMessage()
                            + "). Is a double quote left open? If quotes are characters here, add"
                            + " --no-quotes.");
        } catch (UncheckedIOException e) {
            throw Refusal.unreadable(file.readable(), new IOException(e));
        } catch (IOException e) {
            throw Refusal.unreadable(file.readable(), e);
        }
    }
}

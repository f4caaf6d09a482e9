package io.kaiye.data;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import io.kaiye.base.ErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * CSV as RFC 4180 has it, with any separator; empty lines are passed over.
 *
 * <p>The parser takes the end of the file for a closing quote. So a last record that no file can
 * hold (it has a NUL) is read after the file's own text: where a quote was left open, it vanishes
 * in that field.
 */
final class CsvRows implements RowReader {
    /** What no file holds, for it is refused before. */
    private static final char NEVER = '\u0000';

    private static final String END = "\u0000end of file";
    private static final String OPEN_QUOTE =
            "a double quote is opened here and never closed. Close it; a quote inside a quoted"
                    + " field is written twice. If the file means quotes as characters, as many TSV"
                    + " files do, add --no-quotes.";

    /** Each costs the way through the file up to its line. */
    private static final int RESTARTS_MAX = 1000;

    private static final int FIELDS_MAX = 16_384;

    private static final Pattern STARTED_IN_LINE =
            Pattern.compile("(?:started in|starting at) line (\\d+)");

    private final Path file;
    private final boolean quotes;
    private final char separator;
    private final RowReader.Opener text;
    private CsvReader<CsvRecord> reader;
    private Iterator<CsvRecord> records;
    private final ImportLimits limits;
    private final int width;
    private final int[] places;
    private @Nullable CsvRecord record;
    private long line = 1;

    /** Lines that were passed over before the reader began. */
    private long linesBefore;

    private int restarts;

    CsvRows(TextFile file, RowReader.Opener text, List<String> wanted, ImportLimits limits)
            throws IOException {
        this.file = file.path();
        this.separator = file.separator();
        this.text = text;
        this.limits = limits;
        this.quotes = file.quotes();
        this.reader = read(text.open());
        this.records = reader.iterator();
        if (!advance() || record == null) {
            throw Refusal.file(this.file, "is empty. The first line names the columns.");
        }
        List<String> header = record.getFields().stream().map(String::strip).toList();
        RowReader.requireColumns(this.file, wanted, header);
        this.width = header.size();
        this.places = wanted.stream().mapToInt(header::indexOf).toArray();
    }

    private CsvReader<CsvRecord> read(Reader from) {
        return CsvReader.builder()
                .fieldSeparator(separator)
                .quoteCharacter(quotes ? '"' : NEVER)
                .commentStrategy(CommentStrategy.NONE)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(limits.fieldCharactersMax())
                .build(
                        CsvRecordHandler.of(
                                handler ->
                                        handler.maxFields(FIELDS_MAX)
                                                .maxFieldSize(limits.fieldCharactersMax())
                                                .maxRecordSize(limits.fieldCharactersMax() * 4)),
                        quotes ? new EndedReader(from) : from);
    }

    @Override
    public boolean next() throws IOException {
        if (!advance() || record == null) {
            return false;
        }
        if (record.getFieldCount() != width) {
            throw Refusal.row(
                    file,
                    line,
                    record.getFieldCount()
                            + (record.getFieldCount() == 1 ? " field" : " fields")
                            + " where the header has "
                            + width
                            + ". Put texts that hold a separator, a quote or a line break in double"
                            + " quotes.");
        }
        return true;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public String field(int wanted) {
        return record == null ? "" : record.getField(places[wanted]);
    }

    @Override
    public String content() {
        return record == null ? "" : String.join("" + separator, record.getFields());
    }

    /** Where the parser has lost its place, it begins anew on the line after. */
    @Override
    public void passOver(BrokenRow broken) throws IOException {
        if (record != null) {
            return;
        }
        if (++restarts > RESTARTS_MAX) {
            throw Refusal.file(
                    file,
                    "has more than "
                            + Refusal.number(RESTARTS_MAX)
                            + " rows with open quotes. If it means quotes as characters, as many"
                            + " TSV files do, add --no-quotes.");
        }
        reader.close();
        Reader from = text.open();
        for (linesBefore = 0; linesBefore < broken.line(); linesBefore++) {
            int c = from.read();
            while (c >= 0 && c != '\n') {
                c = from.read();
            }
        }
        reader = read(from);
        records = reader.iterator();
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private boolean advance() throws IOException {
        record = null;
        try {
            if (!records.hasNext() && !quotes) {
                return false;
            }
            if (!records.hasNext()) {
                throw Refusal.limit(ErrorCode.INVALID_DATA, file, line, OPEN_QUOTE);
            }
            CsvRecord next = records.next();
            line = linesBefore + next.getStartingLineNumber();
            if (next.getFieldCount() == 1 && next.getField(0).equals(END)) {
                return false;
            }
            if (next.getField(next.getFieldCount() - 1).contains(END)) {
                throw Refusal.row(file, line, OPEN_QUOTE);
            }
            record = next;
            return true;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw refusal(e);
        }
    }

    private RuntimeException refusal(CsvParseException e) throws IOException {
        String why = e.getMessage() + " " + (e.getCause() == null ? "" : e.getCause().getMessage());
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException failure) {
                throw failure;
            }
        }
        Matcher started = STARTED_IN_LINE.matcher(why);
        long at = started.find() ? linesBefore + Long.parseLong(started.group(1)) : line + 1;
        if (why.contains("after closing quote")) {
            return Refusal.row(
                    file,
                    at,
                    "there is text after a closing double quote. Write a quote inside a quoted"
                        + " field twice (\"\"), or add --no-quotes if quotes are characters here.");
        }
        if (why.contains(FIELDS_MAX + " fields")) {
            return Refusal.tooLarge(
                    file,
                    at,
                    "more than "
                            + Refusal.number(FIELDS_MAX)
                            + " fields. Write the columns of text and label into a file of their"
                            + " own.");
        }
        return Refusal.tooLarge(
                file,
                at,
                "a field has more than "
                        + Refusal.number(limits.fieldCharactersMax())
                        + " characters. Is a double quote left open?");
    }

    /** The file's text, then the record that marks its end. */
    private static final class EndedReader extends Reader {
        private final Reader text;
        private final Reader end = new StringReader("\n" + END + "\n");
        private boolean ended;

        EndedReader(Reader text) {
            this.text = text;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int read = ended ? -1 : text.read(buffer, offset, length);
            ended = read < 0;
            return ended ? end.read(buffer, offset, length) : read;
        }

        @Override
        public void close() throws IOException {
            text.close();
        }
    }
}

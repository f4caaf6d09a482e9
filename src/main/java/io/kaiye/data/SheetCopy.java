package io.kaiye.data;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;

/** Writes one sheet of an Excel workbook (.xlsx) as CSV; row by row, so that large ones fit. */
final class SheetCopy {
    private static final ReadingOptions WITH_FORMATS = new ReadingOptions(true, true);

    private final Path workbook;
    private final Optional<String> wanted;
    private final ImportLimits limits;

    /**
     * @param wanted name of the sheet; the first one where it is empty
     */
    SheetCopy(Path workbook, Optional<String> wanted, ImportLimits limits) {
        this.workbook = workbook;
        this.wanted = wanted;
        this.limits = limits;
    }

    void write(Path target) {
        try (ReadableWorkbook book = new ReadableWorkbook(workbook.toFile(), WITH_FORMATS);
                CsvWriter csv = CsvWriter.builder().build(Files.newBufferedWriter(target));
                Stream<Row> rows = sheet(book).openStream()) {
            int width = 0;
            for (Iterator<Row> each = rows.iterator(); each.hasNext(); ) {
                Row row = each.next();
                width = Math.max(width, row.getCellCount());
                csv.writeRecord(fields(row, width));
            }
        } catch (ExcelReaderException e) {
            throw Refusal.file(
                    workbook,
                    "is no workbook that can be read ("
                            + e.getMessage()
                            + "). Save it again as .xlsx, or as CSV (UTF-8).");
        } catch (IOException e) {
            throw AtomicFiles.failure(target, e);
        }
    }

    private Sheet sheet(ReadableWorkbook book) {
        if (wanted.isEmpty()) {
            return book.getFirstSheet();
        }
        return book.findSheet(wanted.get())
                .orElseThrow(
                        () ->
                                Refusal.file(
                                        workbook,
                                        "has no sheet \""
                                                + wanted.get()
                                                + "\"; there are: "
                                                + Suggestions.list(
                                                        book.getSheets()
                                                                .map(Sheet::getName)
                                                                .toList(),
                                                        10)
                                                + "."));
    }

    private List<String> fields(Row row, int width) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            fields.add(i < row.getCellCount() ? field(row.getCell(i)) : "");
        }
        return fields;
    }

    private String field(@Nullable Cell cell) {
        if (cell == null || cell.getType() == CellType.ERROR) {
            return "";
        }
        String text =
                isDate(cell) ? date(cell.asDate()) : Optional.ofNullable(cell.getText()).orElse("");
        if (text.length() > limits.fieldCharactersMax()) {
            throw Refusal.tooLarge(workbook, "has a cell that is too long: " + cell.getAddress());
        }
        return text;
    }

    /** Excel keeps dates as numbers; only their format tells. */
    private static boolean isDate(Cell cell) {
        String format = cell.getDataFormatString();
        return cell.getType() == CellType.NUMBER
                && format != null
                && format.replaceAll("\\[[^]]*]|\"[^\"]*\"", "").matches(".*[dyY].*");
    }

    private static String date(LocalDateTime at) {
        return at.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? at.toLocalDate().toString()
                : at.toString().replace('T', ' ');
    }
}

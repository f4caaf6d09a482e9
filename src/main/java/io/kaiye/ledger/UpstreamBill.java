package io.kaiye.ledger;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An upstream's invoice, call by call.
 *
 * @param sha256 of the file
 * @param lines of calls; several may be of one
 * @param micros what is asked for each call, by the upstream's id of it
 */
public record UpstreamBill(String sha256, int lines, Map<String, Long> micros) {
    private static final int LINES_MAX = 2_000_000;
    private static final int PROBLEMS_SHOWN_MAX = 20;
    private static final int ID_CHARACTERS_MAX = 200;
    private static final Pattern COST = Pattern.compile("-?\\d{1,10}(\\.\\d{1,18})?");

    public UpstreamBill {
        micros = Collections.unmodifiableMap(new LinkedHashMap<>(micros));
    }

    /**
     * Reads a CSV file with a header line, in UTF-8. The costs of a call are added up exactly, and
     * then rounded half up to the micro once.
     *
     * @param idColumn of the upstream's id of a call
     * @param costColumn of what is asked, in the currency of costs, such as 0.0012
     * @throws KaiyeException INVALID_FILE with all that is wrong; NOT_READABLE and the like
     */
    public static UpstreamBill read(Path file, String idColumn, String costColumn) {
        Map<String, BigDecimal> costs = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        int lines = 0;
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder()
                        .commentStrategy(CommentStrategy.NONE)
                        .allowMissingFields(true)
                        .allowExtraFields(true)
                        .ofCsvRecord(file)) {
            Iterator<CsvRecord> records = reader.iterator();
            List<String> header =
                    records.hasNext()
                            ? records.next().getFields().stream().map(UpstreamBill::bare).toList()
                            : List.of();
            int id = column(file, header, idColumn);
            int cost = column(file, header, costColumn);
            while (records.hasNext() && problems.size() < PROBLEMS_SHOWN_MAX) {
                CsvRecord record = records.next();
                add(record, id, cost, costs, problems);
                if (++lines > LINES_MAX) {
                    throw invalid(file, "has more than " + LINES_MAX + " lines; divide it.");
                }
            }
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        } catch (UncheckedIOException e) {
            throw AtomicFiles.failure(file, new IOException(e));
        } catch (CsvParseException e) {
            throw invalid(file, "is not CSV: " + e.getMessage());
        }
        if (!problems.isEmpty()) {
            throw invalid(file, "is not taken:\n  " + String.join("\n  ", problems));
        }
        return new UpstreamBill(hash(file), lines, micros(costs));
    }

    private static String bare(String name) {
        return (name.startsWith("\uFEFF") ? name.substring(1) : name).strip();
    }

    private static int column(Path file, List<String> header, String wanted) {
        int place = header.indexOf(wanted);
        if (place < 0) {
            throw invalid(
                    file,
                    "has no column \""
                            + wanted
                            + "\"; it has "
                            + String.join(", ", header)
                            + ". Name it with --id-column or --cost-column.");
        }
        return place;
    }

    private static void add(
            CsvRecord record,
            int idPlace,
            int costPlace,
            Map<String, BigDecimal> costs,
            List<String> problems) {
        String id = field(record, idPlace);
        String cost = field(record, costPlace);
        if (id.isEmpty() || id.length() > ID_CHARACTERS_MAX) {
            problems.add(
                    "line "
                            + record.getStartingLineNumber()
                            + ": the id has "
                            + id.length()
                            + " characters; accepted are 1 to "
                            + ID_CHARACTERS_MAX);
        } else if (!COST.matcher(cost).matches()) {
            problems.add(
                    "line "
                            + record.getStartingLineNumber()
                            + ": the cost is \""
                            + cost
                            + "\"; accepted is a number such as 0.0012");
        } else {
            costs.merge(id, new BigDecimal(cost), BigDecimal::add);
        }
    }

    private static String field(CsvRecord record, int place) {
        return place < record.getFieldCount() ? record.getField(place).strip() : "";
    }

    private static Map<String, Long> micros(Map<String, BigDecimal> costs) {
        Map<String, Long> micros = new LinkedHashMap<>();
        costs.forEach(
                (id, cost) ->
                        micros.put(
                                id,
                                cost.movePointRight(6)
                                        .setScale(0, RoundingMode.HALF_UP)
                                        .longValueExact()));
        return micros;
    }

    private static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw AtomicFiles.failure(file, e);
        }
    }

    private static KaiyeException invalid(Path file, String what) {
        return new KaiyeException(ErrorCode.INVALID_FILE, file + " " + what);
    }
}

package io.kaiye.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One column of a dataset's rows, as groups or as times. */
record ColumnValues(String column, List<String> values) {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern SHORT_ZONE = Pattern.compile("^(.*T.*[+-]\\d{2})$");
    private static final Pattern ZONE = Pattern.compile(".*(Z|[+-]\\d{2}:?\\d{2})");

    /** For each row the first row with the same value. */
    int[] groups() {
        Map<String, Integer> firsts = new HashMap<>();
        int[] groups = new int[values.size()];
        for (int row = 0; row < groups.length; row++) {
            Integer known = firsts.putIfAbsent(values.get(row), row);
            groups[row] = known == null ? row : known;
        }
        return groups;
    }

    /**
     * Milliseconds since 1970 for dates and times, numbers as they are; all rows of one kind. A
     * time without a zone is taken as UTC.
     *
     * @throws io.kaiye.base.KaiyeException INVALID_DATA naming the first row that is neither
     */
    double[] times() {
        double[] times = new double[values.size()];
        boolean numbers = !values.isEmpty() && isNumber(values.getFirst());
        for (int row = 0; row < times.length; row++) {
            String value = values.get(row).strip();
            if (isNumber(value) != numbers) {
                throw noTime(row, value);
            }
            try {
                times[row] = numbers ? Double.parseDouble(value) : millis(value);
            } catch (DateTimeException e) {
                throw noTime(row, value);
            }
        }
        return times;
    }

    private RuntimeException noTime(int row, String value) {
        return Refusal.stored(
                "Row "
                        + Refusal.number(row + 1L)
                        + " has "
                        + Refusal.shown(value)
                        + " in column \""
                        + column
                        + "\"; accepted are dates (2026-01-31), times (2026-01-31T08:00:00Z, or"
                        + " without a zone for UTC) or numbers, in all rows alike.");
    }

    private static boolean isNumber(String value) {
        try {
            return Double.isFinite(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static double millis(String value) {
        String iso = SHORT_ZONE.matcher(value.replace(' ', 'T')).replaceFirst("$1:00");
        if (DATE.matcher(iso).matches()) {
            return LocalDate.parse(iso).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
        }
        return ZONE.matcher(iso.substring(Math.min(iso.length(), 10))).matches()
                ? OffsetDateTime.parse(iso).toInstant().toEpochMilli()
                : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}

package io.kaiye.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** How the values of a column are looked at, and the SQL that does it. */
enum ColumnForm {
    NUMBER,
    TIME,
    TRUTH,
    TEXT;

    /** The shares at which quantiles are told. */
    static final List<Double> SHARES = List.of(0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99);

    /** Beyond it, sums of squares would not be finite. */
    private static final String NUMBER_MAX = "1e150";

    /** Words in the names of columns that are often of people. */
    private static final Set<String> OF_PEOPLE =
            Set.of(
                    "name",
                    "firstname",
                    "lastname",
                    "surname",
                    "fullname",
                    "username",
                    "mail",
                    "email",
                    "phone",
                    "telephone",
                    "mobile",
                    "address",
                    "street",
                    "person",
                    "customer",
                    "client",
                    "patient",
                    "user",
                    "author",
                    "employee",
                    "owner",
                    "contact",
                    "passport",
                    "iban",
                    "ssn",
                    "ip");

    private static final List<String> OF_PEOPLE_CHINESE =
            List.of("姓名", "名字", "电话", "手机", "地址", "邮箱", "客户", "用户", "患者", "证件", "身份证");

    /**
     * @param type DuckDB's name of it
     */
    static ColumnForm of(String type) {
        if (isWhole(type)
                || type.startsWith("DECIMAL")
                || type.equals("DOUBLE")
                || type.equals("FLOAT")) {
            return NUMBER;
        }
        if (type.equals("DATE") || type.startsWith("TIMESTAMP")) {
            return TIME;
        }
        return type.equals("BOOLEAN") ? TRUTH : TEXT;
    }

    static boolean isWhole(String type) {
        return type.endsWith("INT") || type.equals("INTEGER") || type.equals("UINTEGER");
    }

    /** True for a column whose name suggests that its values are of people. */
    static boolean soundsPersonal(String name) {
        return OF_PEOPLE_CHINESE.stream().anyMatch(name::contains)
                || Arrays.stream(name.split("[^\\p{L}]+|(?<=\\p{Ll})(?=\\p{Lu})"))
                        .anyMatch(word -> OF_PEOPLE.contains(word.toLowerCase(Locale.ROOT)));
    }

    /** What is measured of a value: the number, seconds since 1970, or characters. */
    String measure(String quoted, String type) {
        if (isWhole(type)) {
            return "CAST(" + quoted + " AS DOUBLE)";
        }
        return switch (this) {
            case NUMBER ->
                    "CASE WHEN abs(CAST("
                            + quoted
                            + " AS DOUBLE)) < "
                            + NUMBER_MAX
                            + " THEN CAST("
                            + quoted
                            + " AS DOUBLE) END";
            case TIME -> "CASE WHEN isfinite(" + quoted + ") THEN epoch(" + quoted + ") END";
            case TRUTH -> "CAST(" + quoted + " AS INTEGER)";
            case TEXT -> "length(CAST(" + quoted + " AS VARCHAR))";
        };
    }

    /** The seven quantiles of a measure as a list. */
    static String quantiles(String measure, boolean exact) {
        return (exact ? "quantile_cont(" : "approx_quantile(")
                + measure
                + ", "
                + SHARES.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"))
                + ")";
    }
}

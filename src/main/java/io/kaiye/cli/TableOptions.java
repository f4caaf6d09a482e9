package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.data.TableSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How files become a table. */
final class TableOptions {
    /** Ends of names of files that are always tables. */
    private static final Set<String> TABLES = Set.of(".parquet", ".xlsx", ".zip");

    @Option(names = "--table", description = "Keep all columns; broken rows are set aside.")
    private boolean wanted;

    @Option(
            names = "--separator",
            paramLabel = "C",
            description =
                    "Between the fields of a table: one character, or tab. Found out if left away.")
    private @Nullable String separator;

    @Option(names = "--no-header", description = "The first line of a table is a row, too.")
    private boolean noHeader;

    @Option(
            names = "--missing",
            paramLabel = "WORDS",
            split = ",",
            description =
                    "What stands for a missing value, beside an empty field. Default:"
                            + " ?,NA,N/A,#N/A,NaN,nan,NULL,null,None,\\\\N.")
    private @Nullable List<String> missing;

    @Option(
            names = "--sheet",
            paramLabel = "NAME",
            description = "Of a workbook. Default: the first.")
    private @Nullable String sheet;

    @Option(
            names = "--query",
            paramLabel = "SQL",
            description = "Rows of a database instead of files; with --url.")
    private @Nullable String query;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "jdbc:postgresql://HOST/DATABASE?user=USER or jdbc:sqlite:FILE.")
    private @Nullable String url;

    /** A query against a database. */
    record Query(String url, String sql) {}

    /** What was asked of a database, where something was. */
    Optional<Query> query(List<Path> files) {
        if (query == null && url == null) {
            return Optional.empty();
        }
        if (query == null || url == null || !files.isEmpty()) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--query and --url go together, without files: kaiye data import NAME --url"
                            + " jdbc:postgresql://HOST/DATABASE?user=USER --query \"SELECT …\"");
        }
        if (separator != null || noHeader || missing != null || sheet != null) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--separator, --no-header, --missing and --sheet say how to read a file; a"
                            + " query's rows need none of them. Leave them away.");
        }
        return Optional.of(new Query(url, query));
    }

    boolean wanted(List<Path> files) {
        return wanted
                || query != null
                || url != null
                || files.stream().anyMatch(TableOptions::isTable);
    }

    TableSettings settings(String encoding, boolean quotes) {
        return new TableSettings(
                encoding,
                Optional.ofNullable(separator).map(TableOptions::character),
                quotes,
                !noHeader,
                missing == null ? TableSettings.MISSING : new ArrayList<>(missing),
                Optional.ofNullable(sheet));
    }

    private static boolean isTable(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return Files.isDirectory(file) || TABLES.stream().anyMatch(name::endsWith);
    }

    private static char character(String separator) {
        if (separator.equalsIgnoreCase("tab") || separator.equals("\\t")) {
            return '\t';
        }
        if (separator.length() != 1) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT,
                    "--separator \"" + separator + "\"; accepted are one character, or tab.");
        }
        return separator.charAt(0);
    }
}

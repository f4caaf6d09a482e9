package io.kaiye.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.UsageReport;
import io.kaiye.ledger.UsageReport.By;
import io.kaiye.ledger.UsageReport.Filter;
import io.kaiye.ledger.UsageSum;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What was used, earned and spent. */
@Command(
        name = "usage",
        description =
                "Show what was used, earned and spent, and what is left of it; the sums are the"
                        + " ledger's, to the micro.")
final class UsageCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = "--by",
            paramLabel = "GROUP",
            defaultValue = "customer",
            description =
                    "customer, key, model, route, day, plan or endpoint. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String by = "";

    @Option(
            names = "--customer",
            paramLabel = "CUSTOMER",
            description = "Of this customer. Without it: of all, and of the operator.")
    private @Nullable String customer;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "From when, such as 2026-03-01 (UTC). Without it: from the beginning.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "Until then, which does not belong to it. Without it: until now.")
    private @Nullable String to;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Write the rows there too, in micros; what was there is replaced.")
    private @Nullable Path csv;

    UsageCommand(Session session) {
        this.session = session;
    }

    static CommandLine all(Session session) {
        return new CommandLine(new UsageCommand(session))
                .addSubcommand("findings", new UsageFindingsCommand(session))
                .addSubcommand("reconcile", new UsageReconcileCommand(session));
    }

    @Override
    public Integer call() {
        Filter filter =
                new Filter(
                        Optional.ofNullable(customer).map(CustomerId::new),
                        Optional.ofNullable(from).map(typed -> Instants.parse("--from", typed)),
                        Optional.ofNullable(to).map(typed -> Instants.parse("--to", typed)));
        List<UsageSum> rows = session.workbench().usage().sums(group(), filter);
        if (csv != null) {
            AtomicFiles.write(csv, out -> write(out, rows));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("by", by);
        document.put("rows", rows);
        document.put("totals", UsageReport.totals(rows));
        return session.result(lines(rows), document);
    }

    private By group() {
        return Arrays.stream(By.values())
                .filter(one -> word(one).equals(by))
                .findFirst()
                .orElseThrow(
                        () -> {
                            List<String> all =
                                    Arrays.stream(By.values()).map(UsageCommand::word).toList();
                            return new KaiyeException(
                                    ErrorCode.INVALID_ARGUMENT,
                                    "--by is '"
                                            + by
                                            + "'. "
                                            + Suggestions.didYouMean(by, all)
                                            + "Accepted are "
                                            + String.join(", ", all)
                                            + ".");
                        });
    }

    private static String word(By by) {
        return by.name().toLowerCase(Locale.ROOT);
    }

    private List<String> lines(List<UsageSum> rows) {
        if (rows.isEmpty()) {
            return List.of("Nothing was asked in that time.");
        }
        Table table =
                new Table(
                        by,
                        "calls",
                        "answers",
                        "input",
                        "cached",
                        "output",
                        "price",
                        "publisher",
                        "currency",
                        "upstream",
                        "wasted",
                        "own",
                        "costs in",
                        "margin");
        rows.forEach(row -> add(table, row));
        UsageReport.totals(rows).forEach(row -> add(table, row));
        List<String> lines = new ArrayList<>(table.lines());
        if (rows.stream().anyMatch(row -> row.marginMicros().isEmpty())) {
            lines.add(
                    "No margin is shown where price and costs are in two currencies: Kaiye knows no"
                            + " rate of exchange.");
        }
        return lines;
    }

    private static void add(Table table, UsageSum row) {
        table.row(
                row.group(),
                Numbers.grouped(row.calls()),
                Numbers.grouped(row.answers()),
                Numbers.grouped(row.inputTokens()),
                Numbers.grouped(row.cachedInputTokens()),
                Numbers.grouped(row.outputTokens()),
                money(row.priceMicros()),
                money(row.publisherMicros()),
                row.currency(),
                money(row.upstreamMicros()),
                money(row.wastedMicros()),
                money(row.ownMicros()),
                row.costCurrency(),
                row.marginMicros().map(UsageCommand::money).orElse("-"));
    }

    /** Always six decimals, so that a column of amounts adds up as it is read. */
    static String money(long micros) {
        return BigDecimal.valueOf(micros, 6).toPlainString();
    }

    private void write(OutputStream out, List<UsageSum> rows) throws IOException {
        Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        CsvWriter writer = CsvWriter.builder().build(text);
        writer.writeRecord(
                by,
                "calls",
                "answers",
                "input_tokens",
                "cached_input_tokens",
                "output_tokens",
                "currency",
                "price_micros",
                "publisher_micros",
                "cost_currency",
                "upstream_micros",
                "wasted_micros",
                "own_micros",
                "margin_micros");
        for (UsageSum row : rows) {
            writer.writeRecord(
                    row.group(),
                    String.valueOf(row.calls()),
                    String.valueOf(row.answers()),
                    String.valueOf(row.inputTokens()),
                    String.valueOf(row.cachedInputTokens()),
                    String.valueOf(row.outputTokens()),
                    row.currency(),
                    String.valueOf(row.priceMicros()),
                    String.valueOf(row.publisherMicros()),
                    row.costCurrency(),
                    String.valueOf(row.upstreamMicros()),
                    String.valueOf(row.wastedMicros()),
                    String.valueOf(row.ownMicros()),
                    row.marginMicros().map(String::valueOf).orElse(""));
        }
        writer.flush();
    }
}

package io.kaiye.cli;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.Reconciliation;
import io.kaiye.ledger.Reconciliation.Line;
import io.kaiye.ledger.Reconciliation.Side;
import io.kaiye.ledger.Reconciliations;
import io.kaiye.ledger.UpstreamBill;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An upstream's invoice against the books. */
@Command(
        name = "reconcile",
        description =
                "Compare an upstream's invoice with the books, call by call; --post corrects the"
                        + " books.")
final class UsageReconcileCommand implements Callable<Integer> {
    private static final int SHOWN_MAX = 20;

    private final Session session;

    @Parameters(paramLabel = "UPSTREAM", description = "Its name in the gateway's file.")
    private String upstream = "";

    @Option(
            names = "--file",
            paramLabel = "INVOICE.csv",
            required = true,
            description = "A line for each call, and a header line.")
    private Path file = Path.of("");

    @Option(
            names = "--id-column",
            paramLabel = "NAME",
            defaultValue = "id",
            description = "Of the upstream's id of the call. Default: ${DEFAULT-VALUE}.")
    private String idColumn = "";

    @Option(
            names = "--cost-column",
            paramLabel = "NAME",
            defaultValue = "cost",
            description = "Of what is asked for it, such as 0.0012. Default: ${DEFAULT-VALUE}.")
    private String costColumn = "";

    @Option(
            names = "--tolerance",
            paramLabel = "AMOUNT",
            defaultValue = "0",
            description =
                    "A difference of a call that counts as none, such as 0.000001. Default:"
                            + " ${DEFAULT-VALUE}.")
    private String tolerance = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description =
                    "First instant that the invoice is about. Without it: of the first call that"
                            + " both know.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            description = "First instant after. Without it: after the last call that both know.")
    private @Nullable String to;

    @Option(
            names = "--post",
            description =
                    "Post what corrects the books. Calls that the invoice has not are taken back"
                            + " only with --from and --to.")
    private boolean post;

    UsageReconcileCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        if ((from == null) != (to == null)) {
            throw new KaiyeException(
                    ErrorCode.INVALID_ARGUMENT, "Say both --from and --to, or neither of them.");
        }
        Reconciliations.Terms terms =
                new Reconciliations.Terms(
                        Amounts.micros("--tolerance", tolerance),
                        Optional.ofNullable(from).map(typed -> Instants.parse("--from", typed)),
                        Optional.ofNullable(to).map(typed -> Instants.parse("--to", typed)));
        UpstreamBill bill = UpstreamBill.read(file, idColumn, costColumn);
        Reconciliations all = session.workbench().reconciliations();
        Reconciliation found =
                post ? all.post(upstream, bill, terms) : all.compare(upstream, bill, terms);
        return session.result(lines(found), found);
    }

    private List<String> lines(Reconciliation found) {
        Table table = new Table(found.upstream(), "calls", "invoice", "books", "difference");
        add(table, "the same", found.equal());
        add(table, "different", sum(found.different()));
        add(table, "on the invoice only", sum(found.invoiceOnly()));
        add(table, "in the books only", sum(found.booksOnly()));
        add(table, "all, in " + found.currency(), found.total());
        List<String> lines = new ArrayList<>(table.lines());
        show(lines, "different", found.different());
        show(lines, "on the invoice only", found.invoiceOnly());
        show(lines, "in the books only", found.booksOnly());
        lines.add(
                found.postedAt()
                        .map(at -> "Posted at " + at + ". The report is kept.")
                        .orElse("Nothing was changed. Correct the books with --post."));
        return lines;
    }

    private static Side sum(List<Line> lines) {
        return new Side(
                lines.size(),
                lines.stream().mapToLong(Line::invoicedMicros).sum(),
                lines.stream().mapToLong(Line::bookedMicros).sum());
    }

    private static void add(Table table, String what, Side side) {
        table.row(
                what,
                Numbers.grouped(side.calls()),
                UsageCommand.money(side.invoicedMicros()),
                UsageCommand.money(side.bookedMicros()),
                UsageCommand.money(side.invoicedMicros() - side.bookedMicros()));
    }

    private static void show(List<String> lines, String what, List<Line> calls) {
        if (calls.isEmpty()) {
            return;
        }
        Table table = new Table(what, "invoice", "books", "difference");
        calls.stream()
                .limit(SHOWN_MAX)
                .forEach(
                        line ->
                                table.row(
                                        line.call(),
                                        UsageCommand.money(line.invoicedMicros()),
                                        UsageCommand.money(line.bookedMicros()),
                                        UsageCommand.money(line.differenceMicros())));
        lines.add("");
        lines.addAll(table.lines());
        if (calls.size() > SHOWN_MAX) {
            lines.add((calls.size() - SHOWN_MAX) + " more; --json has all.");
        }
    }
}

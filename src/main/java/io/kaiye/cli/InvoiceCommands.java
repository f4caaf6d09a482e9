package io.kaiye.cli;

import io.kaiye.base.AtomicFiles;
import io.kaiye.base.ErrorCode;
import io.kaiye.base.Ids;
import io.kaiye.base.KaiyeException;
import io.kaiye.ledger.CreditNote;
import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.Decimals;
import io.kaiye.ledger.Invoice;
import io.kaiye.ledger.InvoiceDocument;
import io.kaiye.ledger.InvoiceDocument.Format;
import io.kaiye.ledger.InvoiceStanding;
import io.kaiye.ledger.Invoices;
import io.kaiye.ledger.Period;
import io.kaiye.ledger.Seller;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands over invoices. */
final class InvoiceCommands {
    private InvoiceCommands() {}

    static CommandLine all(Session session) {
        return new CommandLine(new All())
                .addSubcommand("run", new Run(session))
                .addSubcommand("list", new ListAll(session))
                .addSubcommand("show", new Show(session))
                .addSubcommand("credit", new Credit(session))
                .addSubcommand("seller", new Sender(session));
    }

    /** The group. */
    @Command(name = "invoice", description = "Make, list, show and take back invoices.")
    private static final class All extends Group {}

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String period(Invoice invoice) {
        return Instants.day(invoice.from()) + " to " + Instants.day(invoice.to());
    }

    /** Makes what is due. */
    @Command(
            name = "run",
            description =
                    "Make the invoices of all periods that have ended; again, it makes none twice.")
    private static final class Run implements Callable<Integer> {
        private final Session session;

        @Option(
                names = "--customer",
                paramLabel = "CUSTOMER",
                description = "Of this customer. Without it: of all.")
        private @Nullable String customer;

        @Option(
                names = "--until",
                paramLabel = "TIME",
                description = "Periods that ended by then, such as 2026-02-01. Without it: now.")
        private @Nullable String until;

        Run(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            List<Invoice> made =
                    session.workbench()
                            .invoices()
                            .run(
                                    Optional.ofNullable(customer).map(CustomerId::new),
                                    Optional.ofNullable(until)
                                            .map(typed -> Instants.parse("--until", typed)));
            Table table = new Table("invoice", "customer", "period", "total", "to pay", "currency");
            made.forEach(
                    one ->
                            table.row(
                                    one.number(),
                                    one.customer(),
                                    period(one),
                                    new Money(one.totalMicros()),
                                    new Money(one.toPayMicros()),
                                    one.currency()));
            return session.result(
                    made.isEmpty()
                            ? List.of(
                                    "Nothing is due now. A period is invoiced from ten minutes"
                                            + " after its end, a trial never; ./kaiye customer show"
                                            + " CUSTOMER says when it ends.")
                            : new ArrayList<>(table.lines()),
                    made.stream().map(InvoiceDocument::json).toList());
        }
    }

    /** One line each. */
    @Command(name = "list", description = "List invoices and what is still to be paid.")
    private static final class ListAll implements Callable<Integer> {
        private final Session session;

        @Parameters(
                paramLabel = "CUSTOMER",
                arity = "0..1",
                description = "Of this customer. Without it: of all.")
        private @Nullable String customer;

        ListAll(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            List<InvoiceStanding> all =
                    session.workbench()
                            .invoices()
                            .list(Optional.ofNullable(customer).map(CustomerId::new));
            Table table =
                    new Table(
                            "invoice", "customer", "period", "total", "open", "currency", "state");
            all.forEach(
                    one ->
                            table.row(
                                    one.invoice().number(),
                                    one.invoice().customer(),
                                    period(one.invoice()),
                                    new Money(one.invoice().totalMicros()),
                                    new Money(one.openMicros()),
                                    one.invoice().currency(),
                                    word(one.state())));
            return session.result(
                    all.isEmpty()
                            ? List.of(
                                    "No invoices yet. Make those that are due:  kaiye invoice run")
                            : new ArrayList<>(table.lines()),
                    all.stream().map(InvoiceDocument::json).toList());
        }
    }

    /** One as a file. */
    @Command(name = "show", description = "Show an invoice or a credit note, or write its file.")
    private static final class Show implements Callable<Integer> {
        private final Session session;

        @Parameters(
                paramLabel = "NUMBER",
                description = "Such as 2026-000001, or C2026-000001 of a credit note.")
        private String number = "";

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description =
                        "html, pdf, json or csv. Without it: by the ending of --out, else json.")
        private @Nullable String format;

        @Option(names = "--out", paramLabel = "FILE", description = "Where to. Without it: here.")
        private @Nullable Path out;

        Show(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Optional<CreditNote> note = session.workbench().invoices().note(number);
            Optional<InvoiceStanding> standing =
                    note.isPresent()
                            ? Optional.empty()
                            : Optional.of(session.workbench().invoices().require(number));
            if (session.json() && out == null) {
                return session.result(
                        List.of(),
                        note.<Object>map(InvoiceDocument::json)
                                .orElseGet(() -> InvoiceDocument.json(standing.orElseThrow())));
            }
            Format wanted = format();
            byte[] bytes =
                    note.map(one -> InvoiceDocument.of(one, wanted))
                            .orElseGet(
                                    () ->
                                            InvoiceDocument.of(
                                                    standing.orElseThrow().invoice(), wanted));
            Path file = out;
            if (file != null) {
                AtomicFiles.write(file, stream -> stream.write(bytes));
                return session.result(List.of("Wrote " + file), Map.of("file", file.toString()));
            }
            session.out().write(bytes, 0, bytes.length);
            session.out().flush();
            return 0;
        }

        private Format format() {
            String name = out == null ? "" : out.getFileName().toString();
            String ending = name.substring(name.lastIndexOf('.') + 1);
            String wanted = format != null ? format : name.contains(".") ? ending : "json";
            return Stream.of(Format.values())
                    .filter(one -> word(one).equals(wanted.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new KaiyeException(
                                            ErrorCode.INVALID_ARGUMENT,
                                            "The format is '"
                                                    + wanted
                                                    + "'; accepted are html, pdf, json and csv."));
        }
    }

    /** Takes one back. */
    @Command(
            name = "credit",
            description = "Take an invoice back, or a part of it, by a credit note.")
    private static final class Credit implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "NUMBER", description = "Of the invoice.")
        private String number = "";

        @Option(
                names = "--amount",
                paramLabel = "AMOUNT",
                description = "With tax. Without it: all that was not taken back yet.")
        private @Nullable String amount;

        @Option(
                names = "--from",
                paramLabel = "TIME",
                description = "Take back the fee from then on, with its tax; up to --to.")
        private @Nullable String from;

        @Option(
                names = "--to",
                paramLabel = "TIME",
                description = "Take back the fee up to then, with its tax; from --from on.")
        private @Nullable String to;

        @Option(
                names = "--reason",
                paramLabel = "TEXT",
                required = true,
                description = "For the customer.")
        private String reason = "";

        @Option(
                names = "--id",
                paramLabel = "ID",
                description = "The same one again is the same note. Without it: a new one.")
        private @Nullable String id;

        Credit(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            CreditNote note = note(id == null ? Ids.random("credit_").get() : id);
            return session.result(
                    List.of(
                            "Credit note "
                                    + note.number()
                                    + ": "
                                    + Decimals.amount(note.amountMicros())
                                    + " of "
                                    + number
                                    + ", "
                                    + Decimals.amount(note.amountMicros() - note.owedMicros())
                                    + " of it to the customer's credit"),
                    InvoiceDocument.json(note));
        }

        private CreditNote note(String request) {
            Invoices invoices = session.workbench().invoices();
            if (from == null && to == null) {
                return invoices.credit(
                        number,
                        Optional.ofNullable(amount).map(typed -> Amounts.micros("--amount", typed)),
                        reason,
                        request);
            }
            if (amount != null) {
                throw new KaiyeException(
                        ErrorCode.INVALID_ARGUMENT,
                        "--amount says how much, --from and --to say for when; give one of them.");
            }
            Invoice invoice = invoices.require(number).invoice();
            Period part =
                    new Period(
                            from == null ? invoice.from() : Instants.parse("--from", from),
                            to == null ? invoice.to() : Instants.parse("--to", to));
            return invoices.refund(number, part, reason, request);
        }
    }

    /** Says who we are. */
    @Command(name = "seller", description = "Say who sends the next invoices, or show it.")
    private static final class Sender implements Callable<Integer> {
        private final Session session;

        @Option(names = "--name", paramLabel = "TEXT", description = "The full name.")
        private @Nullable String name;

        @Option(
                names = "--address",
                paramLabel = "TEXT",
                description = "Lines, parted by line breaks or \\n.")
        private @Nullable String address;

        @Option(names = "--tax-id", paramLabel = "TEXT", description = "At the tax office.")
        private @Nullable String taxId;

        @Option(
                names = "--payment",
                paramLabel = "TEXT",
                description = "How to pay, such as a bank account.")
        private @Nullable String payment;

        Sender(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Seller now = session.workbench().invoices().seller();
            Seller wanted =
                    new Seller(
                            or(name, now.name()),
                            or(address, now.address()),
                            or(taxId, now.taxId()),
                            or(payment, now.payment()));
            if (!wanted.equals(now)) {
                session.workbench().invoices().seller(wanted);
            }
            List<String> lines =
                    Stream.of(wanted.name(), wanted.address(), wanted.taxId(), wanted.payment())
                            .filter(line -> !line.isEmpty())
                            .toList();
            return session.result(
                    lines.isEmpty()
                            ? List.of("Nobody yet. Say it:  kaiye invoice seller --name TEXT")
                            : lines,
                    wanted);
        }

        private static String or(@Nullable String typed, String before) {
            return typed == null ? before : typed.replace("\\n", "\n");
        }
    }
}

package io.kaiye.api;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Sha256;
import io.kaiye.gateway.Operation;
import io.kaiye.http.IdempotencyKey;
import io.kaiye.http.Request;
import io.kaiye.http.Response;
import io.kaiye.ledger.CreditNote;
import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.InvoiceDocument;
import io.kaiye.ledger.InvoiceDocument.Format;
import io.kaiye.ledger.InvoiceStanding;
import io.kaiye.ledger.Invoices;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Invoices, credit notes and payments. */
final class InvoicesApi {
    private static final List<String> LISTED = List.of("customer");
    private static final List<String> SHOWN = List.of("format");
    private static final List<String> RUN = List.of("customer", "until");
    private static final List<String> CREDITED = List.of("amount", "reason", "id");
    private static final List<String> PAID = List.of("amount", "invoice", "id");

    private final Invoices invoices;
    private final Supplier<String> ids;

    InvoicesApi(Api.Makings makings) {
        this.invoices = makings.invoices();
        this.ids = makings.ids();
    }

    List<Operation> operations() {
        return List.of(
                Describe.list(
                        Describe.readOwn(
                                "/api/invoices",
                                "invoices",
                                "Lists invoices and what is still to be paid.",
                                LISTED,
                                this::list,
                                ErrorCode.UNKNOWN_CUSTOMER)),
                Describe.readOwn(
                        "/api/invoices/{number}",
                        "invoice",
                        "Gives an invoice or a credit note as json, html, pdf or csv.",
                        SHOWN,
                        this::show,
                        ErrorCode.UNKNOWN_INVOICE),
                Describe.list(
                        Describe.change(
                                "/api/invoices/run",
                                "runInvoices",
                                "Makes the invoices of all periods that have ended; again, none"
                                        + " twice.",
                                this::run,
                                ErrorCode.UNKNOWN_CUSTOMER,
                                ErrorCode.NO_SENDER)),
                Describe.change(
                        "/api/invoices/{number}/credit",
                        "creditInvoice",
                        "Takes an invoice back, or a part of it; the same id again is the same"
                                + " note.",
                        this::credit,
                        ErrorCode.UNKNOWN_INVOICE,
                        ErrorCode.ALREADY_EXISTS),
                Describe.change(
                        "/api/customers/{id}/payments",
                        "pay",
                        "Takes a payment in, as credit or for an invoice; the same id again is the"
                                + " same payment.",
                        this::pay,
                        ErrorCode.UNKNOWN_CUSTOMER,
                        ErrorCode.UNKNOWN_INVOICE,
                        ErrorCode.ALREADY_EXISTS));
    }

    private Response list(Request request) {
        Optional<CustomerId> whose =
                Owner.asked(request, Query.of(request, LISTED).text("customer"));
        return Replies.list(invoices.list(whose).stream().map(InvoiceDocument::json).toList());
    }

    private Response show(Request request) {
        Format format = format(Query.of(request, SHOWN).text("format").orElse("json"));
        String number = request.pathValue("number");
        Optional<CreditNote> note = invoices.note(number);
        if (note.isPresent()) {
            requireMayRead(request, note.get().invoice().customer());
            return file(InvoiceDocument.of(note.get(), format), format);
        }
        InvoiceStanding standing = standing(request, number);
        return format == Format.JSON
                ? Replies.one(InvoiceDocument.json(standing))
                : file(InvoiceDocument.of(standing.invoice(), format), format);
    }

    /** A customer is not told whether a number that is not its own exists. */
    private InvoiceStanding standing(Request request, String number) {
        if (request.caller().isOperator()) {
            return invoices.require(number);
        }
        return invoices.list(Owner.of(request)).stream()
                .filter(one -> one.invoice().number().equals(number))
                .findFirst()
                .orElseThrow(InvoicesApi::unknown);
    }

    private static void requireMayRead(Request request, CustomerId customer) {
        if (!Owner.mayRead(request, customer)) {
            throw unknown();
        }
    }

    private static KaiyeException unknown() {
        return new KaiyeException(
                ErrorCode.UNKNOWN_INVOICE,
                "There is no such invoice, or this key may not read it. Yours are at"
                        + " /api/invoices.");
    }

    private static Response file(byte[] bytes, Format format) {
        String type =
                switch (format) {
                    case HTML -> "text/html; charset=utf-8";
                    case PDF -> "application/pdf";
                    case JSON -> Response.JSON;
                    case CSV -> "text/csv; charset=utf-8";
                };
        return Response.of(200, type, bytes);
    }

    private static Format format(String typed) {
        return Stream.of(Format.values())
                .filter(one -> word(one).equals(typed))
                .findFirst()
                .orElseThrow(
                        () ->
                                KaiyeException.ofParameter(
                                        ErrorCode.INVALID_ARGUMENT,
                                        "format",
                                        "\"format\" is \""
                                                + typed
                                                + "\"; accepted are html, pdf, json and csv."));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Response run(Request request) {
        Body body = Body.of(request, RUN);
        return Replies.list(
                invoices
                        .run(body.text("customer").map(CustomerId::new), body.instant("until"))
                        .stream()
                        .map(InvoiceDocument::json)
                        .toList());
    }

    private Response credit(Request request) {
        Body body = Body.of(request, CREDITED);
        return Replies.one(
                InvoiceDocument.json(
                        invoices.credit(
                                request.pathValue("number"),
                                body.micros("amount"),
                                body.required("reason"),
                                id(request, body))));
    }

    /** What makes a request one: the id that it names, else its Idempotency-Key. */
    private String id(Request request, Body body) {
        return body.text("id")
                .or(
                        () ->
                                IdempotencyKey.of(request)
                                        .map(key -> "once_" + Sha256.of(key.getBytes(US_ASCII))))
                .orElseGet(ids);
    }

    private Response pay(Request request) {
        Body body = Body.of(request, PAID);
        body.required("amount");
        return Replies.one(
                invoices.pay(
                        id(request, body),
                        new CustomerId(request.pathValue("id")),
                        body.micros("amount").orElseThrow(),
                        body.text("invoice")));
    }
}

package io.kaiye.ledger;

import io.kaiye.ledger.InvoiceLine.Kind;
import io.kaiye.ledger.Timeline.Segment;
import io.kaiye.ledger.Timeline.Window;
import io.kaiye.store.Sql;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of the invoice of a window: fees and their discounts by segment, usage by plan. */
record InvoiceDraft(List<InvoiceLine> lines) {
    private static final BigDecimal WHOLE = BigDecimal.valueOf(10_000);

    InvoiceDraft {
        lines = List.copyOf(lines);
    }

    /** Neighbouring segments on one version of a plan. */
    private record Stay(Plan plan, List<Segment> segments) {
        Period period() {
            return new Period(segments.getFirst().part().from(), segments.getLast().part().to());
        }
    }

    static InvoiceDraft of(
            Sql sql, CustomerId customer, String language, Window window, UsageTotals usage) {
        List<InvoiceLine> lines = new ArrayList<>();
        for (Stay stay : stays(window)) {
            lines.addAll(fees(stay, language));
            for (UsageTotal total :
                    usage.of(sql, customer, stay.period().from(), stay.period().to())) {
                lines.add(usageLine(stay, total, language));
            }
        }
        return new InvoiceDraft(lines);
    }

    /** True if there is nothing to charge, and so nothing to send. */
    boolean isEmpty() {
        return lines.stream().allMatch(line -> line.amountMicros() == 0);
    }

    long netMicros() {
        return lines.stream().mapToLong(InvoiceLine::amountMicros).reduce(0, Math::addExact);
    }

    long usageMicros() {
        return lines.stream()
                .filter(line -> line.kind() == Kind.USAGE)
                .mapToLong(InvoiceLine::amountMicros)
                .reduce(0, Math::addExact);
    }

    long taxMicros(int taxMillionths) {
        return tax(netMicros(), taxMillionths);
    }

    /** The amount times the rate, rounded half up to the micro. */
    static long tax(long micros, int taxMillionths) {
        return BigDecimal.valueOf(micros)
                .multiply(BigDecimal.valueOf(taxMillionths, 6))
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    private static List<Stay> stays(Window window) {
        List<Stay> stays = new ArrayList<>();
        for (Segment segment : window.segments()) {
            if (stays.isEmpty() || !stays.getLast().plan().equals(segment.plan())) {
                stays.add(new Stay(segment.plan(), new ArrayList<>()));
            }
            stays.getLast().segments().add(segment);
        }
        return stays;
    }

    private static List<InvoiceLine> fees(Stay stay, String language) {
        List<InvoiceLine> lines = new ArrayList<>();
        long sum = 0;
        for (Segment segment : stay.segments()) {
            long fee = segment.feeMicros();
            if (fee > 0) {
                lines.add(feeLine(stay.plan(), segment.part(), language, fee, lines));
                sum = Math.addExact(sum, fee);
            }
        }
        int points = stay.plan().discountBasisPoints();
        long off = sum - afterDiscount(sum, points);
        if (off > 0) {
            lines.add(line(Kind.DISCOUNT, stay.plan(), stay.period(), language, points, -off));
        }
        return lines;
    }

    /** One line for parts without a pause between them; takes the line before out then. */
    private static InvoiceLine feeLine(
            Plan plan, Period part, String language, long fee, List<InvoiceLine> before) {
        if (!before.isEmpty() && before.getLast().to().equals(part.from())) {
            InvoiceLine last = before.removeLast();
            Period both = new Period(last.from(), part.to());
            return line(Kind.FEE, plan, both, language, 0, last.amountMicros() + fee);
        }
        return line(Kind.FEE, plan, part, language, 0, fee);
    }

    /** Half of a micro of a discount is given. */
    private static long afterDiscount(long micros, int basisPoints) {
        return BigDecimal.valueOf(micros)
                .multiply(WHOLE.subtract(BigDecimal.valueOf(basisPoints)))
                .divide(WHOLE)
                .setScale(0, RoundingMode.HALF_DOWN)
                .longValueExact();
    }

    private static InvoiceLine line(
            Kind kind, Plan plan, Period period, String language, int points, long amountMicros) {
        return new InvoiceLine(
                kind,
                plan.reference(),
                name(plan, language),
                period.from(),
                period.to(),
                "",
                Optional.empty(),
                0,
                0,
                0,
                points,
                amountMicros);
    }

    private static InvoiceLine usageLine(Stay stay, UsageTotal total, String language) {
        Plan plan = stay.plan();
        return new InvoiceLine(
                Kind.USAGE,
                plan.reference(),
                name(plan, language),
                stay.period().from(),
                stay.period().to(),
                total.model(),
                Optional.of(total.unit()),
                total.units(),
                total.includedUnits(),
                afterDiscount(
                        plan.per1000Micros(total.model(), total.unit()),
                        plan.discountBasisPoints()),
                0,
                total.priceMicros());
    }

    private static String name(Plan plan, String language) {
        return Optional.ofNullable(plan.names().get(language))
                .or(() -> Optional.ofNullable(plan.names().get("en")))
                .or(() -> plan.names().values().stream().findFirst())
                .orElse(plan.id());
    }
}

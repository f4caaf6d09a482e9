package io.kaiye.cli;

import io.kaiye.ledger.Decimals;
import io.kaiye.ledger.Plan;
import io.kaiye.ledger.Plans;
import io.kaiye.ledger.Unit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands over plans. */
final class PlanCommands {
    private PlanCommands() {}

    static CommandLine all(Session session) {
        return new CommandLine(new All())
                .addSubcommand("apply", new Apply(session))
                .addSubcommand("list", new ListAll(session))
                .addSubcommand("show", new Show(session));
    }

    /** The group. */
    @Command(name = "plan", description = "Say what can be bought, and list it.")
    private static final class All extends Group {}

    /** Takes a file over. */
    @Command(name = "apply", description = "Take over a YAML file of plans, all or none of it.")
    private static final class Apply implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "FILE", description = "See docs/money.md for what is in it.")
        private Path file = Path.of("");

        Apply(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            List<Plans.Applied> applied = session.workbench().plans().apply(file);
            List<String> lines =
                    applied.stream()
                            .map(
                                    one ->
                                            reference(one.plan())
                                                    + (one.fresh() ? " is new" : " is as before"))
                            .toList();
            return session.result(lines, applied);
        }
    }

    /** One line each. */
    @Command(name = "list", description = "List the newest version of every plan.")
    private static final class ListAll implements Callable<Integer> {
        private final Session session;

        ListAll(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            List<Plan> plans = session.workbench().plans().list();
            Table table = new Table("plan", "name", "price", "billing", "trial", "discount");
            plans.forEach(
                    plan ->
                            table.row(
                                    reference(plan),
                                    plan.names().values().stream()
                                            .sorted()
                                            .collect(Collectors.joining(", ")),
                                    price(plan),
                                    word(plan.billing()),
                                    plan.trialDays() == 0 ? "-" : plan.trialDays() + " d",
                                    discount(plan)));
            List<String> none =
                    List.of("No plans yet. Write a file of them and run:  kaiye plan apply FILE");
            return session.result(plans.isEmpty() ? none : new ArrayList<>(table.lines()), plans);
        }
    }

    /** All of one. */
    @Command(name = "show", description = "Show a version of a plan with all its prices.")
    private static final class Show implements Callable<Integer> {
        private final Session session;

        @Parameters(paramLabel = "PLAN[@N]", description = "Such as starter or starter@2.")
        private String reference = "";

        Show(Session session) {
            this.session = session;
        }

        @Override
        public Integer call() {
            Plan plan = session.workbench().plans().require(reference);
            return session.result(lines(plan), plan);
        }
    }

    private static List<String> lines(Plan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(reference(plan) + ": " + price(plan) + ", " + word(plan.billing()));
        plan.names().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(name -> lines.add("Name (" + name.getKey() + "): " + name.getValue()));
        if (plan.trialDays() > 0) {
            lines.add("Free for the first " + plan.trialDays() + " days");
        }
        if (plan.discountBasisPoints() > 0) {
            lines.add("Discount: " + discount(plan));
        }
        plan.rate()
                .ifPresent(
                        rate ->
                                lines.add(
                                        "At most "
                                                + rate.perSecond()
                                                + " requests a second, "
                                                + rate.burst()
                                                + " at once"));
        Table table = new Table("of", "unit", "included", "per 1,000", "quota", "share");
        for (Unit unit : Unit.values()) {
            Optional.ofNullable(plan.units().get(unit)).ifPresent(terms -> row(table, unit, terms));
        }
        plan.listings().forEach(listing -> rows(table, listing));
        lines.addAll(table.lines());
        return lines;
    }

    private static void row(Table table, Unit unit, Plan.UnitTerms terms) {
        table.row(
                "every model",
                word(unit),
                Numbers.grouped(terms.included()),
                new Money(terms.per1000Micros()),
                terms.quota()
                        .map(most -> Numbers.grouped(most) + (terms.hard() ? " (hard)" : " (soft)"))
                        .orElse("-"),
                "-");
    }

    private static void rows(Table table, Plan.Listing listing) {
        for (Unit unit : Unit.values()) {
            Optional.ofNullable(listing.per1000Micros().get(unit))
                    .ifPresent(
                            micros ->
                                    table.row(
                                            listing.model(),
                                            word(unit),
                                            "-",
                                            new Money(micros),
                                            "-",
                                            share(listing)));
        }
    }

    private static String share(Plan.Listing listing) {
        return listing.publisher()
                .map(name -> Decimals.percent(listing.shareBasisPoints() * 100L) + " to " + name)
                .orElse("-");
    }

    static String reference(Plan plan) {
        return plan.id() + "@" + plan.number();
    }

    private static String price(Plan plan) {
        return Decimals.amount(plan.feeMicros())
                + " "
                + plan.currency()
                + " a "
                + word(plan.period());
    }

    private static String discount(Plan plan) {
        return plan.discountBasisPoints() == 0
                ? "-"
                : Decimals.percent(plan.discountBasisPoints() * 100L);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

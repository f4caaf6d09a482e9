package io.kaiye.cli;

import io.kaiye.ledger.CustomerId;
import io.kaiye.ledger.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that change what a customer is subscribed to. */
final class SubscriptionCommands {
    private SubscriptionCommands() {}

    /** What all of them take. */
    private abstract static class Change implements Callable<Integer> {
        private final Session session;

        @Parameters(index = "0", paramLabel = "CUSTOMER", description = "A customer's short name.")
        private String customer = "";

        @Option(
                names = "--at",
                paramLabel = "TIME",
                description =
                        "From when, such as 2026-02-01 (UTC) or 2026-02-01T10:00:00Z. Without it:"
                                + " now.")
        private @Nullable String at;

        Change(Session session) {
            this.session = session;
        }

        abstract Subscription change(Workbench workbench, CustomerId id, Instant from);

        @Override
        public Integer call() {
            CustomerId id = new CustomerId(customer);
            Instant now = Instant.now();
            Instant from = at == null ? now : Instants.parse("--at", at);
            Subscription changed = change(session.workbench(), id, from);
            List<String> lines = new ArrayList<>();
            lines.add(line(changed) + (at == null ? "" : ", from " + at));
            if (at != null) {
                lines.add(
                        session.workbench()
                                .subscriptions()
                                .at(id, now)
                                .map(one -> "Now: " + line(one))
                                .orElse("Now: " + id + " has no plan"));
            }
            return session.result(lines, changed);
        }
    }

    /** "acme: starter@1, active, period 2026-01-01 to 2026-02-01". */
    static String line(Subscription one) {
        String state = one.state().name().toLowerCase(Locale.ROOT);
        String plan = one.customer() + ": " + PlanCommands.reference(one.plan()) + ", " + state;
        return one.state() == Subscription.State.CANCELLED
                ? plan + ": no answers, no further fee"
                : plan + ", period " + Instants.day(one.from()) + " to " + Instants.day(one.to());
    }

    /** Buys or moves. */
    @Command(
            name = "subscribe",
            description = "Buy a plan for a customer, or move to it who has one.")
    static final class Subscribe extends Change {
        @Parameters(
                index = "1",
                paramLabel = "PLAN[@N]",
                description = "A plan, of its newest version or that one.")
        private String plan = "";

        Subscribe(Session session) {
            super(session);
        }

        @Override
        Subscription change(Workbench workbench, CustomerId id, Instant from) {
            return workbench.subscriptions().subscribe(id, plan, from);
        }
    }

    /** Stops for a while. */
    @Command(name = "pause", description = "No fee and no answers until it is resumed.")
    static final class Pause extends Change {
        Pause(Session session) {
            super(session);
        }

        @Override
        Subscription change(Workbench workbench, CustomerId id, Instant from) {
            return workbench.subscriptions().pause(id, from);
        }
    }

    /** Goes on. */
    @Command(name = "resume", description = "Go on after a pause.")
    static final class Resume extends Change {
        Resume(Session session) {
            super(session);
        }

        @Override
        Subscription change(Workbench workbench, CustomerId id, Instant from) {
            return workbench.subscriptions().resume(id, from);
        }
    }

    /** Ends. */
    @Command(name = "cancel", description = "End a subscription, and its period with it.")
    static final class Cancel extends Change {
        Cancel(Session session) {
            super(session);
        }

        @Override
        Subscription change(Workbench workbench, CustomerId id, Instant from) {
            return workbench.subscriptions().cancel(id, from);
        }
    }
}

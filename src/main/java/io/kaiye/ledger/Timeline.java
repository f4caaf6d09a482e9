package io.kaiye.ledger;

import io.kaiye.ledger.Subscription.State;
import io.kaiye.ledger.SubscriptionEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the events of one customer come to at any instant. Immutable; a pure function of the events.
 *
 * <p>Periods are counted from the anchor: the end of the trial, else the purchase. A move to a plan
 * with the other length of period ends the period at hand and is the next anchor; within a trial it
 * is not. Pauses move no period. Only the first purchase of a plan has its trial.
 */
final class Timeline {
    private final List<Stretch> stretches;

    /**
     * Nothing changes in a stretch but the period.
     *
     * @param to first instant after it; empty for the last one
     * @param trialEnd its start or before where there is no trial
     * @param boundary the event at its start ended the period before
     */
    private record Stretch(
            Instant from,
            Optional<Instant> to,
            Plan plan,
            boolean paused,
            boolean cancelled,
            Instant bought,
            Instant trialEnd,
            Instant anchor,
            boolean boundary) {
        Stretch until(Instant end) {
            return new Stretch(
                    from,
                    Optional.of(end),
                    plan,
                    paused,
                    cancelled,
                    bought,
                    trialEnd,
                    anchor,
                    boundary);
        }

        State state(Instant instant) {
            if (cancelled) {
                return State.CANCELLED;
            }
            if (paused) {
                return State.PAUSED;
            }
            return instant.isBefore(trialEnd) ? State.TRIAL : State.ACTIVE;
        }

        /** The whole period, as if nothing ended it before its time. */
        Period period(Instant instant) {
            return instant.isBefore(trialEnd)
                    ? new Period(bought, trialEnd)
                    : Period.holding(anchor, plan.period(), instant);
        }
    }

    /**
     * A part of a window in which plan and state are the same.
     *
     * @param whole the period that the plan's fee is for
     */
    record Segment(Period part, Period whole, Plan plan, State state) {
        private Segment after(Instant instant) {
            return part.from().isBefore(instant)
                    ? new Segment(new Period(instant, part.to()), whole, plan, state)
                    : this;
        }

        long feeMicros() {
            return state == State.ACTIVE
                    ? Proration.part(plan.feeMicros(), whole, part.from(), part.to())
                    : 0;
        }
    }

    /**
     * What one invoice is about: a period, the part of one before it was ended, or the time after a
     * cancellation.
     *
     * @param segments without a gap
     */
    record Window(Period period, List<Segment> segments) {
        Window {
            segments = List.copyOf(segments);
        }

        /** What of it is left after an instant; only the time after a cancellation is ever cut. */
        Window after(Instant instant) {
            return !period.from().isBefore(instant)
                    ? this
                    : new Window(
                            new Period(instant, period.to()),
                            segments.stream()
                                    .filter(part -> part.part().to().isAfter(instant))
                                    .map(part -> part.after(instant))
                                    .toList());
        }
    }

    private Timeline(List<Stretch> stretches) {
        this.stretches = List.copyOf(stretches);
    }

    /** Of events in their order. */
    static Timeline of(List<SubscriptionEvent> events) {
        List<Stretch> all = new ArrayList<>();
        List<String> tried = new ArrayList<>();
        for (SubscriptionEvent event : events) {
            Stretch next =
                    event.kind() == Kind.BOUGHT
                            ? bought(event, tried)
                            : changed(all.getLast(), event);
            if (!all.isEmpty()) {
                all.set(all.size() - 1, all.getLast().until(event.at()));
            }
            all.add(next);
        }
        return new Timeline(all);
    }

    private static Stretch bought(SubscriptionEvent event, List<String> tried) {
        Plan plan = event.plan().orElseThrow();
        int days = tried.contains(plan.id()) ? 0 : plan.trialDays();
        tried.add(plan.id());
        Instant start = event.at().plus(Duration.ofDays(days));
        return new Stretch(
                event.at(), Optional.empty(), plan, false, false, event.at(), start, start, true);
    }

    private static Stretch changed(Stretch before, SubscriptionEvent event) {
        Plan plan = event.plan().orElse(before.plan());
        boolean cut =
                plan.period() != before.plan().period() && !event.at().isBefore(before.trialEnd());
        boolean cancelled = event.kind() == Kind.CANCELLED;
        return new Stretch(
                event.at(),
                Optional.empty(),
                plan,
                switch (event.kind()) {
                    case PAUSED -> true;
                    case RESUMED, BOUGHT -> false;
                    case MOVED, CANCELLED -> before.paused();
                },
                cancelled,
                before.bought(),
                before.trialEnd(),
                cut ? event.at() : before.anchor(),
                cut || cancelled);
    }

    /** What a customer has at an instant; empty before the first purchase. */
    Optional<Subscription> at(CustomerId customer, Instant instant) {
        return indexAt(instant)
                .map(
                        index -> {
                            Stretch stretch = stretches.get(index);
                            Period period = stretch.period(instant);
                            return new Subscription(
                                    customer,
                                    stretch.plan(),
                                    stretch.state(instant),
                                    period.from(),
                                    earlier(period.to(), boundaryAfter(index)));
                        });
    }

    /**
     * The windows that end at {@code until} or before, in their order, without a gap. The time
     * after a cancellation counts as ended at {@code until}.
     */
    List<Window> windows(Instant until) {
        List<Window> windows = new ArrayList<>();
        if (stretches.isEmpty()) {
            return windows;
        }
        Instant cursor = stretches.getFirst().from();
        while (cursor.isBefore(until)) {
            int index = indexAt(cursor).orElseThrow();
            Stretch stretch = stretches.get(index);
            Instant end =
                    stretch.cancelled()
                            ? earlier(until, stretch.to())
                            : earlier(stretch.period(cursor).to(), boundaryAfter(index));
            if (end.isAfter(until)) {
                return windows;
            }
            windows.add(new Window(new Period(cursor, end), segments(cursor, end)));
            cursor = end;
        }
        return windows;
    }

    private List<Segment> segments(Instant from, Instant to) {
        List<Segment> segments = new ArrayList<>();
        for (Stretch stretch : stretches) {
            Instant start = stretch.from().isAfter(from) ? stretch.from() : from;
            Instant end = earlier(to, stretch.to());
            if (start.isBefore(end)) {
                segments.add(
                        new Segment(
                                new Period(start, end),
                                stretch.period(start),
                                stretch.plan(),
                                stretch.state(start)));
            }
        }
        return segments;
    }

    /** The last stretch that has begun; a stretch without length never counts. */
    private Optional<Integer> indexAt(Instant instant) {
        for (int i = stretches.size() - 1; i >= 0; i--) {
            if (!stretches.get(i).from().isAfter(instant)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** When an event ends the period at hand before its time. */
    private Optional<Instant> boundaryAfter(int index) {
        return stretches.stream()
                .skip(index + 1L)
                .filter(Stretch::boundary)
                .map(Stretch::from)
                .findFirst();
    }

    private static Instant earlier(Instant one, Optional<Instant> other) {
        return other.filter(instant -> instant.isBefore(one)).orElse(one);
    }
}

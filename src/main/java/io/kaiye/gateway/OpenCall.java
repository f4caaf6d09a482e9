package io.kaiye.gateway;

import io.kaiye.base.ErrorCode;
import io.kaiye.gateway.Spent.Ending;
import io.kaiye.gateway.Spent.TokenSource;
import io.kaiye.gateway.Spent.UpstreamCharge;
import io.kaiye.http.ErrorResponses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One admitted call between its reservation and its posting. One thread at a time, but for the
 * tries at upstreams, which may be at the same time.
 */
final class OpenCall {
    private final Asked asked;
    private final Reservation reservation;
    private final InstantSource clock;
    private final long startNanos;
    private final List<UpstreamCharge> charges = new ArrayList<>();
    private String upstreamRoute = "upstream";
    private long ownCostMicros;
    private final List<Wasted> wasted = new ArrayList<>();

    /** A try whose tokens are still to be counted. */
    private record Wasted(UpstreamModel model, LongSupplier countedInput, Instant at) {}

    OpenCall(Asked asked, Reservation reservation, InstantSource clock, long startNanos) {
        this.asked = asked;
        this.reservation = reservation;
        this.clock = clock;
        this.startNanos = startNanos;
    }

    Asked asked() {
        return asked;
    }

    String answerId() {
        return asked.answerId();
    }

    /** When the call began, for {@link System#nanoTime}. */
    long startNanos() {
        return startNanos;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * Says that local rungs were asked first.
     *
     * @param route of an answer by an upstream from now on
     * @param micros that the local rungs have cost us
     */
    void passedOn(String route, long micros) {
        upstreamRoute = route;
        ownCostMicros = micros;
    }

    /** The route of an answer by an upstream. */
    String upstreamRoute() {
        return upstreamRoute;
    }

    /** Leaves a trace before a try. */
    synchronized void asking(UpstreamModel model, long inputTokensMax, long outputTokensMax) {
        long most = model.price(now()).costMicrosMax(inputTokensMax, outputTokensMax);
        reservation.asking(model.upstream(), model.name(), most);
    }

    /** Notes what the try that answered cost, and gives it. */
    synchronized long charge(UpstreamModel model, String upstreamId, TokenUse use) {
        countWasted();
        return add(model, upstreamId, use, false, now());
    }

    /**
     * Notes a try that an upstream may charge for though it brought nothing. Its tokens are counted
     * when the call ends, since counting takes time that the next try needs.
     */
    synchronized void wasted(UpstreamModel model, LongSupplier countedInput) {
        wasted.add(new Wasted(model, countedInput, now()));
    }

    private synchronized void countWasted() {
        for (Wasted each : wasted) {
            TokenUse use = TokenUse.counted(each.countedInput().getAsLong(), 0);
            add(each.model(), "", use, true, each.at());
        }
        wasted.clear();
    }

    private long add(
            UpstreamModel model, String upstreamId, TokenUse use, boolean wasted, Instant at) {
        long cost = model.price(at).costMicros(use);
        charges.add(
                new UpstreamCharge(
                        model.upstream(),
                        model.name(),
                        upstreamId,
                        use.input(),
                        use.cachedInput(),
                        use.output(),
                        cost,
                        use.source(),
                        wasted,
                        at));
        return cost;
    }

    /** What all tries cost so far. */
    synchronized long upstreamMicros() {
        countWasted();
        return charges.stream().mapToLong(UpstreamCharge::costMicros).sum();
    }

    /** What was used, by an upstream. */
    Spent spent(UpstreamModel model, TokenUse use, Ending ending) {
        return spent(
                servedBy(model),
                upstreamRoute,
                ending == Ending.FAILED ? 0 : 1,
                use,
                ending,
                ownCostMicros);
    }

    /** What was used, whoever answered. */
    synchronized Spent spent(
            String servedBy,
            String route,
            long answers,
            TokenUse use,
            Ending ending,
            long ownCostMicros) {
        countWasted();
        return new Spent(
                servedBy,
                route,
                answers,
                use.input(),
                use.cachedInput(),
                use.output(),
                use.source(),
                ending,
                ownCostMicros,
                charges,
                Duration.ofNanos(System.nanoTime() - startNanos),
                now());
    }

    static String servedBy(UpstreamModel model) {
        return model.upstream() + "/" + model.name();
    }

    Receipt settle(Spent spent, Optional<KeptAnswer> kept) {
        return reservation.settle(spent, asked.idempotency().isPresent() ? kept : Optional.empty());
    }

    /** Nothing was answered. */
    void release(ErrorCode reason) {
        release(ErrorResponses.name(reason));
    }

    /** Nothing was answered to a customer, for that reason. */
    void release(String reason) {
        TokenUse none = new TokenUse(0, 0, 0, 0, TokenSource.COUNTED);
        reservation.release(
                spent(asked.model(), "none", 0, none, Ending.FAILED, ownCostMicros), reason);
    }

    void close() {
        reservation.close();
    }
}

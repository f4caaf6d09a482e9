package io.kaiye.gateway;

import io.kaiye.gateway.LocalTries.Taken;
import io.kaiye.serve.ServingMetrics;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Asks the upstream for a sample of locally accepted answers, after they have left and beside the
 * calls of customers. Safe for threads.
 */
final class Auditor {
    /** Audits under way; where so many are, the next is skipped and counted. */
    private static final int TOGETHER_MAX = 8;

    private static final System.Logger LOG = System.getLogger(Auditor.class.getName());

    private final RungAnswers upstreams;
    private final CascadeRecord record;
    private final ServingMetrics metrics;
    private final InstantSource clock;
    private final Semaphore places = new Semaphore(TOGETHER_MAX);

    Auditor(
            RungAnswers upstreams,
            CascadeRecord record,
            ServingMetrics metrics,
            InstantSource clock) {
        this.upstreams = upstreams;
        this.record = record;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Audits an answer if it is of the sample; returns at once. */
    void look(
            RouteState state,
            CascadeSetting setting,
            String answerId,
            int textIndex,
            String text,
            Taken taken) {
        RouteConfig.AuditShare share = state.route().audit();
        String id = answerId + "/" + textIndex;
        if (!new AuditSampler(share.share(), share.seed()).audits(id)) {
            return;
        }
        if (!places.tryAcquire()) {
            metrics.audited(state.route().id(), "skipped");
            return;
        }
        Thread.ofVirtual()
                .name("audit")
                .start(
                        () -> {
                            try {
                                audit(state, setting, answerId, textIndex, text, taken);
                            } catch (RuntimeException e) {
                                metrics.audited(state.route().id(), "failed");
                                LOG.log(System.Logger.Level.DEBUG, "an audit failed", e);
                            } finally {
                                places.release();
                            }
                        });
    }

    private void audit(
            RouteState state,
            CascadeSetting setting,
            String answerId,
            int textIndex,
            String text,
            Taken taken) {
        RouteConfig route = state.route();
        String said =
                upstreams
                        .ask(route.upstream().getFirst(), route.prompt(text, taken.labels()))
                        .text();
        String label = route.label(said);
        boolean agrees = route.agrees(taken.label(), label);
        Optional<CascadeSetting> tightened =
                record.audited(
                        new CascadeAudit(
                                setting.id(),
                                route.id(),
                                answerId,
                                textIndex,
                                taken.rung(),
                                taken.confidence(),
                                taken.label(),
                                label,
                                agrees,
                                clock.instant()));
        metrics.audited(route.id(), agrees ? "agreed" : "disagreed");
        if (tightened.isPresent()) {
            state.forget();
            LOG.log(
                    System.Logger.Level.WARNING,
                    "route {0} is tightened: {1}",
                    route.id(),
                    tightened.get().why());
        }
    }
}

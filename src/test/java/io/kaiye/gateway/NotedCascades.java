package io.kaiye.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A record of tests, in memory. Safe for threads. */
final class NotedCascades implements CascadeRecord {
    final Queue<CascadeAudit> audits = new ConcurrentLinkedQueue<>();
    private final List<CascadeSetting> settings = new ArrayList<>();

    @Override
    public synchronized Optional<CascadeSetting> inForce(String route, List<String> rungs) {
        return settings.reversed().stream()
                .filter(one -> one.route().equals(route) && one.rungs().equals(rungs))
                .findFirst();
    }

    @Override
    public synchronized List<CascadeSetting> settings(String route) {
        return List.copyOf(settings);
    }

    @Override
    public synchronized CascadeSetting calibrated(CascadeSetting setting) {
        CascadeSetting kept = setting.withId(settings.size() + 1L);
        settings.add(kept);
        return kept;
    }

    @Override
    public Optional<CascadeSetting> audited(CascadeAudit audit) {
        audits.add(audit);
        return Optional.empty();
    }

    @Override
    public List<AuditWindow> windows(CascadeSetting setting) {
        return List.of();
    }
}

package io.kaiye.gateway;

import java.util.List;
import java.util.Optional;

/** The routes of a server, and what is kept of them. */
public record CascadeSetup(CascadeRoutes routes, CascadeRecord record) {
    /** Of a server without routes. */
    public static final CascadeSetup NONE = new CascadeSetup(CascadeRoutes.NONE, new Nothing());

    /** Keeps nothing. */
    private static final class Nothing implements CascadeRecord {
        @Override
        public Optional<CascadeSetting> inForce(String route, List<String> rungs) {
            return Optional.empty();
        }

        @Override
        public List<CascadeSetting> settings(String route) {
            return List.of();
        }

        @Override
        public CascadeSetting calibrated(CascadeSetting setting) {
            return setting;
        }

        @Override
        public Optional<CascadeSetting> audited(CascadeAudit audit) {
            return Optional.empty();
        }

        @Override
        public List<AuditWindow> windows(CascadeSetting setting) {
            return List.of();
        }
    }
}

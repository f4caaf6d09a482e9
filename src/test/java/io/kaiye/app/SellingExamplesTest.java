package io.kaiye.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kaiye.gateway.GatewayConfig;
import io.kaiye.gateway.GatewayFile;
import io.kaiye.gateway.UpstreamModel;
import io.kaiye.ledger.Plans;
import io.kaiye.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files under examples/ that a newcomer copies. */
class SellingExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");

    @TempDir Path home;

    @Test
    void thePlansCanBeApplied() {
        try (Store store = Store.open(home)) {
            Plans plans = new Plans(store, InstantSource.system());
            assertEquals(3, plans.apply(EXAMPLES.resolve("plans.yaml")).size());
        }
    }

    @Test
    void theGatewayCanBeRead() throws IOException {
        Files.copy(EXAMPLES.resolve("gateway.yaml"), home.resolve(GatewayFile.NAME));
        GatewayConfig config = GatewayFile.read(home, Instant.parse("2026-06-01T00:00:00Z"));
        assertEquals(
                List.of("gpt-4o-mini", "qwen"),
                config.models().stream().map(UpstreamModel::id).toList());
    }
}

package io.kaiye.app;

import io.kaiye.base.CostRate;
import io.kaiye.base.Ids;
import io.kaiye.base.Machine;
import io.kaiye.cli.CommandLineFace;
import io.kaiye.cli.RunningServer;
import io.kaiye.cli.ServeOptions;
import io.kaiye.cli.Workbench;
import io.kaiye.data.Datasets;
import io.kaiye.gateway.CascadeRecord;
import io.kaiye.gateway.MasterKey;
import io.kaiye.gateway.RungAnswers;
import io.kaiye.gateway.SecretStore;
import io.kaiye.gateway.UpstreamAsker;
import io.kaiye.gateway.Upstreams;
import io.kaiye.govern.AuditLog;
import io.kaiye.govern.Persons;
import io.kaiye.insight.Findings;
import io.kaiye.label.Queues;
import io.kaiye.ledger.AccruedFees;
import io.kaiye.ledger.CustomerFunds;
import io.kaiye.ledger.Customers;
import io.kaiye.ledger.Invoices;
import io.kaiye.ledger.Keys;
import io.kaiye.ledger.Ledger;
import io.kaiye.ledger.Plans;
import io.kaiye.ledger.Quotas;
import io.kaiye.ledger.Reconciliations;
import io.kaiye.ledger.Subscriptions;
import io.kaiye.ledger.UsageReport;
import io.kaiye.model.Bases;
import io.kaiye.model.CacheFolder;
import io.kaiye.model.Engine;
import io.kaiye.registry.Registry;
import io.kaiye.store.DatabaseAddress;
import io.kaiye.store.Store;
import io.kaiye.train.Trainer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The composition root: makes the rooms in data-flow order, each when it is first asked for, and
 * closes them in reverse, keeping the first failure. One thread.
 */
final class Platform implements Workbench {
    private final Path home;
    private final DatabaseAddress database;
    private final InstantSource clock;
    private final Opened opened = new Opened();
    private @Nullable Store store;
    private @Nullable AuditLog audit;
    private @Nullable Ledger ledger;
    private @Nullable Engine engine;
    private @Nullable Bases bases;

    private Platform(Path home, DatabaseAddress database, InstantSource clock) {
        this.home = home;
        this.database = database;
        this.clock = clock;
    }

    static Workbench open(Path home) {
        return open(home, DatabaseAddress.IN_HOME);
    }

    static Workbench open(Path home, DatabaseAddress database) {
        return open(home, database, Clock.systemUTC());
    }

    static Workbench open(Path home, DatabaseAddress database, InstantSource clock) {
        return new Platform(home, database, clock);
    }

    @Override
    public Store store() {
        if (store == null) {
            store = opened.keep(Store.open(home, database));
        }
        return store;
    }

    @Override
    public Ledger ledger() {
        if (ledger == null) {
            ledger = new Ledger(store());
        }
        return ledger;
    }

    @Override
    public Customers customers() {
        return new Customers(store(), clock);
    }

    @Override
    public CustomerFunds funds() {
        return new CustomerFunds(store());
    }

    @Override
    public Keys keys() {
        return new Keys(store(), clock);
    }

    @Override
    public Plans plans() {
        return new Plans(store(), clock);
    }

    @Override
    public Subscriptions subscriptions() {
        return new Subscriptions(store(), clock);
    }

    @Override
    public Invoices invoices() {
        return new Invoices(store(), clock);
    }

    @Override
    public SecretStore secrets() {
        Path folder = store().home();
        Optional<String> given = Optional.ofNullable(System.getenv(MasterKey.VARIABLE));
        return new SecretStore(folder, new MasterKey(folder, given));
    }

    @Override
    public UsageReport usage() {
        return new UsageReport(store());
    }

    @Override
    public Reconciliations reconciliations() {
        return new Reconciliations(store(), ledger(), clock);
    }

    @Override
    public Findings findings() {
        return new Findings(
                usage(),
                new Quotas(store(), clock),
                reconciliations(),
                new AccruedFees(store()),
                clock);
    }

    @Override
    public Datasets datasets() {
        return new Datasets(store(), clock, who(), audit().datasets());
    }

    @Override
    public AuditLog audit() {
        if (audit == null) {
            audit = opened.keep(new AuditLog(store(), clock, who()));
        }
        return audit;
    }

    @Override
    public Persons persons() {
        return new Persons(
                store(), datasets(), registry(), audit(), clock, Ids.ordered("era_", clock), who());
    }

    private static String who() {
        return System.getProperty("user.name", "unknown");
    }

    @Override
    public Bases bases() {
        if (bases == null) {
            bases = new Bases(CacheFolder.find());
        }
        return bases;
    }

    @Override
    public Engine engine() {
        if (engine == null) {
            engine = opened.keep(new Engine(Machine.availableCores()));
        }
        return engine;
    }

    @Override
    public Trainer trainer() {
        return new Trainer(engine(), bases(), clock, costRate());
    }

    @Override
    public Registry registry() {
        return new Registry(store(), clock, who());
    }

    @Override
    public Queues queues() {
        return new Queues(store(), clock);
    }

    @Override
    public CostRate costRate() {
        return CostRate.fromEnvironment();
    }

    @Override
    public LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    @Override
    public CascadeRecord cascades() {
        return new CascadeLog(store());
    }

    @Override
    public RungAnswers upstreams() {
        Upstreams upstreams = opened.keep(ServerStart.upstreams(this, clock));
        return UpstreamAsker.ofCommand(upstreams, new SecureRandom(), Ids.random("ans_"), clock);
    }

    @Override
    public RunningServer serve(ServeOptions options) {
        opened.keep(Logs.open(store().home()));
        return opened.keep(ServerStart.start(this, clock, CommandLineFace.version(), options));
    }

    @Override
    public void close() {
        store = null;
        audit = null;
        ledger = null;
        engine = null;
        opened.close();
    }
}

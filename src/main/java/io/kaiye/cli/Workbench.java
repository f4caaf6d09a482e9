package io.kaiye.cli;

import io.kaiye.base.CostRate;
import io.kaiye.data.Datasets;
import io.kaiye.gateway.CascadeRecord;
import io.kaiye.gateway.RungAnswers;
import io.kaiye.gateway.SecretStore;
import io.kaiye.govern.AuditLog;
import io.kaiye.govern.Persons;
import io.kaiye.insight.Findings;
import io.kaiye.label.Queues;
import io.kaiye.ledger.CustomerFunds;
import io.kaiye.ledger.Customers;
import io.kaiye.ledger.Invoices;
import io.kaiye.ledger.Keys;
import io.kaiye.ledger.Ledger;
import io.kaiye.ledger.Plans;
import io.kaiye.ledger.Reconciliations;
import io.kaiye.ledger.Subscriptions;
import io.kaiye.ledger.UsageReport;
import io.kaiye.model.Bases;
import io.kaiye.model.Engine;
import io.kaiye.registry.Registry;
import io.kaiye.store.Store;
import io.kaiye.train.Trainer;
import java.time.LocalDate;

/** The rooms on one home folder, each opened when it is first asked for. One thread. */
public interface Workbench extends AutoCloseable {
    Store store();

    Datasets datasets();

    AuditLog audit();

    Persons persons();

    Ledger ledger();

    Customers customers();

    CustomerFunds funds();

    Keys keys();

    Plans plans();

    Subscriptions subscriptions();

    Invoices invoices();

    SecretStore secrets();

    UsageReport usage();

    Reconciliations reconciliations();

    Findings findings();

    Bases bases();

    Engine engine();

    Trainer trainer();

    Registry registry();

    CostRate costRate();

    /** The day in UTC. */
    LocalDate today();

    CascadeRecord cascades();

    RungAnswers upstreams();

    Queues queues();

    /** Starts the server; it answers when this returns. */
    RunningServer serve(ServeOptions options);

    /** Closes what was opened, the last first. */
    @Override
    void close();
}

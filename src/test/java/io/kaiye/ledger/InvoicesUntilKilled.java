package io.kaiye.ledger;

import io.kaiye.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Makes the invoices of every customer in turn, and says of each how many. Argument: home. */
final class InvoicesUntilKilled {
    private InvoicesUntilKilled() {}

    public static void main(String[] arguments) {
        try (Store store = Store.open(Path.of(arguments[0]))) {
            Invoices invoices = new Invoices(store, Clock.systemUTC());
            for (Customer customer : new Customers(store, Clock.systemUTC()).list()) {
                int made = invoices.run(Optional.of(customer.id()), Optional.empty()).size();
                System.out.println("made " + made);
                System.out.flush();
            }
        }
    }
}

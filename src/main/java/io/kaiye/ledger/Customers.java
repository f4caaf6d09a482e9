package io.kaiye.ledger;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.base.Suggestions;
import io.kaiye.store.Row;
import io.kaiye.store.Sql;
import io.kaiye.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Who buys answers. Safe for threads. */
public final class Customers {
    private static final int SHOWN_MAX = 5;

    /** Name and language are those of the newest terms, where there are any. */
    private static final String COLUMNS =
            "SELECT c.id, COALESCE(t.name, c.name) AS name, c.currency,"
                    + " COALESCE(t.language, c.language) AS language, c.created_millis,"
                    + " COALESCE(t.address, '') AS address, COALESCE(t.tax_id, '') AS tax_id,"
                    + " COALESCE(t.tax_millionths, 0) AS tax_millionths"
                    + " FROM customer c LEFT JOIN customer_terms t ON t.sequence ="
                    + " (SELECT MAX(s.sequence) FROM customer_terms s WHERE s.customer = c.id)";

    private final Store store;
    private final InstantSource clock;

    public Customers(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Adds a customer. The same one again is no error.
     *
     * @throws KaiyeException INVALID_ARGUMENT; ALREADY_EXISTS if one of that id is another
     */
    public Customer add(CustomerId id, String name, String currency, String language) {
        Customer wanted = new Customer(id, name, currency, language, clock.instant());
        return store.write(
                sql -> {
                    Optional<Customer> there = find(sql, id);
                    if (there.isEmpty()) {
                        sql.update(
                                "INSERT INTO customer (id, name, currency, language,"
                                        + " created_millis) VALUES (?, ?, ?, ?, ?)",
                                id.value(),
                                name,
                                currency,
                                language,
                                wanted.createdAt());
                        return wanted;
                    }
                    return requireSame(there.get(), wanted);
                });
    }

    private static Customer requireSame(Customer there, Customer wanted) {
        if (there.name().equals(wanted.name())
                && there.currency().equals(wanted.currency())
                && there.language().equals(wanted.language())) {
            return there;
        }
        throw new KaiyeException(
                ErrorCode.ALREADY_EXISTS,
                "The customer "
                        + there.id()
                        + " is there already: "
                        + there.name()
                        + ", "
                        + there.currency()
                        + ", "
                        + there.language()
                        + ". Choose another short name.");
    }

    /**
     * One customer.
     *
     * @throws KaiyeException UNKNOWN_CUSTOMER, naming near ones
     */
    public Customer require(CustomerId id) {
        return store.read(sql -> require(sql, id));
    }

    /** Every customer, by id. */
    public List<Customer> list() {
        return store.read(Customers::all);
    }

    /**
     * What invoices say of a customer.
     *
     * @throws KaiyeException UNKNOWN_CUSTOMER, naming near ones
     */
    public CustomerTerms terms(CustomerId id) {
        return store.read(sql -> terms(sql, id));
    }

    static CustomerTerms terms(Sql sql, CustomerId id) {
        require(sql, id);
        return sql.first(COLUMNS + " WHERE c.id = ?", id.value())
                .map(
                        row ->
                                new CustomerTerms(
                                        row.text("name"),
                                        row.text("language"),
                                        row.text("address"),
                                        row.text("tax_id"),
                                        (int) row.number("tax_millionths")))
                .orElseThrow();
    }

    /**
     * Changes what the next invoices say; those that are there stay as they are.
     *
     * @param change gives the new terms for those of now
     * @throws KaiyeException UNKNOWN_CUSTOMER
     */
    public CustomerTerms change(CustomerId id, UnaryOperator<CustomerTerms> change) {
        return store.write(
                sql -> {
                    CustomerTerms before = terms(sql, id);
                    CustomerTerms after = change.apply(before);
                    if (!after.equals(before)) {
                        sql.update(
                                "INSERT INTO customer_terms (customer, name, language, address,"
                                        + " tax_id, tax_millionths, recorded_millis)"
                                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                                id.value(),
                                after.name(),
                                after.language(),
                                after.address(),
                                after.taxId(),
                                after.taxMillionths(),
                                clock.instant());
                    }
                    return after;
                });
    }

    static List<Customer> all(Sql sql) {
        return sql.query(COLUMNS + " ORDER BY c.id").stream().map(Customers::customer).toList();
    }

    /**
     * The customer of that id.
     *
     * @throws KaiyeException UNKNOWN_CUSTOMER, naming near ones
     */
    static Customer require(Sql sql, CustomerId id) {
        return find(sql, id).orElseThrow(() -> unknown(id, all(sql)));
    }

    private static KaiyeException unknown(CustomerId id, List<Customer> all) {
        List<String> ids = all.stream().map(one -> one.id().value()).toList();
        return new KaiyeException(
                ErrorCode.UNKNOWN_CUSTOMER,
                "There is no customer \""
                        + id
                        + "\". "
                        + Suggestions.didYouMean(id.value(), ids)
                        + (ids.isEmpty()
                                ? "There is none yet; add one with: kaiye customer add " + id
                                : "There are: " + Suggestions.list(ids, SHOWN_MAX))
                        + ".");
    }

    private static Optional<Customer> find(Sql sql, CustomerId id) {
        return sql.first(COLUMNS + " WHERE c.id = ?", id.value()).map(Customers::customer);
    }

    private static Customer customer(Row row) {
        return new Customer(
                new CustomerId(row.text("id")),
                row.text("name"),
                row.text("currency"),
                row.text("language"),
                row.instant("created_millis"));
    }
}

package io.kaiye.ledger;

/**
 * Who sends the invoices.
 *
 * @param name for people; empty until it is said
 * @param address lines; may be empty
 * @param taxId may be empty
 * @param payment how to pay, such as a bank account; may be empty
 */
public record Seller(String name, String address, String taxId, String payment) {
    static final Seller UNKNOWN = new Seller("", "", "", "");
    private static final int TEXT_MAX = 1_000;

    public Seller {
        CustomerTerms.requireLength("name of the seller", name, TEXT_MAX);
        CustomerTerms.requireLength("address of the seller", address, TEXT_MAX);
        CustomerTerms.requireLength("tax id of the seller", taxId, TEXT_MAX);
        CustomerTerms.requireLength("way to pay", payment, TEXT_MAX);
    }
}

package io.kaiye.http;

import java.util.Optional;

/**
 * Who sends a request.
 *
 * @param customer short name of the customer whose key was sent; empty for the operator, who owns
 *     this server
 * @param key the part of that key that may be shown; empty for the operator
 */
public record Caller(Optional<String> customer, Optional<String> key) {
    /** Who owns this server. */
    public static final Caller OPERATOR = new Caller(Optional.empty(), Optional.empty());

    /** A customer, by a key. */
    public static Caller customer(String customer, String key) {
        return new Caller(Optional.of(customer), Optional.of(key));
    }

    public boolean isOperator() {
        return customer.isEmpty();
    }
}

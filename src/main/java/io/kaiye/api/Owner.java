package io.kaiye.api;

import io.kaiye.base.ErrorCode;
import io.kaiye.base.KaiyeException;
import io.kaiye.http.Request;
import io.kaiye.ledger.CustomerId;
import java.util.Optional;

/**
 * Who may read what: the operator everything, a customer what is its own. A customer is told the
 * same of what belongs to somebody else and of what is not there, and no name in either case.
 */
final class Owner {
    private Owner() {}

    /** The customer whose key was sent; empty for the operator. */
    static Optional<CustomerId> of(Request request) {
        return request.caller().customer().map(CustomerId::new);
    }

    /**
     * Whose rows a request asks for; empty for everybody's.
     *
     * @param named by the caller
     * @throws KaiyeException FORBIDDEN if a customer names another
     */
    static Optional<CustomerId> asked(Request request, Optional<String> named) {
        Optional<CustomerId> own = of(request);
        if (own.isEmpty()) {
            return named.map(CustomerId::new);
        }
        if (named.filter(name -> !name.equals(own.get().value())).isPresent()) {
            throw new KaiyeException(
                    ErrorCode.FORBIDDEN,
                    "This key reads what belongs to its own customer, and nothing else.");
        }
        return own;
    }

    /** True if the caller may read what belongs to that customer. */
    static boolean mayRead(Request request, CustomerId customer) {
        return of(request).filter(own -> !own.equals(customer)).isEmpty();
    }
}

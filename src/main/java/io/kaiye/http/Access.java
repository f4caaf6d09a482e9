package io.kaiye.http;

/** Who may call a route. */
public enum Access {
    /** Whoever the server's {@link Authenticator} knows: the operator and customers. */
    TOKEN,
    /** Only the operator. */
    OPERATOR,
    /** Everybody, such as a load balancer that asks for the health. */
    OPEN
}

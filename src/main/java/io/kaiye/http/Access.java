package io.kaiye.http;

/** Who may call a route where the server asks for a token. */
public enum Access {
    /** Whoever sends the token. */
    TOKEN,
    /** Everybody, such as a load balancer that asks for the health. */
    OPEN
}

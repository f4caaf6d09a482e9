package io.kaiye.http;

/** The methods that routes are made for; HEAD is answered by every GET route. */
public enum Method {
    GET,
    POST
}

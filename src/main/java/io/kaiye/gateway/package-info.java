/**
 * The HTTP interface in OpenAI's manner: {@link io.kaiye.gateway.Gateway} makes the routes over
 * {@link io.kaiye.serve.Serving}; each route is described once, as an {@link
 * io.kaiye.gateway.Operation}, from which the server and the OpenAPI document are made. {@link
 * io.kaiye.gateway.Upstreams} are the providers that answer beside our own models; {@link
 * io.kaiye.gateway.Books} is asked before each call and told before each answer leaves.
 *
 * <p>May depend on: base, serve, http.
 */
@NullMarked
package io.kaiye.gateway;

import org.jspecify.annotations.NullMarked;

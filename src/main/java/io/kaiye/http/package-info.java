/**
 * The web server: routes, limits, the bearer token, graceful stop and the one shape of an error.
 * Knows nothing of models. {@link io.kaiye.http.HttpServer} serves {@link io.kaiye.http.Route}s,
 * which turn a {@link io.kaiye.http.Request} into a {@link io.kaiye.http.Response}; {@link
 * io.kaiye.http.ErrorResponses} turns a failure into one; {@link io.kaiye.http.JsonBody} reads JSON
 * within limits. {@link io.kaiye.http.OutboundClient} calls other servers. The only room that knows
 * the web server underneath.
 *
 * <p>May depend on: base.
 */
@NullMarked
package io.kaiye.http;

import org.jspecify.annotations.NullMarked;
